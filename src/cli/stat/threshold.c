/* merilo stat threshold: bunching at cut-offs, one test, per group. */
#include "stats/threshold.h"

#include <math.h>

#include "base/limits.h"
#include "cli/stat/laws_.h"
#include "stats/basic.h"
#include "stats/betabinomial.h"
#include "stats/honest.h"
#include "stats/loglinear.h"
#include "stats/tilt.h"

enum { LR, BINOMIAL, FRANDSEN, KLEVEN, N_TESTS };
static const char *const test_names[N_TESTS] = { "lr", "binomial", "frandsen", "kleven" };

typedef struct Job {
    int test;
    unsigned window;
    uint64_t seed;
    bool tilt, is_histogram;
    uint16_t max, cutoff[THRESHOLD_MAX_CUTOFFS];
    size_t n_cutoffs, n_groups, n_windows, n_lifting; /* windows of the test; of the number of works moved */
    ThresholdWindow windows[THRESHOLD_MAX_CUTOFFS], lifting[THRESHOLD_MAX_CUTOFFS];
    uint32_t *count;     /* [n_groups * (max + 1)] */
    double *all, *f;     /* [max + 1]: all works; reference, sums to 1 */
    StatGroups groups;
    double *scratch;
    TiltSpread spread;
    double centre;
    StatLaws *laws;    /* by --parameters */
    BetaBinomial beta; /* the law of the reference, moments > 0 when it is this one */
} Job;

static bool read_words(const Args *args, Arena *arena, Job *job, Err *err)
{
    const char *test = args_value(args, "--test"), *tilt = args_value(args, "--tilt"), *cutoffs = args_value(args, "--cutoffs");
    double *numbers, window, seed;
    job->test = LR;
    if (test != NULL)
        for (job->test = 0; job->test < N_TESTS && strcmp(test, test_names[job->test]) != 0;) job->test++;
    if (job->test == N_TESTS) return err_set(err, ERR_INPUT, "Есть lr, binomial, frandsen, kleven.", "Нет критерия «%s».", test);
    if (tilt != NULL && strcmp(tilt, "yes") != 0 && strcmp(tilt, "no") != 0) return err_set(err, ERR_INPUT, "", "Ключ «--tilt» — yes или no, а дано «%s».", tilt);
    job->tilt = tilt == NULL || strcmp(tilt, "yes") == 0;
    if (cutoffs == NULL) return err_set(err, ERR_INPUT, "Например: --cutoffs 17,26,38.", "Не сказано, где пороги отметок.");
    if (!stat_numbers("--cutoffs", cutoffs, arena, &numbers, &job->n_cutoffs, err) || !stat_option(args, "--window", job->test == BINOMIAL ? 2 : 3, 1, job->test == KLEVEN ? 20 : 4, &window, err)
        || !stat_option(args, "--seed", 1, 0, 1e9, &seed, err))
        return false;
    if (job->n_cutoffs > THRESHOLD_MAX_CUTOFFS) return err_set(err, ERR_LIMIT, "", "Порогов больше %d.", THRESHOLD_MAX_CUTOFFS);
    for (size_t i = 0; i < job->n_cutoffs; i++) {
        if (!(numbers[i] >= 1 && numbers[i] <= LIMIT_TOTAL) || numbers[i] != floor(numbers[i]) || (i > 0 && numbers[i] <= numbers[i - 1]))
            return err_set(err, ERR_INPUT, "", "Пороги — целые числа по возрастанию, а дано «%s».", cutoffs);
        job->cutoff[i] = (uint16_t)numbers[i];
    }
    job->window = (unsigned)window;
    job->seed = (uint64_t)seed;
    return true;
}

static bool check_count(double n, size_t row, Err *err)
{
    if (n >= 0 && n <= 1e9 && n == floor(n)) return true;
    return err_set(err, ERR_INPUT, "", "Строка данных %zu: число работ — целое.", row + 1);
}

