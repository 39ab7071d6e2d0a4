/* What «check», «intake» and «export» share: words into CheckOptions, progress on a terminal, names of bad files. */
#ifndef CLI_CHECK_INPUT__H
#define CLI_CHECK_INPUT__H

#include "cli/command.h"
#include "flow/check.h"

#define CHECK_INPUT_OPTIONS                                                                                              \
    { "--procedure", "ГОД-КЛАСС-ПРЕДМЕТ", "чья это работа, если в форме не написано: «2021-4-математика»", false },     \
    { "--blueprints", "ФАЙЛ", "таблица заданий и порогов (interface: year, grade, subject, task, max, cut3…)", false }, \
    { "--threads", "N", "сколько потоков (по числу ядер); результат от этого не меняется", false }

bool check_input_parse(const Args *args, CheckOptions *out, Err *err);
/* «файл «x.xlsx»: почему» on standard error for every file of several that could not be read; a lone one ends the command with its reason. */
void check_input_name_bad(const InputFile *files, uint32_t n_files);
/* A bar on standard error when it is a terminal, else nothing. */
Progress check_input_progress(void);

#endif
