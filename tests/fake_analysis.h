/* An invented analysis for tests of what is published: no number in it is real. Deterministic: one seed, one region. */
#ifndef TESTS_FAKE_ANALYSIS_H
#define TESTS_FAKE_ANALYSIS_H

#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "domain/analysis.h"

typedef struct FakeOptions {
    uint32_t n_schools, n_procedures;
    bool no_tasks, no_cutoffs, no_norm, no_signs, no_names, reference, unreadable;
    uint32_t n_small; /* the first so many schools have 1 to 4 works */
} FakeOptions;

enum { FAKE_TASKS = 12, FAKE_MAX = 20 };

static uint64_t fake_state;

static double fake_unit(void)
{
    fake_state = fake_state * 6364136223846793005u + 1442695040888963407u;
    return (double)(fake_state >> 11) / 9007199254740992.0;
}

static double fake_normal(void)
{
    double sum = 0;
    for (int i = 0; i < 12; i++) sum += fake_unit();
    return sum - 6;
}

static const Blueprint *fake_blueprint(const FakeOptions *o, Arena *arena)
{
    static const uint8_t max[FAKE_TASKS] = { 1, 1, 1, 2, 1, 2, 1, 2, 2, 2, 2, 3 };
    static const char *const content[FAKE_TASKS] = { "1.1", "1.2", "1.3", "2.1;1.2", "2.2", "2.3", "3.1", "3.2", "4.1", "4.2", "2.4", "5.1" };
    Blueprint *b = arena_one(arena, Blueprint);
    *b = (Blueprint){ .year = 2021, .grade = 4, .subject = STR("Математика"), .level = STR_EMPTY, .max = FAKE_MAX, .task_source = STR("выдуманное описание"),
        .cutoff_source = STR("выдуманное описание"), .note = STR_EMPTY };
    if (!o->no_tasks) {
        Task *tasks = arena_array(arena, Task, FAKE_TASKS);
        for (int j = 0; j < FAKE_TASKS; j++)
            tasks[j] = (Task){ .label = arena_printf(arena, "%d", j + 1), .max = max[j], .level = 'B', .content = str_of(content[j]), .requirement = STR_EMPTY,
                .skill = arena_printf(arena, "Умение номер %d: решать задачи в одно-два действия", j + 1) };
        b->n_tasks = FAKE_TASKS;
        b->tasks = tasks;
    }
    if (!o->no_cutoffs) {
        b->cutoffs_known = true;
        b->cutoff[0] = 6, b->cutoff[1] = 10, b->cutoff[2] = 15;
    }
    return b;
}

static void fake_works(Frame *frame, uint8_t *score, uint16_t *total, uint8_t *journal, uint8_t *mark, Str *code, const SchoolSpan *school, double level, bool lifts, Arena *arena)
{
    const Blueprint *b = frame->procedure->blueprint;
    for (uint32_t w = school->first; w < school->first + school->n; w++) {
        double ability = level + fake_normal();
        int sum = 0;
        for (uint32_t j = 0; j < b->n_tasks; j++) {
            int points = 0;
            for (int k = 0; k < b->tasks[j].max; k++) points += fake_unit() < 1 / (1 + exp(-(ability * 1.1 - (j / 4.0 - 1.6)))) ? 1 : 0;
            if (lifts && (sum + points == 4 || sum + points == 5) && j + 1 == b->n_tasks) points += 6 - sum - points;
            if (points > b->tasks[j].max) points = b->tasks[j].max;
            score[(size_t)j * frame->n_works + w] = points == 0 && fake_unit() < 0.3 ? SCORE_NOT_ATTEMPTED : (uint8_t)points;
            sum += points;
        }
        if (b->n_tasks == 0) {
            double x = 10.5 + 4 * ability;
            sum = x < 0 ? 0 : x > FAKE_MAX ? FAKE_MAX : (int)x;
        }
        total[w] = (uint16_t)sum;
        mark[w] = (uint8_t)blueprint_mark(b, sum);
        int given = (int)floor(3.9 + 0.8 * ability + 0.5 * fake_normal());
        journal[w] = (uint8_t)(given < 2 ? 2 : given > 5 ? 5 : given);
        code[w] = arena_printf(arena, "4%04u", w % 10000);
    }
}

