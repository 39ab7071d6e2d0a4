/* Export of the collection system, spring 2022: sheets «Классы» and «Протокол», maxima in the headings, journal mark after the tasks. */
#include "intake/format_.h"

static const HeaderWord words[] = {
    { "пользователь", ROLE_SCHOOL }, { "муниципалитет", ROLE_MUNICIPALITY }, { "школа", ROLE_SCHOOL_NAME }, { "дата загрузки", ROLE_DATE },
    { "код", ROLE_CODE }, { "вариант*", ROLE_VARIANT }, { "наименование класса", ROLE_CLASS }, { "пол", ROLE_SEX },
    { "отметка за*", ROLE_JOURNAL }, { "итого баллов*", ROLE_TOTAL }, { NULL, ROLE_NONE },
};

const Format format_regional_2022 = {
    .id = "regional-2022",
    .title = "Региональная выгрузка 2022 года",
    .words = words,
    .task_prefix = "",
    .task_suffix = "",
    .task_max_needed = true,
    .needs = NEEDS(ROLE_SCHOOL) | NEEDS(ROLE_CODE) | NEEDS(ROLE_VARIANT),
    .min_tasks = 1,
    .year = 2022,
    .municipality = header_after_bar,
};
