/* merilo stat mastery: which skills each person has, by DINA; or how each content element goes, by a task model. */
#include "stats/mastery.h"

#include <math.h>

#include "cli/stat/elements_.h"
#include "cli/stat/skills_.h"
#include "cli/stat/theta_.h"

typedef struct Job {
    const StatColumn **item;
    StatSkills skills;
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

static bool read_matrix(const char *path, Arena *arena, Job *job, Err *err)
{
    if (!stat_skills_read(path, job->item, job->n_items, MASTERY_SKILLS, arena, &job->skills, err)) return false;
    job->n_skills = job->skills.n;
    job->need = arena_array(arena, uint16_t, job->n_items);
    for (size_t j = 0; j < job->n_items; j++)
        for (size_t k = 0; k < job->n_skills; k++)
            if (job->skills.own[k * job->n_items + j]) job->need[j] |= (uint16_t)(1u << k);
    return true;
}

static void put_persons(Json *json, const StatTable *table, const Job *job, const MasteryModel *model, Arena *arena)
{
    double *scratch = arena_array(arena, double, MASTERY_PATTERNS), *points = arena_array(arena, double, job->n * job->n_items), *max = arena_array(arena, double, job->n_items);
    double *sub[MASTERY_SKILLS] = { NULL }, p[MASTERY_SKILLS], s[MASTERY_SKILLS];
    const char *named[LIMIT_TASKS + 6] = { "mastery", "decision", "augmented" };
    for (size_t j = 0; j < job->n_items; j++) named[3 + j] = arena_z(arena, job->item[j]->name);
    for (size_t j = 0; j < job->n_items; j++) max[j] = 1;
    for (size_t i = 0; i < job->n * job->n_items; i++) points[i] = job->x[i] == MASTERY_MISSING ? NAN : job->x[i];
    for (size_t k = 0; k < job->n_skills; k++) sub[k] = stat_augmented(points, max, job->n, job->n_items, job->skills.own + k * job->n_items, arena);
    json_key(json, "rows");
    json_array(json);
    for (size_t i = 0; i < job->n; i++) {
        mastery_of(model, job->x + i * job->n_items, p, scratch);
        json_object(json);
        stat_carry(json, table, i, named, arena);
        stat_put_numbers(json, "mastery", p, job->n_skills);
        json_key(json, "decision");
        json_array(json);
        for (size_t k = 0; k < job->n_skills; k++) {
            s[k] = sub[k] != NULL ? sub[k][i] : NAN;
            json_z(json, stat_decision_word(mastery_decision(p[k])));
        }
        json_array_end(json);
        stat_put_numbers(json, "augmented", s, job->n_skills);
        json_object_end(json);
    }
    json_array_end(json);
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Job job = { 0 };
    const char *q = args_value(args, "--q");
    if (q == NULL && args_value(args, "--elements") != NULL) return stat_elements_run(table, args, arena, result, err);
    if (q == NULL) return err_set(err, ERR_INPUT, "Например: --q матрица.csv; для баллов — --elements матрица.csv.", "Не сказано, какие умения нужны заданиям.");
    if (!stat_pick(table, args, "--items", stat_not_items, false, arena, &job.item, &job.n_items, err)) return false;
    if (job.n_items > LIMIT_TASKS) return err_set(err, ERR_LIMIT, "", "Заданий %zu, а считается не больше %u.", job.n_items, LIMIT_TASKS);
    if (!read_answers(table, arena, &job, err) || !read_matrix(q, arena, &job, err)) return false;
    MasteryModel *model = arena_one(arena, MasteryModel);
    MasteryOutcome outcome = mastery_fit(job.x, job.n, job.n_items, job.need, job.n_skills, 5000, arena_array(arena, double, 2 * MASTERY_PATTERNS + 4 * job.n_items), model);
    if (outcome == MASTERY_EMPTY) return err_set(err, ERR_INPUT, "", "В таблице нет ответов.");
    if (outcome == MASTERY_CONSTANT) return err_set(err, ERR_INPUT, "Уберите его из перечня заданий.", "Задание «%.*s» выполнили все или никто: об умениях оно не говорит.", STR_ARG(job.item[model->n_items]->name));
    json_key(result, "skills");
    json_array(result);
    for (size_t k = 0; k < job.n_skills; k++) json_str(result, job.skills.skill[k]->name);
    json_array_end(result);
    stat_put_numbers(result, "guess", model->guess, job.n_items);
    stat_put_numbers(result, "slip", model->slip, job.n_items);
    json_put_num(result, "loglik", model->loglik);
    json_put_int(result, "classes", (long long)model->n_classes);
    json_put_int(result, "iterations", (long long)model->steps);
    json_put_bool(result, "converged", model->converged);
    put_persons(result, table, &job, model, arena);
    return true;
}

static const Option options[] = {
    { .name = "--q", .argument = "ФАЙЛ", .help = "матрица: строка — задание (по порядку или по столбцу item), столбец — умение, 1 — нужно" },
    { .name = "--elements", .argument = "ФАЙЛ", .help = "такая же матрица элементов содержания: отклонения от остальной работы и освоение по модели заданий; баллы любые" },
    { .name = "--person", .argument = "СТОЛБЕЦ", .help = "с --elements: строки одного человека — его работы по порядку" },
    { .name = "--carry", .argument = "0.5", .help = "с --elements: какая часть прежней уверенности переходит в следующую работу" },
    STAT_MODEL_OPTIONS,
    { 0 },
};

const StatMethod stat_mastery = { .name = "mastery", .summary = "какие умения освоены: модель DINA; элементы содержания по модели заданий", .input = "столбцы заданий: для DINA — 0 или 1", .options = options, .run = run };