static const Frame *fake_frame(const FakeOptions *o, uint32_t p, const Analysis *in, Arena *arena)
{
    static const char *const subjects[] = { "Математика", "Русский язык", "Математика", "Русский язык" };
    Procedure *procedure = arena_one(arena, Procedure);
    int year = p < 4 ? 2021 : 2021 + (int)p / 4, grade = 4 + (int)(p / 2) % 2;
    *procedure = (Procedure){ .year = year, .grade = grade, .subject = str_of(subjects[p % 4]), .blueprint = fake_blueprint(o, arena) };
    procedure->id = arena_printf(arena, "%d-%d-%s", year, grade, p % 2 == 0 ? "математика" : "русский-язык");
    procedure->title = arena_printf(arena, "%s, %d класс, %d", subjects[p % 4], grade, year);
    uint32_t n_schools = in->schools.n, n = 0;
    SchoolSpan *schools = arena_array(arena, SchoolSpan, n_schools);
    ClassSpan *classes = arena_array(arena, ClassSpan, 2 * (size_t)n_schools);
    Frame *frame = arena_one(arena, Frame);
    *frame = (Frame){ .procedure = procedure, .n_schools = n_schools, .schools = schools, .classes = classes };
    for (uint32_t s = 0; s < n_schools; s++) {
        uint32_t size = s < o->n_small ? 1 + s % 4 : 6 + (uint32_t)(fake_unit() * fake_unit() * 90);
        schools[s] = (SchoolSpan){ .org = s, .first = n, .n = size, .class_first = frame->n_classes, .n_classes = size > 30 ? 2 : 1, .absent = size / 12 };
        uint32_t half = size > 30 ? size / 2 : size;
        classes[frame->n_classes++] = (ClassSpan){ .label = size > 30 ? STR("а") : STR_EMPTY, .school = s, .first = n, .n = half };
        if (size > 30) classes[frame->n_classes++] = (ClassSpan){ .label = STR("б"), .school = s, .first = n + half, .n = size - half };
        n += size;
        frame->n_absent += size / 12;
    }
    frame->n_works = n;
    uint8_t *score = arena_alloc(arena, (size_t)n * FAKE_TASKS + 1), *journal = arena_alloc(arena, n + 1u), *mark = arena_alloc(arena, n + 1u);
    uint16_t *total = arena_array(arena, uint16_t, n + 1u);
    Str *code = arena_array(arena, Str, n + 1u);
    for (uint32_t s = 0; s < n_schools; s++) fake_works(frame, score, total, journal, mark, code, &schools[s], 0.35 * fake_normal(), s % 3 == 0, arena);
    frame->score = score, frame->total = total, frame->journal = journal, frame->mark = mark, frame->code = code;
    frame->sex = frame->variant = arena_alloc(arena, n + 1u);
    return frame;
}

static void fake_flow(MarkFlow *flow, const Frame *frame, uint32_t w)
{
    if (frame->mark[w] == 0 || frame->journal[w] == 0) return;
    int d = frame->mark[w] - frame->journal[w];
    flow->n++;
    flow->lowered += d < 0, flow->confirmed += d == 0, flow->raised += d > 0, flow->lowered2 += d < -1, flow->raised2 += d > 1;
    flow->count[frame->journal[w] - 2][frame->mark[w] - 2]++;
}

