#include "web/plan_view.h"

#include "base/date.h"
#include "base/lines.h"
#include "base/number.h"
#include "flow/term.h"
#include "publish/paper.h"
#include "publish/rich.h"
#include "store/audit.h"

bool plan_view_open(Ctx *ctx, PlanView *view, Err *err)
{
    bool found;
    view->today = date_of_time(ctx->now);
    view->friday = date_friday(view->today);
    if (!plan_get(ctx->db, ctx->who->region_id, (uint32_t)ctx_int(ctx, "plan", 0), date_iso(ctx->arena, view->today), ctx->arena, &view->row, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Откройте список планов.", "Такого плана нет.");
    view->watch = view->row.state == PLAN_IN_FORCE ? view->today : DATE_NONE;
    view->corrected = view->row.changed && view->row.edition > 0 && (plan_view_may_write(ctx, view) || (view->row.state == PLAN_IN_FORCE && who_may(ctx->who, RIGHT_PLAN_APPROVE, view->row.org_path)));
    return view->corrected || flow_plan_approved_head(ctx->db, &view->row, ctx->arena, err);
}

bool plan_view_open_approved(Ctx *ctx, PlanView *view, Err *err)
{
    if (!plan_view_open(ctx, view, err)) return false;
    if (!view->corrected) return true;
    view->corrected = false;
    return flow_plan_approved_head(ctx->db, &view->row, ctx->arena, err);
}

bool plan_view_org(Ctx *ctx, Str *path, Err *err)
{
    PlanView view = { 0 };
    if (!plan_view_open(ctx, &view, err)) return false;
    *path = view.row.org_path;
    return true;
}

bool plan_view_read(Ctx *ctx, PlanView *view, Err *err)
{
    PlanWords words;
    if (view->corrected) {
        if (!plan_sections(ctx->db, view->row.region_id, view->row.id, ctx->arena, &view->sections, &view->n_sections, err) || !measure_list(ctx->db, view->row.region_id, view->row.id, ctx->arena, &view->measures, &view->n, err)) return false;
        plan_count_rows(&view->row, view->measures, view->n, date_iso(ctx->arena, view->today));
        return true;
    }
    if (!flow_plan_approved(ctx->db, &view->row, date_iso(ctx->arena, view->today), ctx->arena, &words, err)) return false;
    view->row = words.plan;
    view->n_sections = words.n_sections, view->sections = words.sections;
    view->n = words.n, view->measures = words.measures;
    return true;
}

static bool history(Ctx *ctx, Node *parent, const PlanView *view, Str object, uint32_t n, const AuditEntry *more, Err *err)
{
    PlanEdition last;
    bool found;
    if (view->corrected || !view->row.changed || view->row.edition == 0) return ctx_history_with(ctx, parent, object, NULL, 0, n, more, err);
    if (!plan_edition_get(ctx->db, view->row.region_id, view->row.id, view->row.edition, ctx->arena, &last, &found, err)) return false;
    return ctx_history_with(ctx, parent, object, plan_verb_corrects, found ? last.made_at : 0, n, more, err);
}

/* A schedule or a procedure moves terms of many measures, and the plan has one entry of it. */
static bool moves_of(Ctx *ctx, const PlanView *view, const MeasureRow *row, uint32_t *n, const AuditEntry **out, Err *err)
{
    enum { MOVES = 60 };
    AuditAsk ask = { .object = CTX_TEXT(ctx, "plan/%u", view->row.number), .verb = STR(PLAN_VERB_MOVED), .limit = MOVES };
    const AuditEntry *all;
    uint32_t n_all;
    *n = 0;
    if (!audit_list(ctx->db, view->row.region_id, &ask, ctx->arena, &all, &n_all, err)) return false;
    AuditEntry *own = arena_array(ctx->arena, AuditEntry, n_all + 1u);
    for (uint32_t i = 0; i < n_all; i++) {
        Str words = plan_moved_words(all[i].words, row, ctx->arena);
        if (words.n == 0) continue;
        own[*n] = all[i];
        own[(*n)++].words = words;
    }
    *out = own;
    return true;
}

bool plan_measure_history(Ctx *ctx, Node *parent, const PlanView *view, const MeasureRow *row, Err *err)
{
    uint32_t n;
    const AuditEntry *moves;
    return moves_of(ctx, view, row, &n, &moves, err) && history(ctx, parent, view, CTX_TEXT(ctx, "plan/%u/measure/%u", view->row.number, row->n), n, moves, err);
}

bool plan_history(Ctx *ctx, Node *parent, const PlanView *view, Str object, Err *err) { return history(ctx, parent, view, object, 0, NULL, err); }

bool plan_view_may_write(const Ctx *ctx, const PlanView *view)
{
    return view->row.state <= PLAN_IN_FORCE && who_may(ctx->who, RIGHT_PLAN_WRITE, view->row.org_path);
}

Str plan_link(Ctx *ctx, uint32_t number) { return CTX_TEXT(ctx, "/plans/%u", number); }

Str measure_link(Ctx *ctx, uint32_t plan, uint32_t n) { return CTX_TEXT(ctx, "/plans/%u/measures/%u", plan, n); }

bool plan_titles_seen(Ctx *ctx, PlanRow *rows, uint32_t n, Err *err)
{
    for (uint32_t i = 0; i < n; i++) {
        PlanWords words;
        bool corrects = who_may(ctx->who, RIGHT_PLAN_WRITE, rows[i].org_path) || who_may(ctx->who, RIGHT_PLAN_APPROVE, rows[i].org_path);
        if (!rows[i].changed || rows[i].edition == 0 || corrects) continue;
        if (!flow_plan_approved(ctx->db, &rows[i], STR_EMPTY, ctx->arena, &words, err)) return false;
        rows[i].title = words.plan.title;
    }
    return true;
}

Str plan_title(Ctx *ctx, const PlanRow *row) { return rich_escape(ctx->arena, row->title); }

Str plan_year(Ctx *ctx, const PlanRow *row)
{
    return row->school_year > 0 ? CTX_TEXT(ctx, "%d/%02d", row->school_year, (row->school_year + 1) % 100) : STR("год не указан");
}

/* «Утверждён» agrees with what it is: plan, order, letter are masculine, minutes too, a road map is not. */
static const char *approved_word(PlanKind kind, bool begins)
{
    static const char *const words[2][2] = { { "утверждён", "утверждена" }, { "Утверждён", "Утверждена" } };
    return words[begins][kind == PLAN_ROADMAP];
}

Str plan_ended_words(Ctx *ctx, PlanState state, PlanKind kind, int64_t ended_at, Str reason)
{
    return rich_escape(ctx->arena, plan_ended(&(PlanRow){ .state = state, .kind = kind, .ended_at = ended_at, .ended_reason = reason }, ctx->arena));
}

static Str approval_words(Ctx *ctx, const PlanRow *row, bool begins)
{
    int32_t day;
    if (row->edition == 0) return row->state == PLAN_WAITS ? STR("ждёт утверждения") : STR("черновик, ещё не утверждён");
    Str by = row->approved_by.n > 0 ? CTX_TEXT(ctx, ": %.*s", STR_ARG(rich_escape(ctx->arena, row->approved_by))) : STR_EMPTY;
    const char *from = row->approved_by.n == 0 ? "" : paper_is_document(ctx->arena, row->approved_by) ? " от" : ","; /* an order is of a day, a person approves on a day */
    Str on = date_parse(row->approved_on, &day) ? CTX_TEXT(ctx, "%s %.*s", from, STR_ARG(date_short(ctx->arena, day))) : STR_EMPTY;
    Str number = row->approved_number.n > 0 ? CTX_TEXT(ctx, " № %.*s", STR_ARG(rich_escape(ctx->arena, row->approved_number))) : STR_EMPTY;
    return CTX_TEXT(ctx, "%s%.*s%.*s%.*s", approved_word(row->kind, begins), STR_ARG(by), STR_ARG(on), STR_ARG(number));
}

Str plan_approved_words(Ctx *ctx, const PlanRow *row)
{
    Str ended = plan_ended_words(ctx, row->state, row->kind, row->ended_at, row->ended_reason);
    if (ended.n == 0) return approval_words(ctx, row, true);
    if (row->edition == 0) return CTX_TEXT(ctx, "**черновик %.*s**", STR_ARG(ended));
    return CTX_TEXT(ctx, "**%.*s**; до того %.*s", STR_ARG(ended), STR_ARG(approval_words(ctx, row, false)));
}

Str plan_controller_words(Ctx *ctx, const PlanRow *row)
{
    if (row->controller_name.n == 0) return CTX_TEXT(ctx, "контроль за планом возложен на %.*s", STR_ARG(rich_escape(ctx->arena, row->controller)));
    return CTX_TEXT(ctx, "контролирует весь план: %.*s%s%.*s", STR_ARG(rich_escape(ctx->arena, row->controller_name)), row->controller_post.n > 0 ? ", " : "", STR_ARG(rich_escape(ctx->arena, row->controller_post)));
}

void plan_crumbs(Ctx *ctx, const PlanRow *row, const char *under, Str under_link)
{
    DocLink *links = arena_array(ctx->arena, DocLink, 3);
    uint32_t n = 0;
    links[n++] = (DocLink){ .title = STR("Планы"), .href = STR("/plans"), .count = NO_COUNT };
    if (row != NULL) links[n++] = (DocLink){ .title = CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(row->org_name), STR_ARG(plan_year(ctx, row))), .href = plan_link(ctx, row->number), .count = NO_COUNT };
    if (under != NULL) links[n++] = (DocLink){ .title = str_of(under), .href = under_link, .count = NO_COUNT };
    ctx->doc->n_crumbs = n;
    ctx->doc->crumbs = links;
}

/* ---- how a measure stands ---- */

const char *standing_icon(Standing standing)
{
    static const char *const icons[N_STANDINGS] = { "right", "clock", "flag", "copy", "eye", "check", "minus" };
    return icons[standing];
}

Cell standing_cell(Standing standing)
{
    Cell cell = cell_state(standing_icon(standing), str_of(standing_title(standing)));
    cell.bold = standing == STANDING_LATE;
    return cell;
}

Str measure_number(Ctx *ctx, const MeasureRow *row) { return row->number.n > 0 ? rich_escape(ctx->arena, row->number) : STR_EMPTY; }

Str measure_name(Ctx *ctx, const MeasureRow *row)
{
    Str number = row->number;
    if (number.n == 0) return row->title;
    return CTX_TEXT(ctx, "%.*s%s %.*s", STR_ARG(number), number.at[number.n - 1] == '.' ? "" : ".", STR_ARG(row->title));
}

Str measure_heading(Ctx *ctx, const MeasureRow *row) { return rich_escape(ctx->arena, measure_name(ctx, row)); }

Str measure_brief(Ctx *ctx, const MeasureRow *row)
{
    enum { MOST_BYTES = 64 };
    Str title = row->title;
    size_t n = title.n;
    if (n > MOST_BYTES) {
        for (n = MOST_BYTES; n > 0 && title.at[n] != ' ';) n--;
        if (n == 0) n = title.n; /* one very long word */
    }
    return CTX_TEXT(ctx, "%.*s%s%.*s%s", STR_ARG(row->number), row->number.n > 0 ? " " : "", (int)n, title.at, n < title.n ? "…" : "");
}

const Window *measure_windows(Ctx *ctx, const MeasureRow *row, uint32_t *n)
{
    const Window *windows = NULL;
    *n = 0;
    if (row->windows.n > 0 && !term_windows_parse(row->windows, ctx->arena, n, &windows)) *n = 0;
    return windows;
}

/* Not all its days, which may be twelve: how often, and the next one, which is not over: of a draft even the first ones may be. */
static Str recurring_words(Ctx *ctx, const MeasureRow *row, uint32_t n, const Window *windows)
{
    int32_t due, today = date_of_time(ctx->now);
    Str rule = flow_rule_words(row->recurrence, ctx->arena);
    if (n == 1 && rule.n > 0) return CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(rule), STR_ARG(term_windows_words(ctx->arena, n, windows)));
    if (n == 1 || !date_parse(row->due_on, &due)) return term_windows_words(ctx->arena, n, windows);
    Str times = number_of(ctx->arena, n, "срок", "срока", "сроков");
    for (uint32_t i = 0; i < n && due < today; i++)
        if (windows[i].to != DATE_NONE && windows[i].to >= today) due = windows[i].to;
    if (measure_is_over(row)) return CTX_TEXT(ctx, "повторяется, %.*s", STR_ARG(times));
    return CTX_TEXT(ctx, "повторяется, %.*s; %s до %.*s", STR_ARG(times), due < today ? "последний" : "ближайший", STR_ARG(date_short(ctx->arena, due < today ? windows[n - 1].to : due)));
}

