/* Tables of a note: marks, the journal, tasks, years. */
#include <math.h>

#include "base/date.h"
#include "publish/report/note_.h"
#include "publish/rich.h"

/* ---- a table ---- */

typedef struct Draw { const NoteAsk *ask; Arena *arena; FrozenTable *table; Str *cells; int decimals; bool starred, left_out; } Draw;

enum { MOST_COLUMNS = 9 };

static Draw draw_new(const NoteAsk *ask, Arena *arena, const char *title, uint32_t n_columns, const char *const *heads, uint32_t most_rows)
{
    Draw draw = { .ask = ask, .arena = arena, .decimals = report_share_decimals(note_own(ask)->frame->n_works), .table = arena_one(arena, FrozenTable), .cells = arena_array(arena, Str, (size_t)most_rows * n_columns + 1u) };
    Str *own = arena_array(arena, Str, n_columns);
    bool *numbers = arena_array(arena, bool, n_columns);
    for (uint32_t c = 0; c < n_columns; c++) own[c] = str_of(heads[c]), numbers[c] = c > 0;
    *draw.table = (FrozenTable){ .title = str_of(title), .n_columns = n_columns, .heads = own, .is_number = numbers, .cells = draw.cells, .note = STR_EMPTY, .taken_on = DATE_NONE, .sha256 = STR_EMPTY };
    return draw;
}

static Str *draw_row(Draw *draw, Str name)
{
    Str *row = draw->cells + (size_t)draw->table->n_rows++ * draw->table->n_columns;
    for (uint32_t c = 0; c < draw->table->n_columns; c++) row[c] = STR("—");
    row[0] = name;
    return row;
}

/* A column has one number of decimals, that of the place itself. */
static Str percent(Draw *draw, double share, bool hidden)
{
    if (hidden) draw->starred = true;
    return hidden ? STR("*") : number_dec(draw->arena, 100 * share, draw->decimals);
}

static const FrozenTable *drawn(Draw *draw, Str note)
{
    Str star = draw->starred ? STR("* — не показано: по этому числу, прямо или вычитанием, можно было бы узнать о группе меньше 5 учеников.") : STR_EMPTY;
    if (draw->left_out) star = arena_printf(draw->arena, "%.*s%sСтрока для сравнения не показана: вычитанием можно было бы узнать о группе меньше 5 учеников.", STR_ARG(star), star.n > 0 ? " " : "");
    draw->table->note = arena_printf(draw->arena, "%.*s%s%.*s", STR_ARG(star), star.n > 0 && note.n > 0 ? " " : "", STR_ARG(note));
    return draw->table;
}

/* ---- marks ---- */

Str note_between(Arena *arena, double hits, double n)
{
    double low, high;
    report_wilson(hits, n, &low, &high);
    return arena_printf(arena, "%.*s–%.*s", STR_ARG(number_dec(arena, 100 * low, 0)), STR_ARG(number_dec(arena, 100 * high, 0)));
}

static void marks_row(Draw *draw, Str name, const ProcedureAnalysis *of, const FewPlan *plan, int at)
{
    if (of == NULL || of->frame->n_works < REPORT_MIN_UNIT) return;
    if (!plan->told[at]) {
        draw->left_out = true;
        return;
    }
    Str *row = draw_row(draw, name);
    uint32_t n = note_marked(of->marks);
    FewCuts cuts = plan->cuts[at];
    row[1] = number_int(draw->arena, of->frame->n_works);
    row[2] = number_dec(draw->arena, of->mean, 1);
    if (n == 0) return;
    for (int m = 0; m < 4; m++) row[3 + m] = percent(draw, (double)of->marks[m] / n, !few_tells(cuts, m));
    row[7] = percent(draw, note_pass(of->marks), (cuts & NOTE_PASS) == 0);
    row[8] = percent(draw, note_good(of->marks), (cuts & NOTE_GOOD) == 0);
}