/* One group: score and n. */
static bool read_histogram(const StatTable *table, Arena *arena, Job *job, Err *err)
{
    double *count = arena_array(arena, double, LIMIT_TOTAL + 1);
    size_t least, max;
    if (!stat_histogram(table, count, NULL, &least, &max, err)) return false;
    job->max = (uint16_t)max;
    job->n_groups = 1;
    job->is_histogram = true;
    job->count = arena_array(arena, uint32_t, max + 1);
    for (size_t t = 0; t <= max; t++) {
        if (!check_count(count[t], t, err)) return false;
        job->count[t] = (uint32_t)count[t];
    }
    return true;
}

static bool read_groups(const StatTable *table, Arena *arena, Job *job, Err *err)
{
    const StatColumn *total = stat_need_numbers(table, "total", err);
    if (total == NULL) return false;
    double max = 0;
    for (size_t i = 0; i < table->n_rows; i++) {
        if (isnan(total->x[i])) continue;
        if (!(total->x[i] >= 0 && total->x[i] <= LIMIT_TOTAL) || total->x[i] != floor(total->x[i]))
            return err_set(err, ERR_INPUT, "", "Строка данных %zu: балл — целое число от 0 до %u.", i + 1, LIMIT_TOTAL);
        max = fmax(max, total->x[i]);
    }
    job->max = (uint16_t)max;
    job->groups = stat_groups(table, "group", arena);
    job->n_groups = job->groups.n;
    job->count = arena_try(arena, job->n_groups * (job->max + 1u) * sizeof *job->count, err);
    if (job->count == NULL) return false;
    for (size_t i = 0; i < table->n_rows; i++)
        if (!isnan(total->x[i])) job->count[job->groups.of[i] * (job->max + 1u) + (size_t)total->x[i]]++;
    return true;
}

static bool is_table(const char *path) { return path != NULL && strcmp(path, "beta") != 0 && strcmp(path, "beta4") != 0; }

/* A group that does not reach the top of the scale is still of that scale. */
static bool stretch_to_reference(const char *path, Arena *arena, Job *job, Err *err)
{
    StatTable table;
    size_t least, max;
    if (!is_table(path)) return true;
    if (!stat_table_read(path, arena, &table, err) || !stat_histogram(&table, arena_array(arena, double, LIMIT_TOTAL + 1), NULL, &least, &max, err)) return false;
    if (max <= job->max) return true;
    uint32_t *wide = arena_array(arena, uint32_t, job->n_groups * (max + 1));
    for (size_t g = 0; g < job->n_groups; g++) memcpy(wide + g * (max + 1), job->count + g * (job->max + 1u), (job->max + 1u) * sizeof *wide);
    job->count = wide;
    job->max = (uint16_t)max;
    return true;
}

static bool read_reference(const char *path, Arena *arena, Job *job, Err *err)
{
    StatTable table;
    double *count = arena_array(arena, double, LIMIT_TOTAL + 1), sum = 0;
    size_t least, max;
    if (!stat_table_read(path, arena, &table, err) || !stat_histogram(&table, count, NULL, &least, &max, err)) return false;
    for (size_t t = 0; t <= job->max; t++) sum += count[t];
    if (max < job->max || !(sum > 0)) return err_set(err, ERR_INPUT, "", "Распределение в «%s» короче, чем баллы таблицы: до %zu, а нужно до %u.", path, max, job->max);
    for (size_t t = 0; t <= job->max; t++) job->f[t] = count[t] / sum;
    return true;
}

/* Binomial errors round a beta-distributed share: stiff, so it is asked for by name or when nothing else can be had. */
static bool fit_beta(bool four, Job *job)
{
    double sum = 0;
    if (!betabinomial_fit(job->all, job->max, four, &job->beta, job->f)) return false;
    for (size_t t = 0; t <= job->max; t++) sum += job->f[t];
    for (size_t t = 0; t <= job->max; t++) job->f[t] /= sum;
    return true;
}

static void put_beta(const BetaBinomial *beta, Json *result)
{
    json_put_z(result, "reference", beta->moments == 4 ? "beta4" : "beta");
    json_put_num(result, "chi2", beta->chi2);
    json_put_int(result, "df", beta->df);
    if (beta->chi2 > BETABINOMIAL_STIFF * beta->df) json_put_z(result, "note", "Бета-биномиальный закон не подходит (χ² больше трёх на степень свободы): вероятности ненадёжны.");
    else if (isnan(beta->chi2)) json_put_z(result, "note", "Баллов мало: подходит ли бета-биномиальный закон, не проверить.");
}

