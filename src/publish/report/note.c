/* The note's tables, and the note put together. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "publish/report/note_.h"
#include "publish/rich.h"
#include "publish/typo.h"

/* ---- who is not shown ---- */

static FewPlace place_marks(const ProcedureAnalysis *of)
{
    FewPlace out = { 0 };
    if (of == NULL || of->frame->n_works < REPORT_MIN_UNIT) return out;
    out.works = of->frame->n_works;
    memcpy(out.cells, of->marks, sizeof out.cells);
    return out;
}

static FewPlace place_journal(const ProcedureAnalysis *of)
{
    if (of == NULL || of->flow.n < REPORT_MIN_UNIT) return (FewPlace){ 0 };
    return (FewPlace){ .works = of->frame->n_works, .cells = { of->flow.lowered, of->flow.confirmed, of->flow.raised, of->frame->n_works - of->flow.n } };
}

FewPlan note_journal_plan(const NoteAsk *ask, Arena *arena)
{
    const FewPlace places[FEW_PLACES] = { place_journal(note_own(ask)), place_journal(ask->around.of), place_journal(ask->region.of) };
    return ask->full ? few_all(0, 0, arena) : few_plan(places, 0, NULL, 0, &few_journal, arena);
}

/* Schools of a municipality or classes of a school: the same figures. of->schools[i] is part i. */
typedef struct PartsOf { const ProcedureAnalysis *of; bool classes; } PartsOf;

static uint32_t part_works(const PartsOf *parts, uint32_t i) { return parts->classes ? parts->of->frame->classes[i].n : parts->of->frame->schools[i].n; }

static PartsOf parts_of(const NoteAsk *ask, uint32_t *n)
{
    const ProcedureAnalysis *of = note_own(ask);
    bool schools = ask->kind == ORG_MUNICIPALITY && of->frame->n_schools > 1 && of->frame->n_schools <= REPORT_ALL_SCHOOLS, classes = ask->classes != NULL && ask->classes->frame->n_classes > 1;
    *n = classes ? ask->classes->frame->n_classes : schools ? of->frame->n_schools : 0;
    return (PartsOf){ classes ? ask->classes : of, classes };
}

FewPlan note_marks_plan(const NoteAsk *ask, Arena *arena)
{
    const FewPlace places[FEW_PLACES] = { place_marks(note_own(ask)), place_marks(ask->around.of), place_marks(ask->region.of) };
    uint32_t n;
    const PartsOf parts = parts_of(ask, &n);
    FewPlace *each = arena_array(arena, FewPlace, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        each[i].works = part_works(&parts, i);
        memcpy(each[i].cells, parts.of->schools[i].marks, sizeof each[i].cells);
    }
    return ask->full ? few_all(n, PART_CUTS, arena) : few_plan(places, n, each, PART_CUTS, &few_marks, arena);
}

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

static Str between(Arena *arena, double hits, double n)
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

static const FrozenTable *marks_table(const NoteAsk *ask, const FewPlan *plan, Arena *arena)
{
    static const char *const heads[MOST_COLUMNS] = { "Где", "Работ", "Средний балл", "«2»", "«3»", "«4»", "«5»", "Успеваемость", "Качество" };
    Draw draw = draw_new(ask, arena, "Отметки за работу, процент участников", 9, heads, 3);
    marks_row(&draw, ask->name, note_own(ask), plan, 0);
    marks_row(&draw, ask->around.name, ask->around.of, plan, 1);
    marks_row(&draw, ask->region.name, ask->region.of, plan, 2);
    return drawn(&draw, STR("Успеваемость — доля отметок «3», «4» и «5», качество — доля «4» и «5»."));
}

static Str part_name(const Draw *draw, const PartsOf *parts, uint32_t i)
{
    const Frame *frame = parts->of->frame;
    if (!parts->classes) return rich_plain(draw->arena, report_school(draw->ask->report, frame->schools[i].org));
    Str label = frame->classes[i].label;
    return label.n == 0 ? STR("без буквы") : arena_printf(draw->arena, "%d «%.*s»", frame->procedure->grade, STR_ARG(label));
}