const FrozenTable *note_marks_table(const NoteAsk *ask, const FewPlan *plan, Arena *arena)
{
    static const char *const heads[MOST_COLUMNS] = { "Где", "Работ", "Средний балл", "«2»", "«3»", "«4»", "«5»", "Успеваемость", "Качество" };
    Draw draw = draw_new(ask, arena, "Отметки за работу, процент участников", 9, heads, 3);
    marks_row(&draw, ask->name, note_own(ask), plan, 0);
    marks_row(&draw, ask->around.name, ask->around.of, plan, 1);
    marks_row(&draw, ask->region.name, ask->region.of, plan, 2);
    return drawn(&draw, STR("Успеваемость — доля отметок «3», «4» и «5», качество — доля «4» и «5»."));
}

static Str part_name(const Draw *draw, const NoteParts *parts, uint32_t i)
{
    const Frame *frame = parts->of->frame;
    if (!parts->classes) return rich_plain(draw->arena, report_school(draw->ask->report, frame->schools[i].org));
    Str label = frame->classes[i].label;
    return label.n == 0 ? STR("без буквы") : arena_printf(draw->arena, "%d «%.*s»", frame->procedure->grade, STR_ARG(label));
}

const FrozenTable *note_parts_table(const NoteAsk *ask, const NoteParts *parts, uint32_t n, const FewPlan *plan, Arena *arena)
{
    const char *const heads[] = { parts->classes ? "Класс" : "Школа", "Работ", "Средний балл", "Успева­емость", "от–до, 95\u00A0%", "Качество" };
    Draw draw = draw_new(ask, arena, parts->classes ? "По классам, процент участников" : "По школам, процент участников", 6, heads, n);
    for (uint32_t i = 0; i < n; i++) {
        const SchoolStats *stats = &parts->of->schools[i];
        uint32_t works = note_part_works(parts, i), marked = note_marked(stats->marks);
        bool no_pass = plan->cells_hidden[i] || (plan->part_cuts & NOTE_PASS) == 0, no_good = plan->cells_hidden[i] || (plan->part_cuts & NOTE_GOOD) == 0;
        Str *row = draw_row(&draw, part_name(&draw, parts, i));
        draw.starred = draw.starred || plan->works_hidden[i];
        for (int c = 1; c < 6; c++) row[c] = plan->works_hidden[i] ? STR("*") : row[c];
        if (plan->works_hidden[i]) continue;
        row[1] = number_int(arena, works);
        row[2] = number_dec(arena, stats->mean, 1);
        if (marked == 0) continue;
        row[3] = percent(&draw, note_pass(stats->marks), no_pass);
        row[4] = no_pass ? STR("*") : note_between(arena, marked - stats->marks[0], marked);
        row[5] = percent(&draw, note_good(stats->marks), no_good);
    }
    return drawn(&draw, parts->classes ? STR("Порядок — по букве. «От–до» — границы, в которых успеваемость была бы при таких же учениках; где границы двух классов перекрываются, разница может быть случайной.")
                                       : STR("Порядок — по коду школы, места не присваиваются. «От–до» — границы, в которых успеваемость была бы при таких же учениках; где они перекрываются, разница может быть случайной."));
}

/* ---- the journal ---- */

static void journal_row(Draw *draw, Str name, const ProcedureAnalysis *of, const FewPlan *plan, int at)
{
    if (of == NULL || of->flow.n < REPORT_MIN_UNIT || !plan->told[at]) return;
    const MarkFlow *flow = &of->flow;
    Str *row = draw_row(draw, name);
    row[1] = number_int(draw->arena, flow->n);
    row[2] = percent(draw, (double)flow->lowered / flow->n, !few_tells(plan->cuts[at], 0));
    row[3] = percent(draw, (double)flow->confirmed / flow->n, !few_tells(plan->cuts[at], 1));
    row[4] = percent(draw, (double)flow->raised / flow->n, !few_tells(plan->cuts[at], 2));
}

const FrozenTable *note_journal_table(const NoteAsk *ask, Arena *arena)
{
    static const char *const heads[] = { "Где", "Работ в сравнении", "Ниже журнала", "Совпала", "Выше журнала" };
    Draw draw = draw_new(ask, arena, "Отметка за работу и отметка в журнале, процент участников", 5, heads, 3);
    const FewPlan plan = note_journal_plan(ask, arena);
    journal_row(&draw, ask->name, note_own(ask), &plan, 0);
    journal_row(&draw, ask->around.name, ask->around.of, &plan, 1);
    journal_row(&draw, ask->region.name, ask->region.of, &plan, 2);
    return drawn(&draw, STR_EMPTY);
}

