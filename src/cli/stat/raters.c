/* merilo stat raters: how strict each rater is, tasks and persons taken into account. */
#include "stats/raters.h"

#include <math.h>

#include "cli/stat_.h"

static const char *const not_items[] = { "id", "pid", "person", "rater", "unit", "row", "pupil", "student", "group", NULL };

typedef struct Job {
    const StatColumn **item;
    size_t n_items, n;
    StatGroups persons, raters;
    RatersScore *score;
    RatersModel model;
    uint8_t *points;      /* [n_scales][LIMIT_TASK_MAX + 1]: score of each category */
} Job;

static bool find_columns(const StatTable *table, const Args *args, Arena *arena, Job *job, Err *err)
{
    static const char *const names[] = { "person", "pid", "id" };
    const char *person = "person";
    for (size_t i = 3; i-- > 0;)
        if (stat_column(table, names[i]) != NULL) person = names[i];
    if (stat_need(table, person, err) == NULL || stat_need(table, "rater", err) == NULL || !stat_pick(table, args, "--items", not_items, false, arena, &job->item, &job->n_items, err)) return false;
    if (job->n_items > LIMIT_TASKS) return err_set(err, ERR_LIMIT, "", "Заданий %zu, а считается не больше %u.", job->n_items, LIMIT_TASKS);
    job->persons = stat_groups(table, person, arena);
    job->raters = stat_groups(table, "rater", arena);
    if (job->raters.n > RATERS_MOST) return err_set(err, ERR_LIMIT, "", "Проверяющих %zu, а считается не больше %d.", job->raters.n, RATERS_MOST);
    for (size_t i = 0; i < table->n_rows; i++) {
        if (job->persons.column->text[i].n == 0 || job->raters.column->text[i].n == 0) return err_set(err, ERR_INPUT, "", "Строка данных %zu: не сказано, чья работа или кто проверял.", i + 1);
        for (size_t j = 0; j < job->n_items; j++) {
            double x = job->item[j]->x[i];
            if (!isnan(x) && (!(x >= 0 && x <= LIMIT_TASK_MAX) || x != floor(x)))
                return err_set(err, ERR_INPUT, "", "Столбец «%.*s», строка данных %zu: балл — целое число от 0 до %u.", STR_ARG(job->item[j]->name), i + 1, LIMIT_TASK_MAX);
        }
    }
    return true;
}

/* Tasks with the same highest score share a scale; scores that none of them got are closed up. category[scale][score] */
static void make_scales(const StatTable *table, Arena *arena, Job *job, uint8_t category[][LIMIT_TASK_MAX + 1])
{
    bool seen[LIMIT_TASK_MAX + 1][LIMIT_TASK_MAX + 1] = { { false } };
    unsigned most[LIMIT_TASKS] = { 0 }, place[LIMIT_TASK_MAX + 1];
    RatersScale *scale = arena_array(arena, RatersScale, LIMIT_TASK_MAX + 1);
    uint8_t *scale_of = arena_array(arena, uint8_t, job->n_items);
    RatersModel *m = &job->model;
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < table->n_rows; i++)
            for (size_t j = 0; j < job->n_items; j++) {
                double x = job->item[j]->x[i];
                if (isnan(x)) continue;
                if (pass == 0 && (unsigned)x > most[j]) most[j] = (unsigned)x;
                if (pass == 1) seen[most[j]][(size_t)x] = true;
            }
    job->points = arena_array(arena, uint8_t, (LIMIT_TASK_MAX + 1) * (LIMIT_TASK_MAX + 1));
    for (size_t top = 0; top <= LIMIT_TASK_MAX; top++) place[top] = UINT8_MAX;
    for (size_t j = 0; j < job->n_items; j++) {
        unsigned top = most[j];
        if (place[top] == UINT8_MAX) {
            place[top] = (unsigned)m->n_scales;
            uint8_t n = 0;
            for (size_t k = 0; k <= top; k++) {
                if (!seen[top][k]) continue;
                job->points[m->n_scales * (LIMIT_TASK_MAX + 1) + n] = (uint8_t)k;
                category[m->n_scales][k] = n++;
            }
            scale[m->n_scales] = (RatersScale){ .m = (uint8_t)(n > 1 ? n - 1 : 1), .first = m->n_tau };
            m->n_tau += scale[m->n_scales++].m;
        }
        scale_of[j] = (uint8_t)place[top];
    }
    m->scale = scale;
    m->scale_of = scale_of;
}

/* Scores sorted by person. */
static void read_scores(const StatTable *table, Arena *arena, Job *job)
{
    static const size_t width = LIMIT_TASK_MAX + 1;
    uint8_t (*category)[LIMIT_TASK_MAX + 1] = arena_alloc(arena, width * width);
    make_scales(table, arena, job, category);
    size_t *from = arena_array(arena, size_t, job->persons.n + 2);
    for (size_t i = 0; i < table->n_rows; i++)
        for (size_t j = 0; j < job->n_items; j++) from[job->persons.of[i] + 2] += isnan(job->item[j]->x[i]) ? 0 : 1;
    for (size_t g = 2; g < job->persons.n + 2; g++) from[g] += from[g - 1];
    job->n = from[job->persons.n + 1];
    job->score = arena_array(arena, RatersScore, job->n);
    for (size_t i = 0; i < table->n_rows; i++)
        for (size_t j = 0; j < job->n_items; j++)
            if (!isnan(job->item[j]->x[i]))
                job->score[from[job->persons.of[i] + 1]++] = (RatersScore){ .person = (uint32_t)job->persons.of[i], .task = (uint16_t)j, .rater = (uint16_t)job->raters.of[i],
                    .category = category[job->model.scale_of[j]][(size_t)job->item[j]->x[i]] };
}

