/* How a plan is carried out, in the words of a report: what was accepted and by what, what was not and why. */
#include "base/date.h"
#include "base/lines.h"
#include "flow/paper.h"
#include "flow/plan.h"
#include "flow/standing.h"

static const char *state_words(Standing standing)
{
    static const char *const words[N_STANDINGS] = { [STANDING_RUNS] = "исполняется", [STANDING_AHEAD] = "срок не наступил", [STANDING_LATE] = "срок прошёл", [STANDING_RETURNED] = "возвращено на доработку",
        [STANDING_CHECKED] = "сделано, проверяется", [STANDING_DONE] = "выполнено", [STANDING_DROPPED] = "снято с исполнения" };
    return words[standing];
}

static bool is_within(const MeasureRow *row, int32_t from, int32_t to)
{
    int32_t due, first;
    if (from != DATE_NONE && date_parse(row->due_on, &due) && due < from) return false;
    return !(to != DATE_NONE && date_parse(row->first_on, &first) && first > to);
}

static bool line_of(DbRead *db, const MeasureRow *row, int32_t today, Arena *arena, ExecutionLine *out, Err *err)
{
    const EvidenceRow *evidence;
    uint32_t n;
    if (!evidence_list(db, row->region_id, row->id, arena, &evidence, &n, err)) return false;
    Str *shown = arena_array(arena, Str, n + 1u);
    *out = (ExecutionLine){ .number = row->number, .title = row->title, .i_section = PLAN_NO_SECTION, .term = row->term_text, .state = str_of(state_words(measure_standing(row, today))), .done_on = DATE_NONE, .evidence = shown, .remark = row->reason };
    for (uint32_t i = 0; i < n; i++)
        if (evidence[i].state == EVIDENCE_ACCEPTED) {
            Str title = evidence[i].title.n > 0 ? evidence[i].title : evidence[i].file_name;
            shown[out->n_evidence++] = evidence_is_own(&evidence[i]) ? arena_printf(arena, "%.*s (принято тем же, кто представил)", STR_ARG(title)) : title;
        }
    if (row->state == MEASURE_ACCEPTED) out->done_on = date_of_time(row->changed_at);
    out->n_responsible = lines_split(row->responsible, arena, &out->responsible);
    return true;
}

static bool count_below(DbRead *db, const PlanRow *plan, int32_t today, Arena *arena, ExecutionSummary *out, Err *err)
{
    const RollCount *counts;
    uint32_t n;
    if (!plan_roll_counts(db, plan->region_id, plan->id, date_iso(arena, today), arena, &counts, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) out->n_below += counts[i].n_state[MEASURE_ACCEPTED], out->n_below_own += counts[i].n_own;
    return true;
}

static void count(ExecutionCount *counts, uint32_t *n, Str state)
{
    for (uint32_t i = 0; i < *n; i++)
        if (str_eq(counts[i].state, state)) {
            counts[i].n++;
            return;
        }
    counts[(*n)++] = (ExecutionCount){ state, 1 };
}

bool flow_plan_execution(DbRead *db, const PlanRow *plan, int32_t from, int32_t to, int32_t today, Arena *arena, ExecutionSummary *out, Err *err)
{
    PlanWords words;
    int32_t day;
    if (!flow_plan_approved(db, plan, STR_EMPTY, arena, &words, err)) return false;
    const SectionRow *sections = words.sections;
    const MeasureRow *rows = words.measures;
    uint32_t n_sections = words.n_sections, n = words.n;
    PlanSection *named = arena_array(arena, PlanSection, n_sections + 1u);
    ExecutionLine *lines = arena_array(arena, ExecutionLine, n + 1u);
    ExecutionCount *counts = arena_array(arena, ExecutionCount, N_STANDINGS);
    for (uint32_t i = 0; i < n_sections; i++) named[i] = (PlanSection){ sections[i].number, sections[i].title };
    Str on = date_parse(plan->approved_on, &day) ? arena_printf(arena, "%.*s от %.*s", STR_ARG(plan->approved_by), STR_ARG(date_short(arena, day))) : plan->approved_by;
    if (plan->approved_number.n > 0) on = arena_printf(arena, "%.*s № %.*s", STR_ARG(on), STR_ARG(plan->approved_number));
    Str ended = plan_ended(plan, arena);
    if (ended.n > 0) on = arena_printf(arena, "%.*s%s%.*s", STR_ARG(on), on.n > 0 ? "; " : "", STR_ARG(ended));
    *out = (ExecutionSummary){ .plan_title = words.plan.title, .approved = on, .from = from, .to = to, .made_on = today, .counts = counts, .n_sections = n_sections, .sections = named, .lines = lines };
    for (uint32_t i = 0; i < n; i++) {
        if (!is_within(&rows[i], from, to)) continue;
        ExecutionLine *line = &lines[out->n_lines];
        if (!line_of(db, &rows[i], today, arena, line, err)) return false;
        for (uint32_t s = 0; s < n_sections; s++)
            if (sections[s].n == rows[i].section_n) line->i_section = s;
        count(counts, &out->n_counts, line->state);
        out->n_lines++;
    }
    return count_below(db, plan, today, arena, out, err);
}
