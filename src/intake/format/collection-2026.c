/* «Форма сбора результатов», filled in by one school: sheets «Протокол», «Служебный», «Порядковый номер класса».
 * The class is a number of the last sheet; the school's login stands in the name of the file or above the table. */
#include "intake/format_.h"

static const HeaderWord words[] = {
    { "логин*", ROLE_SCHOOL }, { "код участника*", ROLE_CODE }, { "код", ROLE_CODE }, { "вариант*", ROLE_VARIANT },
    { "порядковый номер класса*", ROLE_CLASS }, { "пол", ROLE_SEX }, { "отметка за*", ROLE_JOURNAL }, { "итого баллов*", ROLE_TOTAL }, { NULL, ROLE_NONE },
};

const Format format_collection_2026 = {
    .id = "collection-2026",
    .title = "Форма сбора результатов",
    .words = words,
    .task_prefix = "",
    .task_suffix = "",
    .task_max_needed = true,
    .needs = NEEDS(ROLE_CODE) | NEEDS(ROLE_VARIANT) | NEEDS(ROLE_CLASS),
    .min_tasks = 1,
    .class_is_number = true,
};