static void fake_school(ProcedureAnalysis *of, SchoolStats *s, uint32_t i)
{
    const Frame *frame = of->frame;
    const SchoolSpan *school = &frame->schools[i];
    double sum = 0, squares = 0, passed = 0;
    for (uint32_t w = school->first; w < school->first + school->n; w++) {
        sum += frame->total[w], squares += (double)frame->total[w] * frame->total[w];
        if (frame->mark[w] > 0) s->marks[frame->mark[w] - 2]++;
        passed += frame->mark[w] > 2 ? 1 : 0;
        fake_flow(&s->flow, frame, w);
    }
    double n = school->n;
    s->mean = sum / n;
    s->sd = n > 1 ? sqrt((squares - sum * sum / n) / (n - 1)) : NAN;
    s->mean_low = s->mean - 1.96 * s->sd / sqrt(n), s->mean_high = s->mean + 1.96 * s->sd / sqrt(n);
    s->inflated = !(s->sd > 0) ? MARKER_UNDEFINED : s->mean_low > of->federal_high ? MARKER_YES : MARKER_NO;
    s->mismatch = n < 2 ? MARKER_UNDEFINED : MARKER_NO;
    s->spearman_textbook = n < 2 ? NAN : 0.6, s->spearman = n < 2 ? NAN : 0.55;
    s->funnel_y = frame->procedure->blueprint->cutoffs_known ? passed / n : s->mean / FAKE_MAX;
    s->funnel_z = of->funnel.known ? (asin(sqrt(s->funnel_y)) - asin(sqrt(0.75))) / sqrt(0.25 / n + 0.004) : NAN;
}

static void fake_tasks(ProcedureAnalysis *of, Arena *arena)
{
    const Frame *frame = of->frame;
    uint32_t m = frame->procedure->blueprint->n_tasks;
    if (m == 0) return;
    TaskStats *tasks = arena_array(arena, TaskStats, m);
    HeatCell *heat = arena_array(arena, HeatCell, (size_t)m * frame->n_schools);
    for (uint32_t j = 0; j < m; j++) {
        double max = frame->procedure->blueprint->tasks[j].max, sum = 0;
        const uint8_t *score = frame_task(frame, j);
        for (uint32_t w = 0; w < frame->n_works; w++) sum += score_is_points(score[w]) ? score[w] : 0;
        tasks[j] = (TaskStats){ .mean_share = sum / max / frame->n_works, .not_attempted = 0.05, .discrimination = 0.4, .n = frame->n_works };
        for (uint32_t w = 0; w < frame->n_works; w++) {
            if (frame->mark[w] < 2) continue;
            tasks[j].taught_of_mark[frame->mark[w] - 2]++;
            tasks[j].points_of_mark[frame->mark[w] - 2] += score_is_points(score[w]) ? score[w] : 0;
        }
        for (uint32_t s = 0; s < frame->n_schools; s++) {
            double own = 0, n = frame->schools[s].n, p = tasks[j].mean_share;
            for (uint32_t w = frame->schools[s].first; w < frame->schools[s].first + frame->schools[s].n; w++) own += score_is_points(score[w]) ? score[w] / max : 0;
            heat[(size_t)s * m + j] = (HeatCell){ .share = (float)(own / n), .low = (float)fmax(0, own / n - 0.1), .high = (float)fmin(1, own / n + 0.1),
                .z = of->norm == NULL ? NAN : (float)((own / n - p) / sqrt(p * (1 - p) / n + 0.006)), .n = frame->schools[s].n, .points = (uint32_t)lround(own * max) };
        }
    }
    of->tasks = tasks;
    of->heat = heat;
}