/* Groups against all of them: log-linear, degree 6, lower for a very short work. One histogram against itself: the scores round cut-offs are left out and predicted; where too few remain,
 * they count by their sum only. Last, a beta-binomial law. */
static bool fit_reference(Arena *arena, Job *job, Err *err)
{
    size_t n = job->max + 1u;
    int16_t *cell = arena_array(arena, int16_t, n);
    double *scratch = arena_array(arena, double, loglinear_scratch_size(n) + honest_scratch_size(job->max)), sum = 0;
    for (size_t i = 0; job->is_histogram && i < job->n_cutoffs; i++)
        for (size_t t = job->cutoff[i] > 6 ? job->cutoff[i] - 6u : 0; t < n && t <= job->cutoff[i] + 6u; t++) cell[t] = LOGLINEAR_MASKED;
    size_t used = 0;
    for (size_t t = 0; t < n; t++) used += cell[t] == LOGLINEAR_ALONE;
    LogLinear fit;
    Honest honest;
    bool done = false;
    for (int degree = 6; degree >= (job->is_histogram ? 6 : 2) && !done; degree--)
        done = used >= (size_t)degree + (job->is_histogram ? 4 : 2) && loglinear_fit(job->all, n, cell, degree, scratch, &fit, job->f);
    done = done || honest_fit(NULL, job->all, job->max, job->cutoff, job->n_cutoffs, 0, 1, scratch, &honest, job->f, NULL);
    if (!done && fit_beta(true, job)) return true;
    if (!done) return err_set(err, ERR_INPUT, "Дайте распределение ключом --reference.", "По этим работам гладкое распределение не построить.");
    for (size_t t = 0; t < n; t++) sum += job->f[t];
    for (size_t t = 0; t < n; t++) job->f[t] /= sum;
    return true;
}

static void group_moments(const Job *job, size_t group, double *n, double *mean, double *variance)
{
    double sum = 0, squares = 0;
    *n = 0;
    for (size_t t = 0; t <= job->max; t++) {
        double x = job->count[group * (job->max + 1u) + t];
        *n += x;
        sum += x * (double)t;
        squares += x * (double)t * (double)t;
    }
    *mean = sum / *n;
    *variance = *n > 1 ? (squares - sum * sum / *n) / (*n - 1) : NAN;
}

/* How much groups differ, for shrinking a group's level. */
static void measure_spread(Arena *arena, Job *job)
{
    double *n = arena_array(arena, double, job->n_groups), *mean = arena_array(arena, double, job->n_groups), *variance = arena_array(arena, double, job->n_groups);
    for (size_t g = 0; g < job->n_groups; g++) group_moments(job, g, &n[g], &mean[g], &variance[g]);
    job->spread = tilt_spread(mean, variance, n, job->n_groups);
    job->centre = 0;
    for (size_t t = 0; t <= job->max; t++) job->centre += (double)t * job->f[t];
}

/* The reference at the group's level. */
static void group_reference(const Job *job, size_t group, double *f)
{
    double n, mean, variance;
    group_moments(job, group, &n, &mean, &variance);
    memcpy(f, job->f, (job->max + 1u) * sizeof *f);
    if (!(job->tilt && n > 0 && job->spread.tau2 > 0)) return;
    double level = tilt_shrunk_mean(mean, n, job->centre, job->spread.tau2, job->spread.within);
    if (job->laws != NULL) stat_laws_at(job->laws, level, job->max, f);
    else tilt_to_mean(job->f, job->max, level, f);
}

static const char *why_not(const Job *job, int cutoff, const ThresholdTest *test)
{
    if (job->test == FRANDSEN && cutoff == (int)job->max) return "Порог — наибольший балл: соседнего балла сверху нет.";
    if (job->test == KLEVEN) return "Баллов с работами вне окна мало для многочлена шестой степени, или он ложится без остатка.";
    return test->n_window == 0 ? "У порога нет работ." : "Работ у порога мало.";
}

