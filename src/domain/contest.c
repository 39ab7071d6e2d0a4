#include "domain/contest.h"

#include <stddef.h>

const char *const *contest_stages(void)
{
    static const char *const stages[] = { "школьный", "муниципальный", "региональный", "заключительный", NULL };
    return stages;
}

const char *const *contest_statuses(void)
{
    static const char *const statuses[] = { "победитель", "призёр", "участник", NULL };
    return statuses;
}