static void fake_norm(ProcedureAnalysis *of, const FakeOptions *o, Arena *arena)
{
    const Frame *frame = of->frame;
    const Blueprint *b = frame->procedure->blueprint;
    Norm *own = arena_one(arena, Norm);
    *own = (Norm){ .procedure_id = frame->procedure->id, .source = NORM_OWN, .max = FAKE_MAX, .n_works = frame->n_works, .n_schools = frame->n_schools, .mean = of->mean, .sd = of->sd,
        .tau2_mean = 1.2, .within_sd = of->sd, .lifting_share = NAN, .lifting_share_low = NAN, .degree = 6, .n_tasks = b->n_tasks };
    own->source_text = arena_printf(arena, "по %u школам этих файлов", frame->n_schools);
    double *lumpy = arena_array(arena, double, FAKE_MAX + 1), *honest = arena_array(arena, double, FAKE_MAX + 1), sum = 0;
    for (int t = 0; t <= FAKE_MAX; t++) lumpy[t] = (double)of->histogram[t] / frame->n_works;
    for (int t = 0; t <= FAKE_MAX; t++) sum += honest[t] = exp(-0.5 * (t - of->mean) * (t - of->mean) / (of->sd * of->sd));
    for (int t = 0; t <= FAKE_MAX; t++) honest[t] /= sum;
    own->lumpy = lumpy;
    own->journal = (NormJournal){ .known = b->cutoffs_known, .n = of->flow.n, .lowered = 0.2, .confirmed = 0.65, .raised = 0.15 };
    if (!o->no_norm) {
        own->honest = own->lifted = honest;
        own->lifting_share = 0.42, own->lifting_share_low = 0.31, own->lifting_is_ordinary = true;
    }
    for (uint8_t c = 0; c < N_CUTOFFS && b->cutoffs_known; c++) {
        uint16_t at = b->cutoff[c];
        double below = of->histogram[at - 1], reached = of->histogram[at], excess = c == 0 ? 0.4 * reached : 0;
        own->thresholds[own->n_thresholds++] = (NormThreshold){ .at = at, .mark = (uint8_t)(c + 3), .below = below, .reached = reached, .ratio = below > 0 ? reached / below : NAN,
            .expected_ratio = o->no_norm ? NAN : honest[at] / honest[at - 1], .excess = o->no_norm ? NAN : excess, .low = o->no_norm ? NAN : c == 0 ? 0.7 * excess : -5,
            .high = o->no_norm ? NAN : 1.3 * excess + 8, .cell_from = (uint16_t)(at - 2), .cell_to = (uint16_t)(at + 1) };
    }
    of->own = own;
    of->norm = own;
    if (!o->no_norm) return;
    of->norm = NULL;
    if (!o->reference) return;
    Norm *norm = arena_one(arena, Norm);
    *norm = *own;
    norm->source = NORM_EXPORT;
    norm->source_text = STR("выгрузка области, 600 школ");
    norm->honest = norm->lifted = honest;
    of->norm = norm;
}

static void fake_procedure(ProcedureAnalysis *of, const FakeOptions *o, uint32_t p, const Analysis *in, Arena *arena)
{
    const Frame *frame = of->frame = fake_frame(o, p, in, arena);
    of->histogram = arena_array(arena, uint32_t, FAKE_MAX + 1);
    double sum = 0, squares = 0, n = frame->n_works;
    for (uint32_t w = 0; w < frame->n_works; w++) {
        of->histogram[frame->total[w]]++;
        sum += frame->total[w], squares += (double)frame->total[w] * frame->total[w];
        if (frame->mark[w] > 0) of->marks[frame->mark[w] - 2]++;
        fake_flow(&of->flow, frame, w);
    }
    of->mean = sum / n, of->sd = sqrt((squares - sum * sum / n) / (n - 1));
    of->federal_low = of->mean - 1.96 * of->sd / sqrt(n), of->federal_high = of->mean + 1.96 * of->sd / sqrt(n);
    of->funnel = (FunnelLimits){ .known = !o->no_norm || o->reference, .is_share = !o->no_cutoffs, .centre = 0.75, .phi = 1.6, .tau2 = 0.004 };
    SchoolStats *schools = arena_array(arena, SchoolStats, frame->n_schools);
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        fake_school(of, &schools[i], i);
        of->n_inflated += schools[i].inflated == MARKER_YES, of->n_undefined += schools[i].inflated == MARKER_UNDEFINED;
    }
    of->schools = schools;
    fake_norm(of, o, arena);
    fake_tasks(of, arena);
    Str *left = arena_array(arena, Str, 1);
    left[0] = STR("Проверки у порогов отметок: пороги неизвестны.");
    of->left_out = left;
    of->n_left_out = o->no_cutoffs ? 1 : 0;
}

static Value fake_value(const char *id, uint32_t procedure, uint32_t org, uint32_t n, double p)
{
    return (Value){ .indicator = id, .procedure = procedure, .org = org, .class_index = NO_CLASS, .n = n, .value = 6.2, .low = 2.8, .high = 9.4, .expected = 1.1, .p = p, .midp = p,
        .z = 3.1, .q = p * 20 };
}

