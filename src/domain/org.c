#include "domain/org.h"

#include <inttypes.h>

const char *org_kind_title(OrgKind kind)
{
    static const char *const titles[] = { [ORG_REGION] = "регион", [ORG_MUNICIPALITY] = "муниципалитет", [ORG_SCHOOL] = "школа", [ORG_CLASS] = "класс" };
    BUG_ON(kind < ORG_REGION || kind > ORG_CLASS);
    return titles[kind];
}

bool org_within(Str path, Str path_above) { return path_above.n > 0 && str_starts(path, path_above); }

Str org_path_child(Str parent_path, int64_t id, Arena *arena)
{
    return arena_printf(arena, "%.*s%016" PRIx64 "/", STR_ARG(parent_path), (uint64_t)id);
}

int64_t org_path_id(Str path, size_t at)
{
    uint64_t id = 0;
    BUG_ON(at % ORG_PATH_STEP != 0 || at + ORG_PATH_STEP > path.n);
    for (size_t i = at; i < at + ORG_PATH_STEP - 1; i++) id = id << 4 | (uint64_t)(path.at[i] <= '9' ? path.at[i] - '0' : path.at[i] - 'a' + 10);
    return (int64_t)id;
}
