/* Export of the collection system, autumn 2020: one sheet of a region; the municipality hides among the groups of the login. */
#include "intake/format_.h"

/* «reg22_vpr_m004» of «22-RU-XXX,EAST,…,reg22_vpr_m004,…». */
static Str municipality_of_groups(Str cell)
{
    for (Str rest = cell; rest.n > 0;) {
        size_t comma = str_find(rest, STR(","));
        Str group = str_trim(comma == SIZE_MAX ? rest : str_slice(rest, 0, comma));
        if (str_starts(group, STR("reg")) && str_find(group, STR("_vpr_m")) != SIZE_MAX && str_find(group, STR(".")) == SIZE_MAX) return group;
        rest = comma == SIZE_MAX ? STR_EMPTY : str_slice(rest, comma + 1, rest.n);
    }
    return STR_EMPTY;
}

static const HeaderWord words[] = {
    { "groups", ROLE_MUNICIPALITY }, { "user", ROLE_SCHOOL }, { "code", ROLE_CODE },      { "otc", ROLE_JOURNAL },     { "gender", ROLE_SEX },
    { "klass", ROLE_CLASS },         { "var-1", ROLE_VARIANT }, { "var-2", ROLE_VARIANT2 }, { "sum", ROLE_TOTAL },     { "учебник*", ROLE_TAIL },
    { NULL, ROLE_NONE },
};

const Format format_regional_2020 = {
    .id = "regional-2020",
    .title = "Региональная выгрузка 2020 года",
    .words = words,
    .task_prefix = "a-",
    .task_suffix = "-grade",
    .needs = NEEDS(ROLE_SCHOOL) | NEEDS(ROLE_CODE) | NEEDS(ROLE_VARIANT),
    .min_tasks = 1,
    .year = 2020,
    .municipality = municipality_of_groups,
};