static Sign fake_sign(const Value *value, const char *title, const char *text, Arena *arena)
{
    Str *innocent = arena_array(arena, Str, 2);
    innocent[0] = STR("пограничные работы перечитывали по правилам школы");
    innocent[1] = STR("задание на 2 балла: сумма 6 складывается чаще");
    Str chance = number_chance(arena, value->p);
    return (Sign){ .value = *value, .title = str_of(title), .text = str_of(text), .chance = arena_printf(arena, "у честной школы так бывает %.*s", STR_ARG(chance)), .n_innocent = 2,
        .innocent = innocent, .next = STR("Перечитать работы с 4–7 баллами вместе с критериями.") };
}

/* The norm's works for a school of n, and what could have moved. */
static void fake_threshold(Sign *sign, const ProcedureAnalysis *of, Str seen, Str range, Arena *arena)
{
    SignFact *fact = arena_one(arena, SignFact);
    *fact = (SignFact){ STR("Могли переместиться"), seen, range };
    sign->facts = fact;
    sign->n_facts = 1;
    sign->picture = PICTURE_TOTALS;
    sign->mark = 3;
    if (of->norm == NULL || of->norm->honest == NULL) return;
    double *expected = arena_array(arena, double, FAKE_MAX + 1);
    for (int t = 0; t <= FAKE_MAX; t++) expected[t] = of->norm->honest[t] * sign->value.n;
    sign->expected = expected;
}

/* Every seventh school has something: levels go round attention, signs, strong. */
static void fake_conclude(Analysis *in, const FakeOptions *o, Arena *arena)
{
    uint32_t n = in->schools.n;
    Value *values = arena_array(arena, Value, (size_t)n * 3 * o->n_procedures + 1);
    Sign *signs = arena_array(arena, Sign, (size_t)n * 3 + 1);
    Conclusion *conclusions = arena_array(arena, Conclusion, n + 1);
    for (uint32_t s = 0; s < n; s++) {
        bool few = s < o->n_small, shown = !o->no_signs && !few && s % 7 == 4;
        Level level = few ? LEVEL_TOO_FEW_DATA : !shown ? LEVEL_NONE : (Level)(LEVEL_ATTENTION + s / 7 % 3);
        uint32_t *cited = arena_array(arena, uint32_t, 3), n_cited = 0;
        for (uint32_t p = 0; p < o->n_procedures; p++) {
            uint32_t works = in->procedures[p].frame->schools[s].n;
            Value *v = &values[in->n_values];
            v[0] = fake_value("threshold-relative", p, s, works, shown && p == 0 ? 0.0014 : 0.4);
            v[1] = fake_value("journal-agreement", p, s, works, shown && p == 0 ? 0.0032 : 0.6);
            v[2] = fake_value("mean-funnel", p, s, works, 0.3);
            v[2].silence = works < 10 ? SILENT_TOO_FEW : SPEAKS;
            if (v[2].silence != SPEAKS) v[2].value = v[2].low = v[2].high = v[2].p = v[2].midp = v[2].expected = v[2].z = v[2].q = NAN;
            if (shown && p == 0) {
                signs[in->n_signs] = fake_sign(&v[0], "Всплеск на пороге отметки «3»", "Чуть ниже порога работ мало, ровно на пороге и на балл выше — много.", arena);
                fake_threshold(&signs[in->n_signs], &in->procedures[p], STR("6\u00A0работ"), STR("от 3 до 9"), arena);
                cited[n_cited++] = in->n_signs++;
                signs[in->n_signs] = signs[in->n_signs - 1];
                signs[in->n_signs].value.class_index = in->procedures[p].frame->schools[s].class_first;
                fake_threshold(&signs[in->n_signs], &in->procedures[p], STR("2\u00A0работы"), STR("от 1 до 3"), arena);
                cited[n_cited++] = in->n_signs++;
                if (level > LEVEL_ATTENTION) {
                    signs[in->n_signs] = fake_sign(&v[1], "Отметки за работу выше журнала у 61 % учеников", "По норме так у 14 %. Обычно отметка за работу не выше журнальной.", arena);
                    signs[in->n_signs].picture = PICTURE_MARKS;
                    cited[n_cited++] = in->n_signs++;
                }
            }
            in->n_values += 3;
        }
        conclusions[in->n_conclusions++] = (Conclusion){ .org = s, .procedure = UINT32_MAX, .class_index = NO_CLASS, .p = few ? NAN : shown ? 0.0004 : 0.5, .q = few ? NAN : shown ? 0.02 : 0.7,
            .q_by = few ? NAN : shown ? 0.04 : 1, .level = level, .n_works = in->procedures[0].frame->schools[s].n, .n_signs = n_cited, .signs = cited, .n_values = few ? 0 : 3,
            .text = shown ? STR("Данных хватило на три проверки. Две дали то, что редко бывает случайно. Вместе они указывают на порог отметки «3». Это повод спросить, а не вывод о нарушении.")
                          : STR_EMPTY };
        in->n_level[level]++;
    }
    in->values = values, in->signs = signs, in->conclusions = conclusions;
    for (int l = 0; l < N_LEVELS; l++) in->expected_false[l] = NAN;
    in->expected_false[LEVEL_ATTENTION] = 0.03 * n, in->expected_false[LEVEL_SIGNS] = 0.0021 * n, in->expected_false[LEVEL_STRONG] = 0.0002 * n;
}

