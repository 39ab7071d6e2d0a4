/* merilo stat journal: work mark against journal mark, agreement and severity of groups. */
#include "stats/journal.h"

#include <math.h>

#include "base/limits.h"
#include "cli/stat_.h"
#include "stats/basic.h"

typedef struct Job {
    size_t n;               /* rows with all that is there */
    size_t *row;            /* [n] */
    const StatColumn *journal, *mark, *total, *level; /* level: total, or the mark where there is none */
    double lowest;          /* value of the first category */
    bool fold;              /* 1 counts as 2 */
    uint16_t max;
    StatGroups groups;
} Job;

static size_t category(const Job *job, double mark) { return job->fold ? (mark <= 2 ? 0 : (size_t)mark - 2) : (size_t)(mark - job->lowest); }

/* Four neighbouring marks, whichever they are; with five of them journal mark 1 counts as 2. */
static bool read_marks(Job *job, Err *err)
{
    const StatColumn *columns[2] = { job->journal, job->mark };
    double low = INFINITY, high = -INFINITY;
    for (size_t c = 0; c < 2 && columns[c] != NULL; c++)
        for (size_t i = 0; i < job->n; i++) {
            double x = columns[c]->x[job->row[i]];
            if (x != floor(x)) return err_set(err, ERR_INPUT, "", "Строка данных %zu: отметка — целое число.", job->row[i] + 1);
            low = fmin(low, x);
            high = fmax(high, x);
        }
    job->lowest = low;
    job->fold = low == 1 && high == 5;
    return high - low <= 3 || job->fold ? true : err_set(err, ERR_INPUT, "Отметки — от 1 до 5.", "Отметки от %g до %g: таких не бывает.", low, high);
}

static bool read_job(const StatTable *table, Arena *arena, Job *job, Err *err)
{
    *job = (Job){ .mark = stat_column(table, "mark"), .total = stat_column(table, "total") };
    job->journal = stat_need_numbers(table, "journal", err);
    if (job->journal == NULL) return false;
    if (job->mark == NULL && job->total == NULL) return err_set(err, ERR_INPUT, "", "Нужен столбец «mark» или «total».");
    if ((job->mark != NULL && stat_need_numbers(table, "mark", err) == NULL) || (job->total != NULL && stat_need_numbers(table, "total", err) == NULL)) return false;
    job->level = job->total != NULL ? job->total : job->mark;
    job->row = arena_array(arena, size_t, table->n_rows);
    for (size_t i = 0; i < table->n_rows; i++)
        if (!isnan(job->journal->x[i]) && !isnan(job->level->x[i]) && (job->mark == NULL || !isnan(job->mark->x[i]))) job->row[job->n++] = i;
    if (job->n == 0) return err_set(err, ERR_INPUT, "", "Нет строк, где есть обе отметки.");
    for (size_t i = 0; i < job->n; i++) {
        double x = job->level->x[job->row[i]];
        if (!(x >= 0 && x <= LIMIT_TOTAL) || x != floor(x)) return err_set(err, ERR_INPUT, "", "Строка данных %zu: балл — целое число от 0 до %u.", job->row[i] + 1, LIMIT_TOTAL);
        if (x > job->max) job->max = (uint16_t)x;
    }
    job->groups = stat_groups(table, "group", arena);
    return read_marks(job, err);
}

static void put_agreement(Json *json, const Job *job)
{
    double table[JOURNAL_MARKS][JOURNAL_MARKS] = { { 0 } };
    for (size_t i = 0; job->mark != NULL && i < job->n; i++) table[category(job, job->journal->x[job->row[i]])][category(job, job->mark->x[job->row[i]])]++;
    JournalAgreement a;
    journal_agreement(table, &a);
    double known = job->mark != NULL ? 0 : NAN;
    json_put_num(json, "lowered", a.lowered + known);
    json_put_num(json, "confirmed", a.confirmed + known);
    json_put_num(json, "raised", a.raised + known);
    json_put_num(json, "stuart_maxwell", a.stuart_maxwell);
    json_put_int(json, "stuart_maxwell_df", a.stuart_maxwell_df);
    json_put_num(json, "stuart_maxwell_p", a.stuart_maxwell_p);
    json_put_num(json, "bowker", a.bowker);
    json_put_int(json, "bowker_df", a.bowker_df);
    json_put_num(json, "bowker_p", a.bowker_p);
    json_put_num(json, "sign_p", a.sign_p);
    json_put_num(json, "kappa", a.kappa);
    json_put_num(json, "qwk", a.qwk);
    json_put_num(json, "qwk_se", a.qwk_se);
    json_put_num(json, "tau_b", a.tau_b);
}

/* What share of works is usual, and how much groups differ in it. */
typedef struct Shares { double lowered, raised, tau2_lowered, tau2_raised; } Shares;

static Shares measure_shares(const Job *job, Arena *arena)
{
    if (job->mark == NULL) return (Shares){ NAN, NAN, NAN, NAN };
    size_t n_groups = job->groups.n;
    double *lowered = arena_array(arena, double, n_groups), *raised = arena_array(arena, double, n_groups), *n = arena_array(arena, double, n_groups), all[2] = { 0 };
    for (size_t i = 0; i < job->n; i++) {
        size_t group = job->groups.of[job->row[i]], journal = category(job, job->journal->x[job->row[i]]), mark = category(job, job->mark->x[job->row[i]]);
        lowered[group] += mark < journal;
        raised[group] += mark > journal;
        n[group]++;
        all[0] += mark < journal;
        all[1] += mark > journal;
    }
    Shares out = { .lowered = all[0] / (double)job->n, .raised = all[1] / (double)job->n };
    out.tau2_lowered = journal_share_tau2(lowered, n, n_groups, out.lowered);
    out.tau2_raised = journal_share_tau2(raised, n, n_groups, out.raised);
    return out;
}