static bool explain(const Job *job, RatersOutcome outcome, size_t which, Err *err)
{
    switch (outcome) {
    case RATERS_EMPTY: return err_set(err, ERR_INPUT, "", "В таблице нет баллов.");
    case RATERS_FLAT_TASK: return err_set(err, ERR_INPUT, "Уберите его из перечня заданий.", "По заданию «%.*s» у всех один балл: о проверяющих оно не говорит.", STR_ARG(job->item[which]->name));
    case RATERS_FLAT_RATER:
        return err_set(err, ERR_INPUT, "", "Проверяющий «%.*s» всем ставил только низший или только высший балл: его строгость не оценить.", STR_ARG(job->raters.column->text[job->raters.first[which]]));
    case RATERS_FLAT_STEP: return err_set(err, ERR_INPUT, "", "В одной из шкал есть балл, который никто не получил.");
    case RATERS_UNCONNECTED: return err_set(err, ERR_INPUT, "Нужны задания, которые проверяли разные люди.", "Строгость проверяющих не отделить от трудности заданий.");
    case RATERS_DONE: break;
    }
    return true;
}

static void put_facet(Json *json, const RatersFacet *f)
{
    json_put_num(json, "se", f->se);
    json_put_num(json, "infit", f->infit);
    json_put_num(json, "outfit", f->outfit);
    json_put_int(json, "n", (long long)f->n);
    json_object_end(json);
}

static void put_model(Json *json, const Job *job)
{
    const RatersModel *m = &job->model;
    json_key(json, "items");
    json_array(json);
    for (size_t j = 0; j < m->n_tasks; j++) {
        json_object(json);
        json_put_str(json, "item", job->item[j]->name);
        json_put_num(json, "difficulty", m->task[j].value);
        put_facet(json, &m->task[j]);
    }
    json_array_end(json);
    json_key(json, "raters");
    json_array(json);
    for (size_t r = 0; r < m->n_raters; r++) {
        json_object(json);
        json_put_str(json, "rater", job->raters.column->text[job->raters.first[r]]);
        json_put_num(json, "severity", m->rater[r].value);
        put_facet(json, &m->rater[r]);
    }
    json_array_end(json);
    json_key(json, "thresholds");
    json_array(json);
    for (size_t s = 0; s < m->n_scales; s++)
        for (size_t k = 1; k <= m->scale[s].m && m->scale[s].m > 1; k++) {
            json_object(json);
            json_put_int(json, "max", job->points[s * (LIMIT_TASK_MAX + 1) + m->scale[s].m]);
            json_put_int(json, "score", job->points[s * (LIMIT_TASK_MAX + 1) + k]);
            json_put_num(json, "tau", m->tau[m->scale[s].first + k - 1]);
            json_put_num(json, "se", m->tau_se[m->scale[s].first + k - 1]);
            json_object_end(json);
        }
    json_array_end(json);
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Job job = { 0 };
    size_t which = 0;
    if (!find_columns(table, args, arena, &job, err)) return false;
    RatersModel *m = &job.model;
    m->n_tasks = job.n_items;
    m->n_raters = job.raters.n;
    read_scores(table, arena, &job);
    m->task = arena_array(arena, RatersFacet, m->n_tasks);
    m->rater = arena_array(arena, RatersFacet, m->n_raters);
    m->tau = arena_array(arena, double, m->n_tau);
    m->tau_se = arena_array(arena, double, m->n_tau);
    m->eap = arena_array(arena, double, job.persons.n);
    m->sd = arena_array(arena, double, job.persons.n);
    RatersOutcome outcome = raters_fit(job.score, job.n, m, 2000, arena_array(arena, double, raters_scratch_size(m)), &which);
    if (outcome != RATERS_DONE) return explain(&job, outcome, which, err);
    put_model(result, &job);
    json_put_num(result, "variance", m->variance);
    json_put_num(result, "loglik", m->loglik);
    json_put_num(result, "deviance", -2 * m->loglik);
    json_put_int(result, "iterations", m->steps);
    json_put_bool(result, "converged", m->converged);
    json_key(result, "persons");
    json_array(result);
    for (size_t g = 0; g < job.persons.n; g++) {
        json_object(result);
        json_put_str(result, "person", job.persons.column->text[job.persons.first[g]]);
        json_put_num(result, "eap", m->sd[g] > 0 ? m->eap[g] : NAN);
        json_put_num(result, "eap_sd", m->sd[g] > 0 ? m->sd[g] : NAN);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static const Option options[] = { { .name = "--items", .argument = "b1-b26", .help = "столбцы заданий; иначе все числа, кроме person, rater и подобных" }, { 0 } };

const StatMethod stat_raters = { .name = "raters", .summary = "строгость проверяющих: многофасетная модель Раша", .input = "person (или pid, id), rater и столбцы заданий: строка — одна проверка одной работы",
    .options = options, .run = run };