/* ---- tasks ---- */

bool note_task_below(const ProcedureAnalysis *of, uint32_t task)
{
    const Norm *norm = of->norm;
    if (of->tasks == NULL || of->tasks[task].n < REPORT_MIN_UNIT) return false;
    if (of->frame->n_schools == 1 && of->heat != NULL) return of->heat[task].z < -(float)REPORT_Z998;
    if (norm == NULL || norm->task_mean == NULL || norm->task_sd == NULL || norm->task_tau2 == NULL || norm->n_tasks != of->frame->procedure->blueprint->n_tasks) return false;
    double se = sqrt(norm->task_sd[task] * norm->task_sd[task] / of->tasks[task].n + norm->task_tau2[task] / of->frame->n_schools);
    return of->tasks[task].mean_share - norm->task_mean[task] < -REPORT_Z95 * se;
}

/* Harder than: below the norm first, then by share. */
static bool before(const ProcedureAnalysis *of, uint32_t a, uint32_t b)
{
    bool below_a = note_task_below(of, a), below_b = note_task_below(of, b);
    if (below_a != below_b) return below_a;
    return of->tasks[a].mean_share < of->tasks[b].mean_share || (!(of->tasks[b].mean_share < of->tasks[a].mean_share) && a < b);
}

uint32_t note_tasks(const NoteAsk *ask, uint32_t *out)
{
    const ProcedureAnalysis *of = note_own(ask);
    uint32_t n_tasks = of->frame->procedure->blueprint->n_tasks, n = 0;
    for (uint32_t j = 0; of->tasks != NULL && j < n_tasks; j++) {
        uint32_t harder = 0;
        if (of->tasks[j].n < REPORT_MIN_UNIT || !isfinite(of->tasks[j].mean_share)) continue;
        for (uint32_t k = 0; k < n_tasks; k++) harder += k != j && of->tasks[k].n >= REPORT_MIN_UNIT && before(of, k, j);
        if (harder < NOTE_TASKS) out[n++] = j;
    }
    return n;
}

static Str task_of_what(const Task *task, Arena *arena)
{
    if (task->skill.n > 0) return task->skill;
    return task->content.n > 0 ? arena_printf(arena, "КЭС %.*s", STR_ARG(task->content)) : STR_EMPTY;
}

Str note_task_name(const NoteAsk *ask, Arena *arena, uint32_t j)
{
    const Task *task = &note_own(ask)->frame->procedure->blueprint->tasks[j];
    Str what = task_of_what(task, arena);
    return what.n > 0 ? arena_printf(arena, "%.*s «%.*s»", STR_ARG(task->label), STR_ARG(what)) : task->label;
}

/* Of a task of one point the share counts pupils. */
static bool counts_few(const ProcedureAnalysis *of, uint32_t j)
{
    const TaskStats *task = &of->tasks[j];
    uint32_t done = (uint32_t)lround(task->mean_share * task->n);
    bool few = (done > 0 && done < REPORT_MIN_UNIT) || (done < task->n && task->n - done < REPORT_MIN_UNIT);
    return of->frame->procedure->blueprint->tasks[j].max == 1 && few;
}

static Str task_share(Draw *draw, const ProcedureAnalysis *of, uint32_t j)
{
    if (of == NULL || of->tasks == NULL || of->tasks[j].n < REPORT_MIN_UNIT) return STR("—");
    bool hidden = !draw->ask->full && counts_few(of, j);
    draw->starred = draw->starred || hidden;
    return hidden ? STR("*") : number_dec(draw->arena, 100 * of->tasks[j].mean_share, 0);
}

