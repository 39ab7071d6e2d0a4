#include "cli/stat/elements_.h"

#include <math.h>

#include "cli/stat/items_.h"
#include "cli/stat/skills_.h"
#include "stats/element.h"
#include "stats/mastery.h"

#define NO_SPREAD 1e-3 /* of levels: then nothing tells a strong pupil from a weak one */

/* Rows of works against elements: [n_works * n] */
typedef struct Elements {
    StatItems items;
    StatSkills skills;  /* of the picked columns */
    bool *own;          /* [n * items.n_items]: of the tasks in use */
    size_t n;
    ElementFit *fit;
    double *mastery;
    int *decision;
    double **augmented; /* [n], NULL where it has none */
} Elements;

/* Tasks with one score for all are no tasks of the model; their columns in the matrix are skipped. */
static void keep_used(Elements *e, Arena *arena)
{
    e->n = e->skills.n;
    e->own = arena_array(arena, bool, e->n * e->items.n_items);
    for (size_t k = 0; k < e->n; k++)
        for (size_t j = 0; j < e->items.n_items; j++) e->own[k * e->items.n_items + j] = e->skills.own[k * e->skills.n_items + e->items.column_of[j]];
}

static bool fit_works(Elements *e, Arena *arena, Err *err)
{
    const IrtModel *model = &e->items.model;
    IrtNodes nodes;
    ElementTable table;
    double scratch[IRT_NODES], *memory = arena_try(arena, (irt_nodes_size(model) + element_table_size(model)) * sizeof *memory, err);
    if (memory == NULL || (e->fit = arena_try(arena, e->items.n_works * e->n * sizeof *e->fit, err)) == NULL) return false;
    irt_nodes(model, memory, &nodes);
    element_table(model, &nodes, memory + irt_nodes_size(model), &table);
    for (size_t i = 0; i < e->items.n_works; i++)
        for (size_t k = 0; k < e->n; k++) element_fit(&table, e->items.x + i * model->n_items, e->own + k * model->n_items, scratch, &e->fit[i * e->n + k]);
    return true;
}

/* Rows of one person are works in order: what one left behind is where the next begins. */
static void decide(Elements *e, const StatGroups *persons, double keep, Arena *arena)
{
    double sd = e->items.model.sd, *logit = arena_array(arena, double, persons->n * e->n);
    size_t *answered = arena_array(arena, size_t, persons->n * e->n);
    e->mastery = arena_array(arena, double, e->items.n_works * e->n);
    e->decision = arena_array(arena, int, e->items.n_works * e->n);
    for (size_t i = 0; i < persons->n * e->n; i++) logit[i] = NAN;
    for (size_t i = 0; i < e->items.n_works; i++)
        for (size_t k = 0; k < e->n; k++) {
            size_t at = i * e->n + k, who = persons->of[i] * e->n + k;
            const ElementFit *fit = &e->fit[at];
            bool knows = sd >= NO_SPREAD && (fit->n > 0 || answered[who] > 0);
            answered[who] += fit->n;
            if (knows) logit[who] = element_carry(logit[who], fit->level / sd, keep) + fit->log_ratio;
            e->mastery[at] = knows ? element_mastery(logit[who], 0) : NAN;
            e->decision[at] = knows && answered[who] >= ELEMENT_LEAST ? mastery_decision(e->mastery[at]) : -1;
        }
}

static void augment(Elements *e, Arena *arena)
{
    size_t n_items = e->items.n_items, n = e->items.n_works;
    double *points = arena_array(arena, double, n * n_items), max[LIMIT_TASKS];
    for (size_t j = 0; j < n_items; j++) max[j] = e->items.items[j].points[e->items.items[j].m];
    for (size_t i = 0; i < n * n_items; i++) points[i] = e->items.x[i] == IRT_MISSING ? NAN : e->items.items[i % n_items].points[e->items.x[i]];
    e->augmented = arena_array(arena, double *, e->n);
    for (size_t k = 0; k < e->n; k++) e->augmented[k] = stat_augmented(points, max, n, n_items, e->own + k * n_items, arena);
}