Str measure_term_words(Ctx *ctx, const MeasureRow *row)
{
    uint32_t n;
    const Window *windows = measure_windows(ctx, row, &n);
    if (row->term_kind == TERM_WHOLE_YEAR) return STR("в течение года");
    if (row->recurrence.n > 0 && n > 0) return recurring_words(ctx, row, n, windows);
    if (n > 0) return term_windows_words(ctx->arena, n, windows);
    if (row->anchor.n > 0) return CTX_TEXT(ctx, "даты не внесены: «%.*s»", STR_ARG(rich_escape(ctx->arena, row->anchor)));
    if (row->recurrence.n > 0) return STR("повторяется");
    return row->term_text.n > 0 ? STR("дни не названы") : STR("срока нет");
}

const TermStrip *measure_strip(Ctx *ctx, const PlanRow *plan, const MeasureRow *row, int32_t today)
{
    TermStrip *strip = arena_one(ctx->arena, TermStrip);
    *strip = (TermStrip){ .whole_year = row->term_kind == TERM_WHOLE_YEAR, .anchored = row->term_kind == TERM_SCHEDULE || row->term_kind == TERM_RELATIVE };
    strip->n = measure_days_to_draw(row, ctx->arena, &strip->windows);
    strip->done_before = strip->began = DATE_NONE;
    if (row->recurrence.n > 0 && strip->n > 1) strip->done_before = measure_done_before(row);
    if (row->recurrence.n > 0 && str_cmp(row->due_on, plan->began_on) >= 0) date_parse(plan->began_on, &strip->began);
    if (strip->n == 0) strip->whole_year = false;
    if (strip->n > 0) strip->absent = CTX_TEXT(ctx, "вне года плана: %.*s%s", STR_ARG(term_windows_words(ctx->arena, 1, strip->windows)), strip->n > 1 ? "…" : "");
    else if (row->anchor.n > 0 || row->term_kind == TERM_RELATIVE) strip->absent = STR("даты не внесены");
    else if (row->recurrence.n > 0) strip->absent = STR("повторяется");
    strip->mark = row->state == MEASURE_ACCEPTED ? TERM_MARK_DONE : measure_days_late(row, today) > 0 ? TERM_MARK_LATE : TERM_MARK_OPEN;
    return strip;
}

