/* «Ф1 Индивидуальные результаты», a download of ФИС ОКО: some rows about the work, a row of task levels, the header. */
#include "intake/format_.h"

static const HeaderWord words[] = {
    { "оо", ROLE_SCHOOL }, { "логин*", ROLE_SCHOOL }, { "муниципалитет*", ROLE_MUNICIPALITY }, { "название оо*", ROLE_SCHOOL_NAME },
    { "код участника*", ROLE_CODE }, { "класс", ROLE_CLASS }, { "пол", ROLE_SEX }, { "вариант*", ROLE_VARIANT },
    { "первичный балл*", ROLE_TOTAL }, { "отметка по журналу*", ROLE_JOURNAL }, { "отметка*", ROLE_NONE }, { NULL, ROLE_NONE },
};

const Format format_f1 = {
    .id = "f1",
    .title = "Ф1 Индивидуальные результаты",
    .words = words,
    .task_prefix = "",
    .task_suffix = "",
    .task_max_needed = true,
    .needs = NEEDS(ROLE_CODE) | NEEDS(ROLE_TOTAL) | NEEDS(ROLE_JOURNAL),
    .min_tasks = 1,
    .municipality = header_after_bar,
};