static void fake_files(Analysis *in, const FakeOptions *o, Arena *arena)
{
    uint32_t n = o->n_procedures + (o->unreadable ? 1 : 0);
    InputFile *files = arena_array(arena, InputFile, n);
    for (uint32_t i = 0; i < n; i++) {
        InputFile *f = &files[i];
        f->path = f->name = arena_printf(arena, "форма-%u.xlsx", i + 1);
        memset(f->sha256, 'a' + (int)i % 6, 64);
        if (i == o->n_procedures) {
            err_set(&f->why, ERR_INPUT, "Сохраните её без пароля и повторите.", "Книга закрыта паролем");
            continue;
        }
        Complaint *complaints = arena_array(arena, Complaint, 25);
        for (uint32_t k = 0; k < 25; k++)
            complaints[k] = (Complaint){ .sheet = STR("Протокол"), .row = 10 + k, .column = 14, .value = k % 2 ? STR("?") : STR("**[Ч](#x)"), .code = k % 2 ? "score-unreadable" : "total-differs",
                .severity = k % 2 ? SEVERITY_ERROR : SEVERITY_WARNING, .text = k % 2 ? STR("Балл не читается: строка ждёт исправления.") : STR("Записанный итог не равен сумме заданий.") };
        f->readable = true, f->format = STR("regional-2021");
        f->works = in->procedures[i].frame->n_works, f->absent = in->procedures[i].frame->n_absent, f->rejected = 12;
        f->rows = f->works + f->absent + f->rejected;
        f->n_complaints = 25, f->complaints_total = 250, f->complaints = complaints;
    }
    in->files = files, in->n_files = n;
    memset(in->inputs_hash, '9', 64);
}

/* Two years of one parallel; every tenth school has changed unlike the others. */
static void fake_changes(Analysis *in, Arena *arena)
{
    Change *change = arena_one(arena, Change);
    ChangeSchool *schools = arena_array(arena, ChangeSchool, in->schools.n);
    *change = (Change){ .kind = CHANGE_SAME_CHILDREN, .from = 0, .to = 2, .n_all = in->schools.n, .works_from = 24000, .works_to = 25000, .schools = schools,
        .share = { .known = true, .from = 0.53, .to = 0.48, .change = -0.05, .low = -0.06, .high = -0.04, .tau2 = 0.004, .scale = 0.7, .n_below = in->schools.n / 10 },
        .pass = { .known = in->procedures[0].frame->procedure->blueprint->cutoffs_known, .from = 0.9, .to = 0.88, .change = -0.02, .low = NAN, .high = NAN, .tau2 = NAN, .scale = NAN } };
    for (uint32_t s = 0; s < in->schools.n; s++) {
        uint32_t n = in->procedures[0].frame->schools[s].n, m = in->procedures[2].frame->schools[s].n;
        if (n < 5 || m < 5) continue;
        double relative = s % 10 == 9 ? -0.31 : 0.04;
        schools[change->n++] = (ChangeSchool){ .org = s, .n_from = n, .n_to = m, .share = { 0.55, 0.5 + relative, relative, relative - 0.12, relative + 0.12 }, .pass = { 0.9, 0.8, -0.08, NAN, NAN } };
    }
    in->changes = change;
    in->n_changes = 1;
}