static void put_groups(Json *json, const Job *job, const JournalScore *score, double tau2, const size_t *order, const size_t *from, double *x, double *y, double *scratch, Arena *arena)
{
    Shares shares = measure_shares(job, arena);
    for (size_t g = 0; g < job->groups.n; g++) {
        double lowered = 0, raised = 0, n = (double)(from[g + 1] - from[g]);
        for (size_t i = from[g]; i < from[g + 1]; i++) {
            size_t row = order[i];
            x[i - from[g]] = job->journal->x[row];
            y[i - from[g]] = job->level->x[row];
            if (job->mark == NULL) continue;
            lowered += category(job, job->mark->x[row]) < category(job, job->journal->x[row]);
            raised += category(job, job->mark->x[row]) > category(job, job->journal->x[row]);
        }
        Spearman spearman = basic_spearman(x, y, from[g + 1] - from[g], scratch);
        JournalSeverity severity = isnan(tau2) ? (JournalSeverity){ NAN, NAN, NAN } : journal_severity(score[g], tau2);
        double known = job->mark != NULL ? 0 : NAN;
        json_object(json);
        stat_put_group(json, &job->groups, g, arena);
        json_put_num(json, "n", n);
        json_put_num(json, "lowered", lowered + known);
        json_put_num(json, "confirmed", n - lowered - raised + known);
        json_put_num(json, "raised", raised + known);
        json_put_num(json, "lowered_z", journal_share_z(lowered, n, shares.lowered, shares.tau2_lowered));
        json_put_num(json, "raised_z", journal_share_z(raised, n, shares.raised, shares.tau2_raised));
        json_put_num(json, "spearman", spearman.corrected);
        json_put_num(json, "spearman_textbook", spearman.textbook);
        json_put_num(json, "severity", severity.shift);
        json_put_num(json, "se", severity.se);
        json_put_num(json, "z", severity.z);
        json_object_end(json);
    }
}

/* Severity model on all works; tau2 NaN where it cannot be fitted. */
static double severity_scores(const Job *job, Arena *arena, JournalScore *score)
{
    double *count = arena_array(arena, double, (job->max + 1u) * JOURNAL_MARKS), *b = arena_array(arena, double, job->max + 1u);
    for (size_t i = 0; i < job->n; i++) count[(size_t)job->level->x[job->row[i]] * JOURNAL_MARKS + category(job, job->journal->x[job->row[i]])]++;
    JournalModel model;
    bool done = false;
    for (int degree = 3; degree >= 1 && !done; degree--) done = journal_fit(count, job->max, degree, &model, b);
    for (size_t i = 0; done && i < job->n; i++) {
        size_t row = job->row[i], group = job->groups.of[row];
        JournalScore one = journal_score(model.a, b[(size_t)job->level->x[row]], (int)category(job, job->journal->x[row]));
        score[group].u += one.u;
        score[group].i += one.i;
    }
    return done ? journal_tau2(score, job->groups.n) : NAN;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    (void)args;
    Job job;
    if (!read_job(table, arena, &job, err)) return false;
    put_agreement(result, &job);
    double *x = arena_array(arena, double, job.n), *y = arena_array(arena, double, job.n), *scratch = arena_array(arena, double, 3 * job.n);
    for (size_t i = 0; i < job.n; i++) {
        x[i] = job.journal->x[job.row[i]];
        y[i] = job.level->x[job.row[i]];
    }
    Spearman spearman = basic_spearman(x, y, job.n, scratch);
    json_put_num(result, "spearman", spearman.corrected);
    json_put_num(result, "spearman_textbook", spearman.textbook);
    /* rows by group, counted once: groups may be many */
    size_t *from = arena_array(arena, size_t, job.groups.n + 2), *order = arena_array(arena, size_t, job.n);
    for (size_t i = 0; i < job.n; i++) from[job.groups.of[job.row[i]] + 2]++;
    for (size_t g = 2; g < job.groups.n + 2; g++) from[g] += from[g - 1];
    for (size_t i = 0; i < job.n; i++) order[from[job.groups.of[job.row[i]] + 1]++] = job.row[i];
    JournalScore *score = arena_array(arena, JournalScore, job.groups.n);
    double tau2 = severity_scores(&job, arena, score);
    json_put_num(result, "tau2", tau2);
    if (job.n < 2) json_put_z(result, "note", "Меньше двух работ с обеими отметками: согласие и щедрость не считаются.");
    else if (isnan(spearman.corrected)) json_put_z(result, "note", "Все отметки или все баллы одинаковы: согласие и щедрость не считаются.");
    json_key(result, "rows");
    json_array(result);
    put_groups(result, &job, score, tau2, order, from, x, y, scratch, arena);
    json_array_end(result);
    return true;
}

static const Option options[] = { { 0 } };

const StatMethod stat_journal = { .name = "journal", .summary = "отметки за работу и в журнале: согласие и щедрость журнала по группам", .input = "group, journal, mark и (или) total",
    .options = options, .run = run };
