/* merilo term: officials' words of a deadline → days. */
#include <stdio.h>

#include "base/date.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/school_year_.h"
#include "flow/term.h"
#include "publish/publish.h"

static bool read_options(const Args *args, FlowTermOptions *out, Err *err)
{
    *out = (FlowTermOptions){ .approved = DATE_NONE, .calendar = args_value(args, "--calendar") };
    const char *year = args_value(args, "--year"), *approved = args_value(args, "--approved");
    if (year != NULL && !cli_school_year(year, &out->school_year, err)) return false;
    if (approved != NULL && !date_parse(str_of(approved), &out->approved)) return err_set(err, ERR_INPUT, "Например: --approved 2020-10-14.", "День утверждения не понят: «%s».", approved);
    return true;
}

static void print_line(const char *title, Str text)
{
    if (text.n > 0) printf("  %s: %.*s\n", title, STR_ARG(text));
}

static void print_words(const Term *term, Arena *arena)
{
    printf("%.*s\n  %s\n", STR_ARG(term->text), term_kind_title(term->kind));
    print_line("дни", term_windows_words(arena, term->n_windows, term->windows));
    print_line(term->kind == TERM_RELATIVE ? "событие" : term->kind == TERM_RECURRING && term->n_windows == 0 ? "по чему" : "чего ждёт", term->anchor);
    print_line("сколько от него", term->offset);
    print_line("правило повторения (RFC 5545)", term->recurrence);
    for (uint32_t i = 0; i < term->n_repairs; i++) print_line("исправлено", term->repairs[i]);
    for (uint32_t i = 0; i < term->n_warnings; i++) print_line("обратите внимание", term->warnings[i]);
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    FlowTermOptions options;
    Term term;
    if (args->n_free == 0) return err_set(err, ERR_INPUT, "Например: merilo term \"в течение года\" --year 2020/2021.", "Не написан срок.");
    Str words = str_of(args->free_words[0]);
    for (size_t i = 1; i < args->n_free; i++) words = arena_printf(arena, "%.*s %s", STR_ARG(words), args->free_words[i]); /* without quotation marks the shell cuts it */
    if (!read_options(args, &options, err) || !flow_term(words, &options, arena, &term, err)) return false;
    const char *path = args_value(args, "--json");
    if (path == NULL) {
        print_words(&term, arena);
        return true;
    }
    Buf out;
    Json json;
    buf_init(&out, 0);
    json_init(&json, &out, false);
    term_json(&term, &json, arena);
    buf_add_char(&out, '\n');
    bool done = buf_ok(&out, err) && file_write(path, buf_str(&out), err);
    buf_free(&out);
    return done;
}

static const Option options[] = {
    { "--year", "2020/2021", "учебный год документа: из него берут год месяцы, при которых он не написан", false },
    { "--approved", "ГГГГ-ММ-ДД", "день утверждения: сроки раньше него вызовут замечание", false },
    { "--calendar", "ФАЙЛ.tsv", "сроки чужих графиков: название, первый день, последний день через табуляцию, без заголовка", false },
    { "--json", "ФАЙЛ", "ответ для программ («-» — в вывод)", false },
    { 0 },
};

const Command command_term = {
    .name = "term", .words = "\"СРОК\" [ключи]", .summary = "понять срок, записанный словами", .options = options, .run = run,
    .details = "Читает срок, как его пишут в планах: «Ноябрь-декабрь 2020 г., май-июнь 2021 г.», «не позднее 3 рабочих дней после совещания», «ежемесячно до 5 числа», «в соответствии с графиком ВПР».\n"
               "Слова, в которых срока нет, — тоже ответ: «без срока».",
};
