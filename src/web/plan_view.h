/* What pages about plans share: which plan an address means, its strip, links and crumbs. */
#ifndef WEB_PLAN_VIEW_H
#define WEB_PLAN_VIEW_H

#include "flow/plan.h"
#include "flow/standing.h"
#include "web/page.h"

typedef struct PlanView {
    PlanRow row;
    int32_t today, friday;      /* friday: this week's; on a weekend the next one */
    int32_t watch;              /* from which terms are late: today; DATE_NONE of a draft and of a plan that is over */
    uint32_t n_sections; const SectionRow *sections;
    uint32_t n; const MeasureRow *measures;
    bool corrected;             /* what stands now, with corrections that are not approved: for those who may write or approve; others see the approved words */
    const bool *is_changed;     /* [n] of a corrected one: differs from the edition, or is not in it; NULL: unknown */
} PlanView;

/* First of Page.params of every page of a plan, and of a measure. */
#define PLAN_PARAM    { .name = "plan", .kind = PARAM_INT, .title = "номер плана", .min = 1, .max = UINT32_MAX }
#define MEASURE_PARAM { .name = "n", .kind = PARAM_INT, .title = "номер пункта в программе", .min = 1, .max = UINT32_MAX }

/* Page.org_of: the right is asked of the plan's organisation, which becomes ctx->org. */
bool plan_view_org(Ctx *ctx, Str *path, Err *err);
/* The plan of parameter «plan», without its measures. */
bool plan_view_open(Ctx *ctx, PlanView *view, Err *err);
/* The same without corrections that are not approved, whoever asks: what goes to a meeting and what is gathered from below stands on the edition. */
bool plan_view_open_approved(Ctx *ctx, PlanView *view, Err *err);
/* Its history, or that of a measure of it: who sees the approved words alone does not read the others in the journal. */
bool plan_history(Ctx *ctx, Node *parent, const PlanView *view, Str object, Err *err);
/* Of one measure, with what moved its days. */
bool plan_measure_history(Ctx *ctx, Node *parent, const PlanView *view, const MeasureRow *row, Err *err);
/* Sections and measures, as this person sees them. */
bool plan_view_read(Ctx *ctx, PlanView *view, Err *err);
bool plan_view_may_write(const Ctx *ctx, const PlanView *view);

Str plan_link(Ctx *ctx, uint32_t number);
Str measure_link(Ctx *ctx, uint32_t plan, uint32_t n);
/* «План мероприятий …», rich. */
/* In lists: a title that was corrected and not approved is read by who corrects and approves. */
bool plan_titles_seen(Ctx *ctx, PlanRow *rows, uint32_t n, Err *err);
Str plan_title(Ctx *ctx, const PlanRow *row);
/* «2025/26»; «год не указан» */
Str plan_year(Ctx *ctx, const PlanRow *row);
/* «Утверждён: … от 14.10.2025 № 259»; «Отменён 12.03.2026: причина; был утверждён …»; «Завершён …»; «черновик»: rich. */
Str plan_approved_words(Ctx *ctx, const PlanRow *row);
/* «контролирует весь план: Наумова Татьяна Яковлевна, заведующая ИМЦ»; words alone where nobody of the staff fits; rich. */
Str plan_controller_words(Ctx *ctx, const PlanRow *row);
/* «отменён 12.03.2026: причина», «завершён 12.03.2026», rich; empty: it goes on. kind 0: a plan */
Str plan_ended_words(Ctx *ctx, PlanState state, PlanKind kind, int64_t ended_at, Str reason);
/* Планы / the plan, when under is given / a link with that title. */
void plan_crumbs(Ctx *ctx, const PlanRow *row, const char *under, Str under_link);

const char *standing_icon(Standing standing);
Cell standing_cell(Standing standing);
/* «17», or its n where the document numbers nothing. */
Str measure_number(Ctx *ctx, const MeasureRow *row);
/* «17. Семинар для учителей математики»: as it is, and rich */
Str measure_name(Ctx *ctx, const MeasureRow *row);
Str measure_heading(Ctx *ctx, const MeasureRow *row);
/* «17 Семинар для…»: number and first words, as it is */
Str measure_brief(Ctx *ctx, const MeasureRow *row);
/* Windows for people: «01.11.2025–31.12.2025»; what it hangs on where there are none; rich. */
Str measure_term_words(Ctx *ctx, const MeasureRow *row);
const Window *measure_windows(Ctx *ctx, const MeasureRow *row, uint32_t *n);
const TermStrip *measure_strip(Ctx *ctx, const PlanRow *plan, const MeasureRow *row, int32_t today);
/* Lines of a text joined by a comma, rich. */
Str lines_joined(Ctx *ctx, Str lines);
/* The scale of a plan's strips: its school year, widened to whole months by windows that stand outside. */
TermScale plan_scale(const Ctx *ctx, const PlanView *view);

/* Later than this a measure is not what one does until Friday: it is counted in one line. */
enum { LATE_DAYS_LONG = 60 };

/* Whose plans are made from this one: of a region municipalities, else schools. */
OrgKind plan_below(const PlanRow *row);

/* Counts of a plan in tables of plans: what goes on, waits, came back, is done or dropped adds up to all; what is late or has no term lies among them. */
#define PLAN_COUNT(words) { .head = { (words), sizeof(words) - 1 }, .kind = COLUMN_NUMBER, .open = true }
#define PLAN_COUNT_COLUMNS PLAN_COUNT("пунктов"), PLAN_COUNT("идёт"), PLAN_COUNT("на проверке"), PLAN_COUNT("возвращено"), PLAN_COUNT("сделано"), PLAN_COUNT("снято"), PLAN_COUNT("из них просрочено"), PLAN_COUNT("без срока")
enum { N_PLAN_COUNTS = 8 };
void plan_count_cells(const PlanRow *row, Cell *cells);
/* Counts of a plan as one bar: «сделано 17, в срок 9, просрочено 2, без срока 3». */
Strip *plan_strip(Ctx *ctx, const PlanRow *row);

#endif
