/* A note put together: who is not shown in it, its parts, what was typed. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/lines.h"
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

uint32_t note_part_works(const NoteParts *parts, uint32_t i) { return parts->classes ? parts->of->frame->classes[i].n : parts->of->frame->schools[i].n; }

NoteParts note_parts_of(const NoteAsk *ask, uint32_t *n)
{
    const ProcedureAnalysis *of = note_own(ask);
    bool schools = ask->kind == ORG_MUNICIPALITY && of->frame->n_schools > 1 && of->frame->n_schools <= REPORT_ALL_SCHOOLS, classes = ask->classes != NULL && ask->classes->frame->n_classes > 1;
    *n = classes ? ask->classes->frame->n_classes : schools ? of->frame->n_schools : 0;
    return (NoteParts){ classes ? ask->classes : of, classes };
}

FewPlan note_marks_plan(const NoteAsk *ask, Arena *arena)
{
    const FewPlace places[FEW_PLACES] = { place_marks(note_own(ask)), place_marks(ask->around.of), place_marks(ask->region.of) };
    uint32_t n;
    const NoteParts parts = note_parts_of(ask, &n);
    FewPlace *each = arena_array(arena, FewPlace, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        each[i].works = note_part_works(&parts, i);
        memcpy(each[i].cells, parts.of->schools[i].marks, sizeof each[i].cells);
    }
    return ask->full ? few_all(n, PART_CUTS, arena) : few_plan(places, n, each, PART_CUTS, &few_marks, arena);
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
    return arena_printf(arena, "Успеваемость — %.*s (%.*s %%, границы 95 %%), качество — %.*s. %.*s", STR_ARG(number_share(arena, note_pass(of->marks), report_share_decimals(n))), STR_ARG(note_between(arena, n - of->marks[0], n)),
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

static uint32_t lines_of(Str text, Arena *arena, const Str **out)
{
    const Str *typed;
    uint32_t n = lines_split(text, arena, &typed);
    Str *lines = arena_array(arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) lines[i] = typo(arena, typed[i]);
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
    const NoteParts below = note_parts_of(ask, &n_below);
    const FewPlan plan = note_marks_plan(ask, arena);
    const FrozenTable *tables[2] = { note_marks_table(ask, &plan, arena), n_below > 0 && plan.parts_told ? note_parts_table(ask, &below, n_below, &plan, arena) : NULL };
    add_part(parts, &n, arena, "Результаты", findings(ask, &plan, arena), tables, 2);
    const FrozenTable *journal = note_journal_table(ask, arena), *years = note_years_table(ask, arena);
    if (journal->n_rows > 0) add_part(parts, &n, arena, "Отметки за работу и в журнале", STR("Журнал учитывает весь период, работа — один день: важно не само расхождение, а то, отличается ли оно от обычного."), &journal, 1);
    if (of->tasks != NULL && of->frame->procedure->blueprint->n_tasks > 0) {
        const FrozenTable *tasks = note_tasks_table(ask, arena);
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