static const FrozenTable *parts_table(const NoteAsk *ask, const PartsOf *parts, uint32_t n, const FewPlan *plan, Arena *arena)
{
    const char *const heads[] = { parts->classes ? "Класс" : "Школа", "Работ", "Средний балл", "Успева­емость", "от–до, 95\u00A0%", "Качество" };
    Draw draw = draw_new(ask, arena, parts->classes ? "По классам, процент участников" : "По школам, процент участников", 6, heads, n);
    for (uint32_t i = 0; i < n; i++) {
        const SchoolStats *stats = &parts->of->schools[i];
        uint32_t works = part_works(parts, i), marked = note_marked(stats->marks);
        bool no_pass = plan->cells_hidden[i] || (plan->part_cuts & NOTE_PASS) == 0, no_good = plan->cells_hidden[i] || (plan->part_cuts & NOTE_GOOD) == 0;
        Str *row = draw_row(&draw, part_name(&draw, parts, i));
        draw.starred = draw.starred || plan->works_hidden[i];
        for (int c = 1; c < 6; c++) row[c] = plan->works_hidden[i] ? STR("*") : row[c];
        if (plan->works_hidden[i]) continue;
        row[1] = number_int(arena, works);
        row[2] = number_dec(arena, stats->mean, 1);
        if (marked == 0) continue;
        row[3] = percent(&draw, note_pass(stats->marks), no_pass);
        row[4] = no_pass ? STR("*") : between(arena, marked - stats->marks[0], marked);
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

static const FrozenTable *journal_table(const NoteAsk *ask, Arena *arena)
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

static const FrozenTable *tasks_table(const NoteAsk *ask, Arena *arena)
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

static const FrozenTable *years_table(const NoteAsk *ask, Arena *arena)
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

/* ---- together ---- */

static Str method(const NoteAsk *ask, Arena *arena)
{
    const Frame *frame = note_own(ask)->frame;
    const Blueprint *blueprint = frame->procedure->blueprint;
    uint64_t listed = frame->n_absent + frame->n_works;
    Str days = ask->from == DATE_NONE ? STR_EMPTY : ask->to == DATE_NONE || ask->to == ask->from ? arena_printf(arena, " %.*s", STR_ARG(date_long(arena, ask->from)))
        : arena_printf(arena, " с %.*s по %.*s", STR_ARG(date_short(arena, ask->from)), STR_ARG(date_short(arena, ask->to)));
    Str schools = ask->kind == ORG_SCHOOL ? STR_EMPTY : arena_printf(arena, " в %.*s", STR_ARG(number_of(arena, frame->n_schools, "школе", "школах", "школах")));
    Str absent = frame->n_absent == 0 ? STR("Все, кто был в списках, работу писали.")
        : !ask->full && frame->n_absent < REPORT_MIN_UNIT ? STR("Не писали менее 5 участников.")
        : arena_printf(arena, "Не писали %.*s, %.*s списка.", STR_ARG(number_of(arena, (long long)frame->n_absent, "участник", "участника", "участников")), STR_ARG(number_share(arena, (double)frame->n_absent / (double)listed, 1)));
    Str cuts = !blueprint->cutoffs_known ? STR("Пороги отметок не заданы, отметки не выставлялись.")
        : arena_printf(arena, "Отметки — по порогам: «3» — с %u, «4» — с %u, «5» — с %u.", blueprint->cutoff[0], blueprint->cutoff[1], blueprint->cutoff[2]);
    return arena_printf(arena, "Работу писали%.*s%.*s; получено %.*s. %.*s Наибольший первичный балл — %u. %.*s Данные: %.*s.", STR_ARG(schools), STR_ARG(days), STR_ARG(number_of(arena, frame->n_works, "работа", "работы", "работ")), STR_ARG(absent),
        blueprint->max, STR_ARG(cuts), STR_ARG(ask->source));
}

static Str findings(const NoteAsk *ask, const FewPlan *plan, Arena *arena)
{
    const ProcedureAnalysis *of = note_own(ask);
    uint32_t n = note_marked(of->marks);
    Str mean = arena_printf(arena, "Средний балл — %.*s из %u.", STR_ARG(number_dec(arena, of->mean, 1)), of->frame->procedure->blueprint->max);
    if (n == 0 || (plan->cuts[0] & PART_CUTS) != PART_CUTS) return mean;
    return arena_printf(arena, "Успеваемость — %.*s (%.*s %%, границы 95 %%), качество — %.*s. %.*s", STR_ARG(number_share(arena, note_pass(of->marks), report_share_decimals(n))), STR_ARG(between(arena, n - of->marks[0], n)),
        STR_ARG(number_share(arena, note_good(of->marks), report_share_decimals(n))), STR_ARG(mean));
}

static void add_part(NotePart *parts, uint32_t *n, Arena *arena, const char *heading, Str para, const FrozenTable *const *tables, uint32_t n_tables)
{
    FrozenTable *own = arena_array(arena, FrozenTable, n_tables + 1u);
    Str *paras = arena_array(arena, Str, 1);
    uint32_t n_own = 0;
    paras[0] = para;
    for (uint32_t i = 0; i < n_tables; i++)
        if (tables[i] != NULL && tables[i]->n_rows > 0) own[n_own++] = *tables[i];
    parts[(*n)++] = (NotePart){ .heading = str_of(heading), .n_paras = para.n > 0, .paras = paras, .n_tables = n_own, .tables = own };
}

/* Lines that were typed, without empty ones. */
static uint32_t lines_of(Str text, Arena *arena, const Str **out)
{
    uint32_t most = 1, n = 0;
    for (size_t i = 0; i < text.n; i++) most += text.at[i] == '\n';
    Str *lines = arena_array(arena, Str, most);
    while (text.n > 0) {
        size_t end = str_find(text, STR("\n"));
        Str line = str_trim(str_slice(text, 0, end == SIZE_MAX ? text.n : end));
        if (line.n > 0) lines[n++] = typo(arena, line);
        text = end == SIZE_MAX ? STR_EMPTY : str_slice(text, end + 1, text.n);
    }
    *out = lines;
    return n;
}

static Str cut(Str *rest)
{
    size_t bar = str_find(*rest, STR("|"));
    Str piece = str_trim(str_slice(*rest, 0, bar == SIZE_MAX ? rest->n : bar));
    *rest = bar == SIZE_MAX ? STR_EMPTY : str_slice(*rest, bar + 1, rest->n);
    return piece;
}

static const NoteAdvice *advice_of(uint32_t n, const Str *lines, Arena *arena)
{
    NoteAdvice *advice = arena_array(arena, NoteAdvice, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        Str rest = lines[i], first = cut(&rest), second = cut(&rest), third = cut(&rest);
        advice[i] = second.n > 0 ? (NoteAdvice){ .addressee = first, .text = second, .term = { .text = third } } : (NoteAdvice){ .addressee = STR_EMPTY, .text = first, .term = { .text = STR_EMPTY } };
    }
    return advice;
}

enum { MOST_PARTS = 6 };

void note_build(const NoteAsk *ask, const NoteWords *words, Arena *arena, AnalyticNote *out)
{
    const ProcedureAnalysis *of = note_own(ask);
    NotePart *parts = arena_array(arena, NotePart, MOST_PARTS);
    uint32_t n = 0;
    uint32_t n_below;
    const PartsOf below = parts_of(ask, &n_below);
    const FewPlan plan = note_marks_plan(ask, arena);
    const FrozenTable *tables[2] = { marks_table(ask, &plan, arena), n_below > 0 && plan.parts_told ? parts_table(ask, &below, n_below, &plan, arena) : NULL };
    add_part(parts, &n, arena, "Результаты", findings(ask, &plan, arena), tables, 2);
    const FrozenTable *journal = journal_table(ask, arena), *years = years_table(ask, arena);
    if (journal->n_rows > 0) add_part(parts, &n, arena, "Отметки за работу и в журнале", STR("Журнал учитывает весь период, работа — один день: важно не само расхождение, а то, отличается ли оно от обычного."), &journal, 1);
    if (of->tasks != NULL && of->frame->procedure->blueprint->n_tasks > 0) {
        const FrozenTable *tasks = tasks_table(ask, arena);
        add_part(parts, &n, arena, "Выполнение заданий", STR_EMPTY, &tasks, 1);
    }
    add_part(parts, &n, arena, "Сравнение с прошлым годом", years == NULL ? STR("Сравнить не с чем: сопоставимой работы того же предмета годом раньше нет.") : STR("Работы разных лет разной трудности, поэтому изменение читают рядом с изменением в регионе."), &years, 1);
    const Str *causes;
    uint32_t n_causes = lines_of(words->causes, arena, &causes);
    if (n_causes > 0) parts[n++] = (NotePart){ .heading = STR("Возможные причины"), .n_paras = n_causes, .paras = causes };
    BUG_ON(n > MOST_PARTS);
    *out = (AnalyticNote){ .subject = typo(arena, words->subject), .period = arena_printf(arena, "за %d/%02d учебный год", ask->school_year, (ask->school_year + 1) % 100), .aim = typo(arena, words->aim), .basis = typo(arena, words->basis), .method = method(ask, arena),
        .n_parts = n, .parts = parts };
    const Str *lines;
    out->n_conclusions = lines_of(words->conclusions, arena, &out->conclusions);
    out->n_advice = lines_of(words->advice, arena, &lines);
    out->advice = advice_of(out->n_advice, lines, arena);
}
