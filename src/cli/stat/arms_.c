/* merilo stat observers --arms: what observers change in their classes and in the classes beside. */
#include "cli/stat/arms_.h"

#include <math.h>
#include <stdlib.h>

#include "stats/observers.h"

/* A row of the table with the names it is sorted by; then a class: rows of one class are averaged. */
typedef struct Row { Str stratum, school, unit; size_t at; ObserversArm arm; double y; } Row;

static int by_school(const Row *a, const Row *b)
{
    int order = str_cmp(a->stratum, b->stratum);
    return order != 0 ? order : str_cmp(a->school, b->school);
}

/* Names, not places, decide: the order of rows changes nothing. */
static int by_name(const void *x, const void *y)
{
    const Row *a = x, *b = y;
    int order = by_school(a, b);
    if (order == 0) order = str_cmp(a->unit, b->unit);
    if (order == 0 && a->arm != b->arm) order = a->arm < b->arm ? -1 : 1;
    return order != 0 ? order : (a->y > b->y) - (a->y < b->y);
}

static bool arm_of(const StatColumn *column, size_t row, ObserversArm *out, Err *err)
{
    static const char *const words[] = { [OBSERVERS_NONE] = "control", [OBSERVERS_NEAR] = "other", [OBSERVERS_SENT] = "observed" };
    for (int k = OBSERVERS_NONE; k <= OBSERVERS_SENT; k++)
        if (str_eq(column->text[row], str_of(words[k]))) {
            *out = (ObserversArm)k;
            return true;
        }
    return err_set(err, ERR_INPUT, "", "Строка данных %zu: «arm» — observed, other или control.", row + 1);
}

static Row *read_rows(const StatTable *table, size_t *n_out, bool *units, Arena *arena, Err *err)
{
    const StatColumn *school = stat_need(table, "school", err), *arm = school != NULL ? stat_need(table, "arm", err) : NULL, *y = arm != NULL ? stat_need_numbers(table, "y", err) : NULL;
    const StatColumn *unit = stat_column(table, "unit"), *stratum = stat_column(table, "stratum");
    Row *rows = arena_array(arena, Row, table->n_rows + 1);
    size_t n = 0;
    if (y == NULL) return NULL;
    for (size_t i = 0; i < table->n_rows; i++) {
        Row *row = &rows[n];
        if (isnan(y->x[i]) || arm->text[i].n == 0) continue;
        if (school->text[i].n == 0) {
            err_set(err, ERR_INPUT, "", "Строка данных %zu: не сказано, какая школа.", i + 1);
            return NULL;
        }
        *row = (Row){ .stratum = stratum != NULL ? stratum->text[i] : STR_EMPTY, .school = school->text[i], .unit = unit != NULL ? unit->text[i] : STR_EMPTY, .at = i, .y = y->x[i] };
        if (!arm_of(arm, i, &row->arm, err)) return NULL;
        n++;
    }
    *n_out = n;
    *units = unit != NULL;
    qsort(rows, n, sizeof *rows, by_name);
    return rows;
}

/* Sorted rows as classes: a row without the name of its class is a class. */
static bool make_classes(const Row *rows, size_t n, bool units, ObserversClass *class, size_t *n_out, Err *err)
{
    uint32_t stratum = 0, school = 0;
    size_t n_classes = 0, n_rows = 0;
    bool sent = false;
    for (size_t i = 0; i < n; i++) {
        bool new_school = i == 0 || by_school(&rows[i], &rows[i - 1]) != 0;
        stratum += i > 0 && !str_eq(rows[i].stratum, rows[i - 1].stratum);
        school += i > 0 && new_school;
        if (!new_school && (rows[i].arm == OBSERVERS_NONE) != (rows[i - 1].arm == OBSERVERS_NONE))
            return err_set(err, ERR_INPUT, "В школе с наблюдателями остальные классы — other.", "Строка данных %zu: школа «%.*s» и с наблюдателями, и без них.", rows[i].at + 1, STR_ARG(rows[i].school));
        sent = (sent && !new_school) || rows[i].arm == OBSERVERS_SENT;
        bool same = !new_school && units && rows[i].unit.n > 0 && str_eq(rows[i].unit, rows[i - 1].unit);
        if (same && rows[i].arm != rows[i - 1].arm)
            return err_set(err, ERR_INPUT, "Наблюдателей посылают ко всему классу.", "Строка данных %zu: класс «%.*s» и с наблюдателями, и без них.", rows[i].at + 1, STR_ARG(rows[i].unit));
        if (!same) {
            class[n_classes++] = (ObserversClass){ stratum, school, rows[i].arm, 0 };
            n_rows = 0;
        }
        n_rows++;
        class[n_classes - 1].y += (rows[i].y - class[n_classes - 1].y) / (double)n_rows;
        bool ends = i + 1 == n || by_school(&rows[i], &rows[i + 1]) != 0;
        if (ends && rows[i].arm != OBSERVERS_NONE && !sent)
            return err_set(err, ERR_INPUT, "Если их там не было вовсе — это control.", "В школе «%.*s» есть соседние классы, а класса с наблюдателями нет.", STR_ARG(rows[i].school));
    }
    *n_out = n_classes;
    return true;
}

static void put_effect(Json *result, const char *name, const Observers *found)
{
    json_key(result, name);
    json_object(result);
    json_put_num(result, "itt", found->itt);
    json_put_num(result, "se", found->se);
    json_put_num(result, "low", found->itt - 1.959963984540054 * found->se);
    json_put_num(result, "high", found->itt + 1.959963984540054 * found->se);
    json_put_num(result, "p_randomisation", found->p_randomisation);
    json_put_int(result, "schools", (long long)found->n);
    json_put_int(result, "strata", (long long)found->n_strata);
    json_put_int(result, "left_out", (long long)found->n_left_out);
    if (found->n == 0) json_put_z(result, "note", "Сравнить не с чем: ни в одном слое нет сразу таких классов и школ без наблюдателей.");
    else if (isnan(found->se)) json_put_z(result, "note", "В слое одна школа с наблюдателями или без них: погрешность не оценить, опирайтесь на p.");
    json_object_end(result);
}

bool stat_arms(const StatTable *table, uint32_t draws, uint64_t seed, Arena *arena, Json *result, Err *err)
{
    size_t n = 0, n_classes = 0;
    bool units = false;
    ObserversArms found;
    Row *rows = read_rows(table, &n, &units, arena, err);
    ObserversClass *class = arena_array(arena, ObserversClass, n + 1);
    if (rows == NULL || !make_classes(rows, n, units, class, &n_classes, err)) return false;
    if (!observers_arms(class, n_classes, draws, seed, arena_array(arena, ObserversSchool, n + 1), &found))
        return err_set(err, ERR_INPUT, "", "Ни в одном слое нет сразу школ с наблюдателями и школ без них.");
    put_effect(result, "direct", &found.direct);
    put_effect(result, "spill_over", &found.spill_over);
    json_put_int(result, "classes", (long long)n_classes);
    json_put_int(result, "draws", draws);
    json_put_int(result, "seed", (long long)seed);
    return true;
}