Str lines_joined(Ctx *ctx, Str lines)
{
    Buf out;
    const Str *all;
    uint32_t n = lines_split(lines, ctx->arena, &all);
    buf_init(&out, 0);
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) buf_add_z(&out, ", ");
        buf_add(&out, rich_escape(ctx->arena, all[i]));
    }
    Str joined = arena_str(ctx->arena, buf_str(&out));
    buf_free(&out);
    return joined;
}

/* ---- the plan as a whole ---- */

TermScale plan_scale(const Ctx *ctx, const PlanView *view)
{
    enum { MOST_DAYS = 800 }; /* a slip in a year must not squeeze the picture into nothing */
    int year = view->row.school_year > 0 ? view->row.school_year : ctx->year;
    TermScale scale = { .from = date_of(year, 9, 1), .to = date_of(year + 1, 8, 31), .today = view->today };
    for (uint32_t i = 0; i < view->n; i++) {
        int32_t first, due;
        int y, m, d;
        if (date_parse(view->measures[i].first_on, &first) && first < scale.from && scale.from - first < MOST_DAYS / 2) {
            date_parts(first, &y, &m, &d);
            scale.from = date_of(y, m, 1);
        }
        if (date_parse(view->measures[i].due_on, &due) && due > scale.to && due - scale.to < MOST_DAYS / 2) {
            date_parts(due, &y, &m, &d);
            scale.to = m == 12 ? date_of(y, 12, 31) : date_of(y, m + 1, 1) - 1;
        }
    }
    return scale;
}