static void fake_lists(Analysis *in, Arena *arena)
{
    uint8_t *markers = arena_array(arena, uint8_t, in->schools.n + 1);
    in->lists = (TwoLists){ .markers = markers };
    for (uint32_t p = 0; p < in->n_procedures; p++)
        for (uint32_t s = 0; s < in->procedures[p].frame->n_schools; s++)
            if (in->procedures[p].schools[s].inflated == MARKER_YES) markers[in->procedures[p].frame->schools[s].org] = 1;
    for (uint32_t i = 0; i < in->n_conclusions; i++) {
        const Conclusion *c = &in->conclusions[i];
        if (c->class_index != NO_CLASS) continue;
        bool ours = c->level >= LEVEL_SIGNS, federal = markers[c->org] != 0;
        in->lists.n_schools++;
        in->lists.n_ours += ours, in->lists.n_federal += federal, in->lists.n_both += federal && ours;
        in->lists.n_federal_few += federal && c->level == LEVEL_TOO_FEW_DATA;
        in->lists.kind[0].n += federal, in->lists.kind[0].n_ours += federal && ours, in->lists.kind[0].n_alone += federal && !ours;
    }
}

static Analysis *fake_analysis(const FakeOptions *o, Arena *arena)
{
    static const char *const towns[] = { "Верхний район", "Город Энск", "Дальний район", "Заречный район" };
    fake_state = 20211122;
    Analysis *in = arena_one(arena, Analysis);
    *in = (Analysis){ .version = STR("0.1.0"), .params_text = STR("сглаживание степени 6"), .fdr = 0.05, .reference_text = o->reference ? STR("выгрузка области") : STR_EMPTY };
    in->schools = (SchoolTable){ .n = o->n_schools, .schools = arena_array(arena, School, o->n_schools) };
    for (uint32_t s = 0; s < o->n_schools; s++) {
        bool strong = s % 13 == 4;
        in->schools.schools[s] = (School){ .code = arena_printf(arena, "sch99%04u", s + 1), .name = STR_EMPTY, .type = STR_EMPTY, .municipality = STR_EMPTY };
        if (o->no_names) continue;
        in->schools.schools[s].name = arena_printf(arena, "%s № %u", strong ? "Лицей" : "МБОУ СОШ", s + 1);
        in->schools.schools[s].type = strong ? STR("лицей") : STR("школа");
        in->schools.schools[s].municipality = str_of(towns[o->n_schools > 60 ? s % 4 : 1]);
    }
    ProcedureAnalysis *procedures = arena_array(arena, ProcedureAnalysis, o->n_procedures + 1);
    for (uint32_t p = 0; p < o->n_procedures; p++) fake_procedure(&procedures[p], o, p, in, arena);
    in->procedures = procedures, in->n_procedures = o->n_procedures;
    in->federal.index = NAN;
    if (o->n_procedures >= 4) fake_changes(in, arena);
    if (o->n_procedures >= 4 && !o->no_norm) {
        Cohort *cohort = arena_one(arena, Cohort);
        CohortSchool *schools = arena_array(arena, CohortSchool, o->n_schools);
        for (uint32_t s = 0; s < o->n_schools; s++) schools[s] = (CohortSchool){ .org = s, .from_share = 0.5, .to_share = 0.48, .k = s == 9 ? 2.9 : 1.04, .drop = s == 9 ? MARKER_YES : MARKER_NO };
        *cohort = (Cohort){ .from = 0, .to = 2, .n = o->n_schools, .q1 = 0.93, .q3 = 1.1, .schools = schools, .n_drop = 1 };
        in->cohorts = cohort, in->n_cohorts = 1;
        in->federal = (FederalIndex){ .index = 61.25, .year = 2021, .n_procedures = 4, .procedures = { 0, 1, 2, 3 }, .n_cohorts = 1, .n_all = o->n_schools, .n_marked = o->n_schools * 3 / 8,
            .n_only_inflated = o->n_schools / 4 };
    }
    fake_files(in, o, arena);
    fake_conclude(in, o, arena);
    fake_lists(in, arena);
    return in;
}

#endif
