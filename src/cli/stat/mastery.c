/* merilo stat mastery: which skills each person has, by DINA. */
#include "stats/mastery.h"

#include <math.h>

#include "cli/stat/items_.h"
#include "cli/stat_.h"
#include "stats/reliability.h"

typedef struct Job {
    const StatColumn **item, **skill;
    size_t n, n_items, n_skills;
    uint8_t *x;
    uint16_t *need;
} Job;

static bool read_answers(const StatTable *table, Arena *arena, Job *job, Err *err)
{
    job->n = table->n_rows;
    job->x = arena_array(arena, uint8_t, job->n * job->n_items);
    for (size_t i = 0; i < job->n; i++)
        for (size_t j = 0; j < job->n_items; j++) {
            double value = job->item[j]->x[i];
            if (!isnan(value) && value != 0 && value != 1)
                return err_set(err, ERR_INPUT, "Разделите баллы на «выполнено» и «не выполнено».", "Столбец «%.*s», строка данных %zu: нужен 0 или 1.", STR_ARG(job->item[j]->name), i + 1);
            job->x[i * job->n_items + j] = isnan(value) ? MASTERY_MISSING : (uint8_t)value;
        }
    return true;
}

/* Row of the matrix that describes item j: by column «item» where there is one, else by order. */
static size_t row_of(const StatTable *q, const StatColumn *names, Str item, size_t j)
{
    for (size_t row = 0; names != NULL && row < q->n_rows; row++)
        if (str_eq(names->text[row], item)) return row;
    return names == NULL ? j : q->n_rows;
}

static bool read_matrix(const char *path, Arena *arena, Job *job, Err *err)
{
    static const char *const not_skills[] = { "item", NULL };
    StatTable q;
    const Args none = { 0 };
    if (!stat_table_read(path, arena, &q, err) || !stat_pick(&q, &none, "--skills", not_skills, false, arena, &job->skill, &job->n_skills, err)) return false;
    const StatColumn *names = stat_column(&q, "item");
    if (job->n_skills > MASTERY_SKILLS) return err_set(err, ERR_LIMIT, "", "В матрице умений %zu, а считается не больше %d.", job->n_skills, MASTERY_SKILLS);
    if (names == NULL && q.n_rows != job->n_items) return err_set(err, ERR_INPUT, "Строка матрицы — одно задание.", "В матрице %zu строк, а заданий %zu.", q.n_rows, job->n_items);
    job->need = arena_array(arena, uint16_t, job->n_items);
    for (size_t j = 0; j < job->n_items; j++) {
        size_t row = row_of(&q, names, job->item[j]->name, j);
        if (row == q.n_rows) return err_set(err, ERR_INPUT, "", "В матрице нет задания «%.*s».", STR_ARG(job->item[j]->name));
        for (size_t k = 0; k < job->n_skills; k++) {
            double cell = job->skill[k]->x[row];
            if (cell != 0 && cell != 1) return err_set(err, ERR_INPUT, "", "Матрица умений, строка данных %zu: нужен 0 или 1.", row + 1);
            if (cell == 1) job->need[j] |= (uint16_t)(1u << k);
        }
    }
    return true;
}

/* Share of the skill's tasks done, drawn towards what the whole work foretells; NULL under three tasks or with missing answers. */
static double *augmented(const Job *job, const double *total, size_t k, Arena *arena)
{
    size_t n_own = 0, used;
    double *own = arena_array(arena, double, job->n * job->n_items), *share = arena_array(arena, double, job->n), *out = arena_array(arena, double, job->n);
    for (size_t j = 0; j < job->n_items; j++) n_own += job->need[j] >> k & 1;
    if (n_own < 3) return NULL;
    for (size_t i = 0; i < job->n; i++)
        for (size_t j = 0, at = 0; j < job->n_items; j++) {
            if (job->x[i * job->n_items + j] == MASTERY_MISSING) return NULL;
            if (!(job->need[j] >> k & 1)) continue;
            own[i * n_own + at++] = job->x[i * job->n_items + j];
            share[i] += job->x[i * job->n_items + j] / (double)n_own;
        }
    double alpha = reliability_alpha(own, job->n, n_own, .95, &used).value;
    mastery_augment(share, total, job->n, isnan(alpha) ? 0 : fmin(1, fmax(0, alpha)), out);
    return out;
}