static void put_row(Json *json, const Job *job, size_t group, int cutoff, const ThresholdTest *test, const ThresholdMoved *moved, Arena *arena)
{
    json_object(json);
    stat_put_group(json, &job->groups, group, arena);
    if (cutoff > 0) json_put_int(json, "cutoff", cutoff);
    json_put_int(json, "n_window", test->n_window);
    json_put_num(json, "statistic", test->statistic);
    json_put_num(json, "p", test->p);
    json_put_num(json, "midp", test->midp);
    json_put_num(json, "moved", moved->moved);
    json_put_num(json, "low", moved->low);
    json_put_num(json, "high", moved->high);
    if (isnan(test->p)) json_put_z(json, "note", why_not(job, cutoff, test));
    json_object_end(json);
}

/* Tests of one cut-off: a row for each. */
static void single_cutoffs(Json *json, const Job *job, size_t group, const uint32_t *count, const double *f, Arena *arena)
{
    double *all = arena_array(arena, double, job->max + 1u), curvature = 0;
    for (size_t t = 0; t <= job->max; t++) all[t] = count[t];
    for (size_t i = 0; i < job->n_cutoffs; i++)
        if (job->cutoff[i] < job->max) curvature = fmax(curvature, threshold_curvature(f, job->max, job->cutoff[i]));
    for (size_t i = 0; i < job->n_cutoffs; i++) {
        ThresholdTest test = { 0, NAN, NAN, NAN, NAN, NAN };
        ThresholdMoved moved = { NAN, NAN, NAN, NAN, 0 };
        ThresholdKleven kleven;
        ThresholdWindow window;
        if (job->test == FRANDSEN && job->cutoff[i] < job->max) {
            test = threshold_frandsen(count, job->max, job->cutoff[i], curvature);
            if (threshold_lifting_windows(&job->cutoff[i], 1, job->max, &window) == 1) moved = threshold_moved(count, f, &window, 1, .05);
        } else if (job->test == KLEVEN && threshold_kleven(all, job->max, job->cutoff[i], job->window, 6, 200, job->seed, job->scratch, &kleven) && kleven.se > 0) {
            test.statistic = kleven.excess / kleven.se;
            test.p = test.midp = erfc(test.statistic / M_SQRT2) / 2;
            for (size_t t = job->cutoff[i] > kleven.a ? job->cutoff[i] - kleven.a : 0; t <= job->cutoff[i] + kleven.b; t++) test.n_window += count[t];
            moved = (ThresholdMoved){ .moved = kleven.excess, .low = kleven.low, .high = kleven.high };
        }
        put_row(json, job, group, job->cutoff[i], &test, &moved, arena);
    }
}

static void put_groups(Json *json, const Job *job, Arena *arena)
{
    double *f = arena_array(arena, double, job->max + 1u);
    for (size_t g = 0; g < job->n_groups; g++) {
        const uint32_t *count = job->count + g * (job->max + 1u);
        group_reference(job, g, f);
        if (job->test == FRANDSEN || job->test == KLEVEN) {
            single_cutoffs(json, job, g, count, f, arena);
            continue;
        }
        ThresholdTest test = job->test == LR ? threshold_ratio_any(count, f, job->windows, job->n_windows, job->scratch)
                                             : threshold_binomial_any(count, f, job->windows, job->n_windows, job->scratch);
        ThresholdMoved moved = threshold_moved(count, f, job->lifting, job->n_lifting, .05);
        put_row(json, job, g, 0, &test, &moved, arena);
    }
}

static bool check_windows(const Job *job, const ThresholdWindow *window, size_t n_windows, Err *err)
{
    for (size_t i = 0; i < n_windows; i++) {
        double sides[2] = { 0 };
        for (unsigned t = window[i].from; t <= window[i].to; t++) sides[t >= window[i].at] += job->f[t];
        if (!(sides[0] > 0 && sides[1] > 0)) return err_set(err, ERR_INPUT, "", "У порога %u в распределении сравнения нет работ.", window[i].at);
    }
    return true;
}