OrgKind plan_below(const PlanRow *row) { return row->org_kind == ORG_REGION ? ORG_MUNICIPALITY : ORG_SCHOOL; }

void plan_count_cells(const PlanRow *row, Cell *cells)
{
    uint32_t apart = row->n_offered + row->n_returned + row->n_accepted + row->n_dropped;
    const uint32_t counts[N_PLAN_COUNTS] = { row->n_measures, row->n_measures > apart ? row->n_measures - apart : 0, row->n_offered, row->n_returned, row->n_accepted, row->n_dropped, row->n_late, row->n_undated };
    for (int i = 0; i < N_PLAN_COUNTS; i++) cells[i] = cell_int(counts[i]);
    cells[6].bold = row->n_late > 0;
}

Strip *plan_strip(Ctx *ctx, const PlanRow *row)
{
    uint32_t done = row->n_accepted, late = row->n_late, undated = row->n_undated, other = done + late + undated;
    StripPart *parts = arena_array(ctx->arena, StripPart, 4);
    parts[0] = (StripPart){ done, STR("сделано"), STRIP_DONE };
    parts[1] = (StripPart){ row->n_measures > other ? row->n_measures - other : 0, STR("в срок"), STRIP_PLANNED };
    parts[2] = (StripPart){ late, STR("просрочено"), STRIP_TROUBLE };
    parts[3] = (StripPart){ undated, STR("без срока"), STRIP_LEFT };
    Strip *strip = arena_one(ctx->arena, Strip);
    *strip = (Strip){ .summary = CTX_TEXT(ctx, "сделано %u из %u", done, row->n_measures), .n_parts = 4, .parts = parts };
    return strip;
}