const FrozenTable *note_tasks_table(const NoteAsk *ask, Arena *arena)
{
    const ProcedureAnalysis *of = note_own(ask);
    const char *heads[6] = { "№", "Что проверяется", "Макс. балл", ask->kind == ORG_SCHOOL ? "Школа" : ask->kind == ORG_MUNICIPALITY ? "Муници­палитет" : "Регион" };
    uint32_t chosen[NOTE_TASKS], n = note_tasks(ask, chosen), n_columns = 4, at_around = 0, at_region = 0;
    if (ask->around.of != NULL) heads[at_around = n_columns++] = "Муници­палитет";
    if (ask->region.of != NULL) heads[at_region = n_columns++] = "Регион";
    Draw draw = draw_new(ask, arena, "Задания, которые дались труднее всего: процент выполнения", n_columns, heads, n);
    bool *numbers = arena_array(arena, bool, n_columns), below = false;
    for (uint32_t c = 2; c < n_columns; c++) numbers[c] = true;
    draw.table->is_number = numbers;
    for (uint32_t i = 0; i < n; i++) {
        const Task *task = &of->frame->procedure->blueprint->tasks[chosen[i]];
        Str what = task_of_what(task, arena), *row = draw_row(&draw, task->label), share = task_share(&draw, of, chosen[i]);
        bool marked = note_task_below(of, chosen[i]);
        below = below || marked;
        if (what.n > 0) row[1] = what;
        row[2] = number_int(arena, task->max);
        row[3] = marked ? arena_printf(arena, "%.*s▼", STR_ARG(share)) : share;
        if (at_around > 0) row[at_around] = task_share(&draw, ask->around.of, chosen[i]);
        if (at_region > 0) row[at_region] = task_share(&draw, ask->region.of, chosen[i]);
    }
    return drawn(&draw, below ? STR("▼ — ниже, чем в регионе, и это трудно объяснить случаем. Задания, до которых класс не дошёл по программе, не учтены.") : STR("Порядок — по номеру задания. Задания, до которых класс не дошёл по программе, не учтены."));
}

/* ---- years ---- */

static bool change_of(const Change *change, bool region, double *from, double *to)
{
    double sum_from = 0, sum_to = 0, n_from = 0, n_to = 0;
    if (region) {
        *from = change->share.from, *to = change->share.to;
        return change->share.known;
    }
    for (uint32_t i = 0; i < change->n; i++) {
        const ChangeSchool *school = &change->schools[i];
        if (!isfinite(school->share.from) || !isfinite(school->share.to)) continue;
        sum_from += school->share.from * school->n_from, n_from += school->n_from;
        sum_to += school->share.to * school->n_to, n_to += school->n_to;
    }
    *from = sum_from / n_from, *to = sum_to / n_to;
    return n_from > 0 && n_to > 0;
}

const FrozenTable *note_years_table(const NoteAsk *ask, Arena *arena)
{
    static const char *const heads[] = { "С чем сравнивается", "Было", "Стало", "Изменение", "Изменение в регионе" };
    if (ask->years == NULL) return NULL;
    bool region = ask->kind == ORG_REGION;
    Draw draw = draw_new(ask, arena, "Средний процент выполнения работы", region ? 4 : 5, heads, ask->years->n_changes);
    for (uint32_t c = 0; c < ask->years->n_changes; c++) {
        const Change *change = &ask->years->changes[c];
        double from, to;
        if (change->to != ask->procedure || change->from >= ask->years->n_procedures || !change_of(change, region, &from, &to)) continue;
        const Procedure *past = ask->years->procedures[change->from].frame->procedure;
        Str *row = draw_row(&draw, arena_printf(arena, "%.*s: %s", STR_ARG(past->title), change->kind == CHANGE_SAME_GRADE ? "та же параллель, другие дети" : "те же дети годом раньше"));
        row[1] = number_dec(arena, 100 * from, 1);
        row[2] = number_dec(arena, 100 * to, 1);
        row[3] = number_signed(arena, 100 * (to - from), 1);
        if (!region && change->share.known) row[4] = number_signed(arena, 100 * change->share.change, 1);
    }
    return draw.table->n_rows == 0 ? NULL : drawn(&draw, STR("Изменение — в процентных пунктах, по школам, где в обоих годах не меньше 5 работ."));
}