static void put_elements(const Elements *e, Json *result)
{
    json_key(result, "elements");
    json_array(result);
    for (size_t k = 0; k < e->n; k++) {
        size_t tasks = 0;
        for (size_t j = 0; j < e->items.n_items; j++) tasks += e->own[k * e->items.n_items + j];
        json_object(result);
        json_put_str(result, "element", e->skills.skill[k]->name);
        json_put_int(result, "tasks", (long long)tasks);
        if (tasks < ELEMENT_LEAST) json_put_z(result, "note", "Заданий меньше трёх: об отклонении судить нельзя.");
        else if (tasks == e->items.n_items) json_put_z(result, "note", "Других заданий в работе нет: сравнить не с чем.");
        json_object_end(result);
    }
    json_array_end(result);
}

static void put_groups(const Elements *e, const StatGroups *groups, Json *result, Arena *arena)
{
    ElementSum *sum = arena_array(arena, ElementSum, groups->n * e->n);
    double *z = arena_array(arena, double, e->n);
    for (size_t i = 0; i < e->items.n_works; i++)
        for (size_t k = 0; k < e->n; k++) element_add(&sum[groups->of[i] * e->n + k], &e->fit[i * e->n + k]);
    json_key(result, "groups");
    json_array(result);
    for (size_t g = 0; g < groups->n; g++) {
        for (size_t k = 0; k < e->n; k++) z[k] = element_sum_z(&sum[g * e->n + k]);
        json_object(result);
        stat_put_group(result, groups, g, arena);
        stat_put_numbers(result, "z", z, e->n);
        json_object_end(result);
    }
    json_array_end(result);
}

static void put_rows(const Elements *e, const StatTable *table, Json *result, Arena *arena)
{
    const char **named = arena_array(arena, const char *, e->items.n_columns + 5);
    static const char *const own[] = { "z", "mastery", "decision", "augmented" };
    for (size_t i = 0; i < 4; i++) named[i] = own[i];
    for (size_t c = 0; c < e->items.n_columns; c++) named[4 + c] = arena_z(arena, e->items.column[c]->name);
    double *z = arena_array(arena, double, e->n), *s = arena_array(arena, double, e->n);
    json_key(result, "rows");
    json_array(result);
    for (size_t i = 0; i < e->items.n_works; i++) {
        for (size_t k = 0; k < e->n; k++) {
            z[k] = e->fit[i * e->n + k].z;
            s[k] = e->augmented[k] != NULL ? e->augmented[k][i] : NAN;
        }
        json_object(result);
        stat_carry(result, table, i, named, arena);
        stat_put_numbers(result, "z", z, e->n);
        stat_put_numbers(result, "mastery", e->mastery + i * e->n, e->n);
        json_key(result, "decision");
        json_array(result);
        for (size_t k = 0; k < e->n; k++) json_z(result, stat_decision_word(e->decision[i * e->n + k]));
        json_array_end(result);
        stat_put_numbers(result, "augmented", s, e->n);
        json_object_end(result);
    }
    json_array_end(result);
}

/* Without the column every row is a person of its own. */
static bool find_persons(const StatTable *table, const Args *args, Arena *arena, StatGroups *out, Err *err)
{
    const char *name = args_value(args, "--person");
    if (name != NULL) {
        if (stat_need(table, name, err) == NULL) return false;
        *out = stat_groups(table, name, arena);
        return true;
    }
    *out = (StatGroups){ .n = table->n_rows, .of = arena_array(arena, size_t, table->n_rows) };
    for (size_t i = 0; i < table->n_rows; i++) out->of[i] = i;
    return true;
}

bool stat_elements_run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Elements e = { 0 };
    StatGroups persons;
    double keep;
    if (!stat_option(args, "--carry", .5, 0, 1, &keep, err) || !find_persons(table, args, arena, &persons, err) || !stat_items_read(table, args, arena, &e.items, err) ||
        !stat_skills_read(args_value(args, "--elements"), e.items.column, e.items.n_columns, STAT_SKILLS, arena, &e.skills, err) ||
        !stat_items_model(&e.items, args, arena, err)) return false;
    keep_used(&e, arena);
    if (!fit_works(&e, arena, err)) return false;
    decide(&e, &persons, keep, arena);
    augment(&e, arena);
    stat_items_put(&e.items, result, arena);
    put_elements(&e, result);
    if (stat_column(table, "group") != NULL) {
        StatGroups groups = stat_groups(table, "group", arena);
        put_groups(&e, &groups, result, arena);
    }
    put_rows(&e, table, result, arena);
    return true;
}
