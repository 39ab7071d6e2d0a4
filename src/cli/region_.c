#include "cli/region_.h"

#include <stdio.h>
#include <unistd.h>

#include "store/org.h"

static bool choose(DbRead *db, const char *code, Arena *arena, Org *root, Err *err)
{
    const Org *roots;
    uint32_t n;
    if (!org_roots(db, arena, &roots, &n, err)) return false;
    for (uint32_t i = 0; code != NULL && i < n; i++)
        if (str_eq(roots[i].code, str_of(code))) return *root = roots[i], true;
    if (code != NULL) return err_set(err, ERR_NOT_FOUND, "Коды стоят на странице «Школы».", "В базе нет дерева организаций с кодом «%s».", code);
    if (n == 0) return err_set(err, ERR_NOT_FOUND, "Сначала загрузите список организаций.", "В базе ещё нет ни одной организации.");
    if (n > 1) return err_set(err, ERR_INPUT, "Добавьте «--region КОД».", "В базе несколько деревьев организаций: %u.", n);
    *root = roots[0];
    return true;
}

bool region_open(const Args *args, Arena *arena, Flow **flow, Org *root, Err *err)
{
    const char *url;
    if (!database_url(args, &url, err) || !flow_open(url, DB_NODE_ANY, flow, err)) return false;
    if (choose(flow_reader(*flow), args_value(args, "--region"), arena, root, err)) return true;
    flow_close(*flow);
    return false;
}

static bool tell(void *context, uint64_t done, uint64_t total, const char *words, Err *err)
{
    (void)context, (void)err;
    if (total > 0) fprintf(stderr, "\r%s: %llu из %llu\033[K", words, (unsigned long long)done, (unsigned long long)total);
    if (total > 0 && done + 1 >= total) fputs("\r\033[K", stderr);
    return true;
}

AnalysisWatch region_watch(void) { return (AnalysisWatch){ .go_on = isatty(STDERR_FILENO) ? tell : NULL }; }
