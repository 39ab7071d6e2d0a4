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
