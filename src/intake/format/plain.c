/* A plain table with documented headings, for ДР, КДР, НИКО, ОГЭ, ЕГЭ and a school's own works. Last of the registry: it asks for little. */
#include "intake/format_.h"

static const HeaderWord words[] = {
    { "школа", ROLE_SCHOOL }, { "оо", ROLE_SCHOOL }, { "логин*", ROLE_SCHOOL }, { "код школы", ROLE_SCHOOL }, { "код оо", ROLE_SCHOOL }, { "school", ROLE_SCHOOL },
    { "название*", ROLE_SCHOOL_NAME }, { "наименование оо*", ROLE_SCHOOL_NAME }, { "наименование школы*", ROLE_SCHOOL_NAME }, { "school name", ROLE_SCHOOL_NAME },
    { "муниципалитет*", ROLE_MUNICIPALITY }, { "район", ROLE_MUNICIPALITY }, { "municipality", ROLE_MUNICIPALITY },
    { "код", ROLE_CODE }, { "код участника*", ROLE_CODE }, { "код обучающегося*", ROLE_CODE }, { "code", ROLE_CODE },
    { "класс", ROLE_CLASS }, { "наименование класса", ROLE_CLASS }, { "class", ROLE_CLASS },
    { "вариант*", ROLE_VARIANT }, { "variant*", ROLE_VARIANT }, { "пол", ROLE_SEX }, { "sex", ROLE_SEX }, { "gender", ROLE_SEX },
    { "журнал*", ROLE_JOURNAL }, { "отметка по журналу*", ROLE_JOURNAL }, { "отметка за*", ROLE_JOURNAL }, { "journal*", ROLE_JOURNAL },
    { "итог*", ROLE_TOTAL }, { "всего баллов*", ROLE_TOTAL }, { "первичный балл*", ROLE_TOTAL }, { "total", ROLE_TOTAL }, { NULL, ROLE_NONE },
};

const Format format_plain = {
    .id = "plain",
    .title = "Простая таблица",
    .words = words,
    .task_prefix = "",
    .task_suffix = "",
    .needs_any = NEEDS(ROLE_SCHOOL) | NEEDS(ROLE_CODE) | NEEDS(ROLE_CLASS),
    .max_row = true,
};
