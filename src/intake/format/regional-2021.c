/* Export of the collection system, spring 2021: one sheet of a region, Russian headings, all cells text. */
#include "intake/format_.h"

static const HeaderWord words[] = {
    { "логин школы*", ROLE_SCHOOL }, { "логин оо*", ROLE_SCHOOL }, { "регион*", ROLE_MUNICIPALITY }, { "муниципалитет*", ROLE_MUNICIPALITY },
    { "код обучающегося*", ROLE_CODE }, { "отметка за*", ROLE_JOURNAL }, { "пол", ROLE_SEX }, { "класс", ROLE_CLASS },
    { "вариант*", ROLE_VARIANT }, { "всего баллов*", ROLE_TOTAL }, { "учебник*", ROLE_TAIL }, { "др.уч*", ROLE_TAIL }, { "др. уч*", ROLE_TAIL },
    { NULL, ROLE_NONE },
};

const Format format_regional_2021 = {
    .id = "regional-2021",
    .title = "Региональная выгрузка 2021 года",
    .words = words,
    .task_prefix = "балл за ",
    .task_suffix = "",
    .needs = NEEDS(ROLE_SCHOOL) | NEEDS(ROLE_CODE) | NEEDS(ROLE_VARIANT),
    .min_tasks = 1,
    .year = 2021,
};
