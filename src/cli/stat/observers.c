/* merilo stat observers: what observers change, by the draw that sent them. */
#include "stats/observers.h"

#include <math.h>

#include "cli/stat/arms_.h"

/* Units within strata, each once, in order of strata: the mean of its rows. A unit belongs to its stratum: «класс А» of two schools are two. */
static bool read_units(const StatTable *table, Arena *arena, ObserversUnit **out, size_t *n_units, Err *err)
{
    const StatColumn *treated = stat_need_numbers(table, "treated", err), *y = treated != NULL ? stat_need_numbers(table, "y", err) : NULL;
    const StatColumn *unit = stat_column(table, "unit");
    if (y == NULL) return false;
    StatGroups strata = stat_groups(table, "stratum", arena);
    Str *text = arena_array(arena, Str, table->n_rows);
    for (size_t i = 0; i < table->n_rows; i++) {
        if (!isnan(treated->x[i]) && treated->x[i] != 0 && treated->x[i] != 1) return err_set(err, ERR_INPUT, "", "Строка данных %zu: «treated» — 0 или 1.", i + 1);
        /* a unit without a name is itself */
        if (unit != NULL && unit->text[i].n > 0) text[i] = arena_printf(arena, "%zu\x1F%.*s", strata.of[i], STR_ARG(unit->text[i]));
        else text[i] = arena_printf(arena, "%zu\x1F\x1F%zu", strata.of[i], i);
    }
    StatColumn column = { .name = STR("unit"), .text = text };
    StatGroups units = stat_groups(&(StatTable){ .n_rows = table->n_rows, .n_columns = 1, .columns = &column }, "unit", arena);
    double *sum = arena_array(arena, double, units.n), *count = arena_array(arena, double, units.n), *arm = arena_array(arena, double, units.n);
    for (size_t i = 0; i < table->n_rows; i++) {
        size_t u = units.of[i];
        if (isnan(treated->x[i]) || isnan(y->x[i])) continue;
        if (count[u] > 0 && arm[u] != treated->x[i]) return err_set(err, ERR_INPUT, "Наблюдателей посылают ко всей единице.", "Строка данных %zu: единица и с наблюдателями, и без них.", i + 1);
        arm[u] = treated->x[i];
        sum[u] += y->x[i];
        count[u]++;
    }
    /* strata in the order of their names, so that the order of rows changes nothing */
    size_t *order = arena_array(arena, size_t, strata.n);
    for (size_t g = 0; g < strata.n; g++) {
        size_t at = g;
        for (; at > 0 && strata.column != NULL && str_cmp(strata.column->text[strata.first[order[at - 1]]], strata.column->text[strata.first[g]]) > 0; at--) order[at] = order[at - 1];
        order[at] = g;
    }
    size_t *place = arena_array(arena, size_t, strata.n + 1), *rank = arena_array(arena, size_t, strata.n), n = 0;
    for (size_t g = 0; g < strata.n; g++) rank[order[g]] = g;
    for (size_t u = 0; u < units.n; u++)
        if (count[u] > 0) place[rank[strata.of[units.first[u]]] + 1]++;
    for (size_t g = 1; g <= strata.n; g++) place[g] += place[g - 1];
    n = place[strata.n];
    *out = arena_array(arena, ObserversUnit, n);
    for (size_t u = 0; u < units.n; u++)
        if (count[u] > 0) {
            size_t g = rank[strata.of[units.first[u]]];
            (*out)[place[g]++] = (ObserversUnit){ .stratum = (uint32_t)g, .treated = arm[u] == 1, .y = sum[u] / count[u] };
        }
    *n_units = n;
    return true;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    ObserversUnit *unit = NULL;
    size_t n = 0;
    double draws, seed;
    Observers found;
    if (!stat_option(args, "--draws", 9999, 1, 1e6, &draws, err) || !stat_option(args, "--seed", 1, 0, 9e15, &seed, err)) return false;
    if (args_has(args, "--arms")) return stat_arms(table, (uint32_t)draws, (uint64_t)seed, arena, result, err);
    if (!read_units(table, arena, &unit, &n, err)) return false;
    if (!observers_effect(unit, n, (uint32_t)draws, (uint64_t)seed, arena_array(arena, double, n), &found))
        return err_set(err, ERR_INPUT, "", "Ни в одном слое нет сразу и единиц с наблюдателями, и единиц без них.");
    json_put_num(result, "itt", found.itt);
    json_put_num(result, "se", found.se);
    json_put_num(result, "low", found.itt - 1.959963984540054 * found.se);
    json_put_num(result, "high", found.itt + 1.959963984540054 * found.se);
    json_put_num(result, "p_randomisation", found.p_randomisation);
    json_put_int(result, "units", (long long)found.n);
    json_put_int(result, "strata", (long long)found.n_strata);
    json_put_int(result, "left_out", (long long)found.n_left_out);
    json_put_int(result, "draws", (long long)draws);
    json_put_int(result, "seed", (long long)seed);
    if (isnan(found.se)) json_put_z(result, "note", "В слое одна единица с наблюдателями или без них: погрешность не оценить, опирайтесь на p.");
    return true;
}

static const Option options[] = {
    { .name = "--arms", .help = "три группы классов: столбцы school, arm (observed — с наблюдателями, other — соседний класс той же школы, control — школа без них), y, при надобности unit и stratum" },
    { .name = "--draws", .argument = "9999", .help = "сколько раз разыграть наблюдателей заново" },
    { .name = "--seed", .argument = "1", .help = "начало случайных чисел" },
    { 0 },
};

const StatMethod stat_observers = { .name = "observers", .summary = "влияние наблюдателей: разность средних по слоям и вероятность её при случайном выборе",
    .input = "treated (0 или 1), y, при надобности unit и stratum; строки одной единицы усредняются", .options = options, .run = run };