/* A table, a law by name, parameters of tasks, or a smooth line of all works. */
static bool choose_reference(const char *path, const char *parameters, Arena *arena, Job *job, Err *err)
{
    bool four = path != NULL && strcmp(path, "beta4") == 0, beta = four || (path != NULL && strcmp(path, "beta") == 0);
    if (path != NULL && parameters != NULL) return err_set(err, ERR_INPUT, "Оставьте один ключ.", "Сказано и «--reference», и «--parameters»: с чем сравнивать?");
    if (parameters != NULL) {
        job->laws = arena_one(arena, StatLaws);
        return stat_laws_read(parameters, job->max, arena, job->laws, job->f, err);
    }
    if (beta && !fit_beta(four, job)) return err_set(err, ERR_INPUT, "Уберите ключ --reference.", "Баллы разбросаны не больше, чем при одной вероятности на всех: бета-биномиальный закон не подбирается.");
    return beta || (path != NULL ? read_reference(path, arena, job, err) : fit_reference(arena, job, err));
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Job job = { 0 };
    bool histogram = stat_column(table, "total") == NULL;
    if (!read_words(args, arena, &job, err) || !(histogram ? read_histogram(table, arena, &job, err) : read_groups(table, arena, &job, err))) return false;
    if (!stretch_to_reference(args_value(args, "--reference"), arena, &job, err)) return false;
    if (job.cutoff[job.n_cutoffs - 1] > job.max) return err_set(err, ERR_INPUT, "", "Порог %u выше наибольшего балла %u.", job.cutoff[job.n_cutoffs - 1], job.max);
    job.all = arena_array(arena, double, job.max + 1u);
    job.f = arena_array(arena, double, job.max + 1u);
    job.scratch = arena_array(arena, double, threshold_scratch_size());
    double works = 0;
    for (size_t i = 0; i < job.n_groups * (job.max + 1u); i++) {
        job.all[i % (job.max + 1u)] += job.count[i];
        works += job.count[i];
    }
    if (works > 1e9) return err_set(err, ERR_LIMIT, "", "Работ больше миллиарда.");
    const char *path = args_value(args, "--reference");
    if (!choose_reference(path, args_value(args, "--parameters"), arena, &job, err)) return false;
    unsigned reach = job.test == BINOMIAL ? job.window : 3;
    job.n_windows = threshold_windows(job.cutoff, job.n_cutoffs, job.max, reach, reach, job.windows);
    job.n_lifting = threshold_lifting_windows(job.cutoff, job.n_cutoffs, job.max, job.lifting);
    if (!check_windows(&job, job.windows, job.n_windows, err) || !check_windows(&job, job.lifting, job.n_lifting, err)) return false;
    measure_spread(arena, &job);
    if (job.laws != NULL && job.spread.tau2 > 0 && !stat_laws_spread(job.laws, job.spread.tau2, job.spread.within, arena, err)) return false;
    json_put_z(result, "test", test_names[job.test]);
    if (job.tilt && args_has(args, "--reference") && !(job.spread.tau2 > 0)) json_put_z(result, "level", "К уровню группы не приводилось: разброс между группами по этой таблице не оценить.");
    if (job.laws != NULL) json_put_z(result, "reference", "irt");
    if (job.beta.moments > 0) put_beta(&job.beta, result);
    json_key(result, "rows");
    json_array(result);
    put_groups(result, &job, arena);
    json_array_end(result);
    return true;
}

static const Option options[] = {
    { .name = "--cutoffs", .argument = "17,26,38", .help = "наименьшие баллы отметок" },
    { .name = "--test", .argument = "lr|binomial|frandsen|kleven", .help = "отношение правдоподобия, точный биномиальный, Франдсена, Клевена" },
    { .name = "--window", .argument = "2", .help = "баллов с каждой стороны (binomial) или ниже порога (kleven)" },
    { .name = "--reference", .argument = "ФАЙЛ|beta|beta4", .help = "распределение, с которым сравнивать, как есть (score, n), или бета-биномиальный закон по всем работам; иначе гладкое, а когда его не построить — beta4" },
    { .name = "--parameters", .argument = "ФАЙЛ", .help = "параметры всех заданий работы (item, a, b1, b2…): распределение по модели на уровне группы" },
    { .name = "--tilt", .argument = "yes|no", .help = "приводить распределение к уровню группы" },
    { .name = "--seed", .argument = "1", .help = "начало случайных чисел (kleven)" },
    { 0 },
};

const StatMethod stat_threshold = { .name = "threshold", .summary = "скопление работ на порогах отметок", .input = "score, n — одна группа; или group, total — по строке на работу",
    .options = options, .run = run };
