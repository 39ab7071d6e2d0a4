#include "base/utf8.h"
#include "intake/judge_.h"

const Blueprint *blueprint_find(const BlueprintTable *table, const Identity *identity)
{
    if (table == NULL || identity->subject.n == 0) return NULL;
    const Blueprint *found = NULL;
    Arena *scratch = arena_new(0);
    Str wanted = utf8_fold(scratch, identity->subject);
    for (uint32_t i = 0; i < table->n && found == NULL; i++) {
        const Blueprint *row = &table->rows[i];
        if (row->year != 0 && row->year != identity->year) continue;
        if (row->grade != 0 && row->grade != identity->grade) continue;
        if (str_starts(row->level, STR("углубл")) != (identity->level.n > 0)) continue;
        if (str_eq(utf8_fold(scratch, row->subject), wanted)) found = row;
    }
    arena_free(scratch);
    return found;
}

const Blueprint *blueprint_official_find(const Procedure *procedure, Str level)
{
    Identity identity = { .year = procedure->year, .grade = procedure->grade, .subject = procedure->subject, .level = level };
    return blueprint_find(blueprint_official(), &identity);
}

void procedure_identify(int year, int grade, Str subject, Str level, Arena *arena, Procedure *out)
{
    Str canonical = identity_subject(subject, arena);
    Identity identity = { .year = year, .grade = grade, .subject = canonical.n > 0 ? canonical : subject, .level = level };
    identity_procedure(&identity, arena, out);
}

/* Columns up to the last one that anybody filled. */
static uint32_t used_columns(const ColumnStats *stats, uint32_t n)
{
    while (n > 0 && stats[n - 1].filled == 0) n--;
    return n;
}

/* Is this the column of a task of so many points? Strictly: nobody has more and somebody has all. Otherwise a slip in two hundred works (one in a small form) is one. */
static bool is_of_task(const ColumnStats *stats, uint32_t max, bool strictly)
{
    if (strictly || max > LIMIT_TASK_MAX) return stats->top == (int)max;
    uint32_t over = 0;
    for (uint32_t points = max + 1u; points <= LIMIT_TASK_MAX; points++) over += stats->count[points];
    return stats->count[max] > 0 && over <= stats->filled / 200 + (stats->filled >= 30);
}

/* NULL also when two subjects fit; *n_fits tells the one from the other. */
static const Blueprint *guess_by(const ColumnStats *stats, uint32_t used, int grade, bool strictly, uint32_t *n_fits)
{
    const BlueprintTable *official = blueprint_official();
    const Blueprint *found = NULL;
    *n_fits = 0;
    for (uint32_t i = 0; i < official->n; i++) {
        const Blueprint *row = &official->rows[i];
        if (row->n_tasks == 0 || row->n_tasks != used || (grade != 0 && row->grade != grade)) continue;
        bool same = true;
        for (uint32_t t = 0; t < used && same; t++) same = is_of_task(&stats[t], row->tasks[t].max, strictly);
        if (!same || (found != NULL && found->grade == row->grade && str_eq(found->subject, row->subject))) continue;
        found = row;
        ++*n_fits;
    }
    return *n_fits == 1 ? found : NULL;
}

const Blueprint *blueprint_guess(const ColumnStats *stats, uint32_t n_columns, int grade)
{
    uint32_t used = used_columns(stats, n_columns), n_fits;
    const Blueprint *found = guess_by(stats, used, grade, true, &n_fits);
    return n_fits > 0 ? found : guess_by(stats, used, grade, false, &n_fits);
}

/* Tasks of a table row against the columns: as many, the rest (nearly) empty, and nearly all scores within the maxima. */
static bool fits(const Blueprint *row, const BlueprintAsk *ask)
{
    uint32_t n = ask->map->n_tasks;
    if (row->n_tasks == 0 || row->n_tasks > n) return false;
    uint32_t slips = ask->n_scored < 3 ? 0 : 1; /* one bad row of a small form says nothing of the work */
    for (uint32_t t = row->n_tasks; t < n; t++)
        if (ask->stats[t].filled > ask->n_scored / 20 + slips) return false;
    for (uint32_t t = 0; t < row->n_tasks; t++) {
        uint32_t over = 0;
        for (uint32_t points = row->tasks[t].max + 1u; points <= LIMIT_TASK_MAX; points++) over += ask->stats[t].count[points];
        if (over > ask->n_scored / 10 + slips) return false;
        if (ask->map->task_max[t] != 0 && ask->map->task_max[t] != row->tasks[t].max) return false;
    }
    return true;
}