static void put_numbers(Json *json, const char *key, const double *x, size_t n)
{
    json_key(json, key);
    json_array(json);
    for (size_t i = 0; i < n; i++) json_num(json, x[i]);
    json_array_end(json);
}

static void put_persons(Json *json, const StatTable *table, const Job *job, const MasteryModel *model, Arena *arena)
{
    double *scratch = arena_array(arena, double, MASTERY_PATTERNS), *total = arena_array(arena, double, job->n), *sub[MASTERY_SKILLS] = { NULL }, p[MASTERY_SKILLS], s[MASTERY_SKILLS];
    const char *named[LIMIT_TASKS + 6] = { "mastery", "decision", "augmented" };
    for (size_t j = 0; j < job->n_items; j++) named[3 + j] = arena_z(arena, job->item[j]->name);
    for (size_t i = 0; i < job->n; i++)
        for (size_t j = 0; j < job->n_items; j++) total[i] += job->x[i * job->n_items + j] == 1 ? 1 / (double)job->n_items : 0;
    for (size_t k = 0; k < job->n_skills; k++) sub[k] = augmented(job, total, k, arena);
    json_key(json, "rows");
    json_array(json);
    for (size_t i = 0; i < job->n; i++) {
        mastery_of(model, job->x + i * job->n_items, p, scratch);
        json_object(json);
        stat_carry(json, table, i, named, arena);
        put_numbers(json, "mastery", p, job->n_skills);
        json_key(json, "decision");
        json_array(json);
        for (size_t k = 0; k < job->n_skills; k++) {
            s[k] = sub[k] != NULL ? sub[k][i] : NAN;
            int decision = mastery_decision(p[k]);
            json_z(json, decision == 1 ? "освоено" : decision == 0 ? "не освоено" : "данных мало");
        }
        json_array_end(json);
        put_numbers(json, "augmented", s, job->n_skills);
        json_object_end(json);
    }
    json_array_end(json);
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Job job = { 0 };
    const char *q = args_value(args, "--q");
    if (q == NULL) return err_set(err, ERR_INPUT, "Например: --q матрица.csv.", "Не сказано, какие умения нужны заданиям.");
    if (!stat_pick(table, args, "--items", stat_not_items, false, arena, &job.item, &job.n_items, err)) return false;
    if (job.n_items > LIMIT_TASKS) return err_set(err, ERR_LIMIT, "", "Заданий %zu, а считается не больше %u.", job.n_items, LIMIT_TASKS);
    if (!read_answers(table, arena, &job, err) || !read_matrix(q, arena, &job, err)) return false;
    MasteryModel *model = arena_one(arena, MasteryModel);
    MasteryOutcome outcome = mastery_fit(job.x, job.n, job.n_items, job.need, job.n_skills, 5000, arena_array(arena, double, 2 * MASTERY_PATTERNS + 4 * job.n_items), model);
    if (outcome == MASTERY_EMPTY) return err_set(err, ERR_INPUT, "", "В таблице нет ответов.");
    if (outcome == MASTERY_CONSTANT) return err_set(err, ERR_INPUT, "Уберите его из перечня заданий.", "Задание «%.*s» выполнили все или никто: об умениях оно не говорит.", STR_ARG(job.item[model->n_items]->name));
    json_key(result, "skills");
    json_array(result);
    for (size_t k = 0; k < job.n_skills; k++) json_str(result, job.skill[k]->name);
    json_array_end(result);
    put_numbers(result, "guess", model->guess, job.n_items);
    put_numbers(result, "slip", model->slip, job.n_items);
    json_put_num(result, "loglik", model->loglik);
    json_put_int(result, "classes", (long long)model->n_classes);
    json_put_int(result, "iterations", (long long)model->steps);
    json_put_bool(result, "converged", model->converged);
    put_persons(result, table, &job, model, arena);
    return true;
}

static const Option options[] = {
    { .name = "--q", .argument = "ФАЙЛ", .help = "матрица: строка — задание (по порядку или по столбцу item), столбец — умение, 1 — нужно" },
    { .name = "--items", .argument = "b1-b26", .help = "столбцы заданий; иначе все числа, кроме id, person, group и подобных" },
    { 0 },
};

const StatMethod stat_mastery = { .name = "mastery", .summary = "какие умения освоены: модель DINA", .input = "столбцы заданий, 0 или 1", .options = options, .run = run };