static void take_cutoffs(Blueprint *to, const Blueprint *from)
{
    to->cutoffs_known = from->cutoffs_known;
    memcpy(to->cutoff, from->cutoff, sizeof to->cutoff);
    to->cutoff_source = from->cutoff_source;
    if (to->note.n == 0) to->note = from->note;
}

/* Tasks of the columns themselves; a maximum that no heading tells is the largest score seen. */
static void tasks_of_columns(Blueprint *to, const BlueprintAsk *ask, Arena *arena)
{
    const ColumnMap *map = ask->map;
    uint32_t n = map->n_tasks, guessed = 0, sum = 0;
    bool numbered = map->format->task_prefix[0] != '\0'; /* exports number columns beyond the last task */
    while (numbered && n > 0 && map->task_max[n - 1] == 0 && ask->stats[n - 1].filled == 0) n--;
    if (n == 0) n = map->n_tasks; /* nobody wrote */
    Task *tasks = arena_array(arena, Task, n);
    for (uint32_t t = 0; t < n; t++) {
        uint8_t max = map->task_max[t];
        if (max == 0) max = ask->stats[t].top == 0 ? 1 : ask->stats[t].top, guessed++;
        tasks[t] = (Task){ .label = arena_str(arena, map->task_label[t]), .max = max, .level = map->task_level[t] };
        sum += max;
    }
    to->tasks = tasks, to->n_tasks = (uint16_t)n;
    to->max = (uint16_t)(sum > UINT16_MAX ? UINT16_MAX : sum);
    to->task_source = guessed == 0 ? STR("заголовки формы") : GUESSED_MAXIMA;
    if (guessed > 0)
        complaints_add(ask->complaints, SEVERITY_FIXED, "maxima-guessed", ask->sheet_name, 0, NO_COLUMN, STR_EMPTY,
                       "Наибольшие баллы за задания нигде не названы: взяты наибольшие встреченные (всего %u). Уточните их в заголовках («4К1 (3б)») или через --blueprints.", sum);
}

bool blueprint_choose(const BlueprintAsk *ask, Arena *arena, const Blueprint **out, Err *err)
{
    const ColumnMap *map = ask->map;
    const Blueprint *row = blueprint_find(ask->own, ask->identity);
    bool own = row != NULL;
    if (row == NULL) row = blueprint_find(blueprint_official(), ask->identity);
    Blueprint *blueprint = arena_one(arena, Blueprint);
    *out = blueprint;
    blueprint->year = ask->identity->year, blueprint->grade = ask->identity->grade;
    blueprint->subject = ask->identity->subject, blueprint->level = ask->identity->level;
    if (map->n_tasks == 0) {
        blueprint->max = map->total_max != 0 ? map->total_max : row != NULL ? row->max : ask->top_total == 0 ? 1 : ask->top_total;
        blueprint->task_source = map->total_max != 0 ? STR("заголовки формы") : row != NULL ? row->cutoff_source : STR("наибольшая сумма в форме");
    } else if (row != NULL && fits(row, ask)) {
        *blueprint = *row;
        blueprint->year = ask->identity->year, blueprint->grade = ask->identity->grade, blueprint->subject = ask->identity->subject;
    } else {
        if (row != NULL && row->n_tasks > 0)
            complaints_add(ask->complaints, SEVERITY_WARNING, "blueprint-differs", ask->sheet_name, 0, NO_COLUMN, STR_EMPTY,
                           "Задания формы не сходятся с %s (там заданий %u, баллов %u; в форме столбцов с баллами %u). Проверьте, те ли год, класс и предмет.",
                           own ? "описанием из --blueprints" : "официальным описанием работы", row->n_tasks, row->max, map->n_tasks);
        tasks_of_columns(blueprint, ask, arena);
    }
    if (row != NULL && blueprint->max == row->max) take_cutoffs(blueprint, row);
    if (!blueprint_valid(blueprint)) return err_set(err, ERR_LIMIT, "Проверьте заголовки заданий и баллы.", "В работе получается больше %u баллов.", LIMIT_TOTAL);
    return true;
}
