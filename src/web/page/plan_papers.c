/* Papers of a plan: one is chosen, its words are filled in, looked at as it will be printed, taken as DOCX, issued with a number. Those that were issued stand below. */
#include "base/date.h"
#include "base/number.h"
#include "flow/paper.h"
#include "publish/rich.h"
#include "web/entry.h"
#include "web/paper_form.h"
#include "web/plan_view.h"
#include "web/url.h"

static const Param params[] = { PLAN_PARAM, { .name = "kind", .kind = PARAM_TEXT, .title = "какой документ", .max_length = 40 }, { .name = "edition", .kind = PARAM_INT, .title = "редакция плана; 0 — с неутверждёнными правками", .min = 0, .max = UINT32_MAX }, { .name = NULL } };

static const PaperKind *kind_of(const Ctx *ctx)
{
    Str id = ctx_field(ctx, "kind").n > 0 ? ctx_field(ctx, "kind") : ctx_param(ctx, "kind");
    return paper_kind_find(id.n > 0 ? id : STR("plan"));
}

/* Minutes and notes are made elsewhere. */
static bool is_of_plan(const PaperKind *kind) { return kind != NULL && (kind->needs & (PAPER_NEEDS_MINUTES | PAPER_NEEDS_NOTE)) == 0; }

static Str address(Ctx *ctx, const char *suffix) { return CTX_TEXT(ctx, "/plans/%lld/papers%s", ctx_int(ctx, "plan", 0), suffix); }

static void kinds(Ctx *ctx, const PaperKind *chosen)
{
    uint32_t n = 0;
    while (paper_registry[n] != NULL) n++;
    DocLink *links = arena_array(ctx->arena, DocLink, n + 1u);
    uint32_t n_links = 0;
    for (uint32_t i = 0; i < n; i++)
        if (is_of_plan(paper_registry[i])) links[n_links++] = (DocLink){ .title = str_of(paper_registry[i]->title), .href = CTX_TEXT(ctx, "%.*s?kind=%s", STR_ARG(address(ctx, "")), paper_registry[i]->id), .count = NO_COUNT, .current = paper_registry[i] == chosen };
    doc_switch(ctx->doc, NULL, STR("Документ"), n_links, links);
}

/* Which edition is printed: the last approved one, an older one, or, for those who write, what is not approved yet. The number that the form says: 0 for the last. */
static uint32_t edition_of(Ctx *ctx, const PlanView *view)
{
    Str said = ctx_field(ctx, "edition").n > 0 ? ctx_field(ctx, "edition") : ctx_param(ctx, "edition");
    long long edition;
    if (said.n == 0 || !str_to_int(said, &edition) || edition < 0 || edition > view->row.edition) return view->row.edition;
    return edition > 0 ? (uint32_t)edition : view->corrected ? 0 : view->row.edition;
}

static void edition_field(Ctx *ctx, const PlanView *view, Field *field)
{
    FieldOption *options = arena_array(ctx->arena, FieldOption, view->row.edition + 1u);
    uint32_t n = 0;
    for (uint32_t edition = view->row.edition; edition > 0; edition--) options[n++] = (FieldOption){ .value = CTX_TEXT(ctx, "%u", edition), .title = CTX_TEXT(ctx, edition == view->row.edition ? "редакция %u, последняя утверждённая" : "редакция %u", edition) };
    if (view->corrected) options[n++] = (FieldOption){ .value = STR("0"), .title = CTX_TEXT(ctx, "проект редакции %u: с неутверждёнными правками", view->row.edition + 1) };
    *field = (Field){ .kind = FIELD_SELECT, .name = STR("edition"), .label = STR("Что печатать"), .value = CTX_TEXT(ctx, "%u", edition_of(ctx, view)), .n_options = n, .options = options };
}

/* Number and day of an order and of a plan are those of the approval, once it is known: only a draft asks. */
static bool own_approval(Ctx *ctx, const PlanView *view, const PaperKind *kind, Str *number, Str *day, Err *err)
{
    PlanContent content;
    uint32_t edition = edition_of(ctx, view);
    bool is_its_own = str_eq(str_of(kind->id), STR("plan")) || str_eq(str_of(kind->id), STR("order"));
    if (!is_its_own || (view->row.edition > 0 && edition == 0)) return true;
    if (!flow_plan_edition(ctx->db, &view->row, edition, ctx->arena, &content, err)) return false;
    *number = content.approved_number;
    if (content.approved_on != DATE_NONE) *day = date_iso(ctx->arena, content.approved_on);
    return true;
}

static bool form(Ctx *ctx, Node *parent, const PlanView *view, const PaperKind *kind, bool issues, Err *err)
{
    uint32_t n_own = paper_kind_n_fields(kind), n = 0;
    Field *fields = arena_array(ctx->arena, Field, n_own + 5u);
    Str number = STR_EMPTY, day = date_iso(ctx->arena, date_of_time(ctx->now));
    bool sent = ctx_field(ctx, "kind").n > 0;
    if (!own_approval(ctx, view, kind, &number, &day, err)) return false;
    FormButton *buttons = arena_array(ctx->arena, FormButton, 3);
    fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("kind"), .value = str_of(kind->id) };
    fields[n++] = (Field){ .kind = FIELD_TEXT, .name = STR("paper_number"), .label = STR("Номер"), .value = sent ? ctx_field(ctx, "paper_number") : number, .hint = STR("Пусто: на черновике — место для ручки, при выпуске — следующий по порядку."), .optional = true, .width = 12, .max_length = 40 };
    fields[n++] = (Field){ .kind = FIELD_DATE, .name = STR("paper_day"), .label = STR("День"), .value = ctx_field(ctx, "paper_day").n > 0 ? ctx_field(ctx, "paper_day") : day };
    if (view->row.edition > 0 && (view->corrected || view->row.edition > 1)) edition_field(ctx, view, &fields[n++]);
    for (uint32_t i = 0; i < n_own; i++) fields[n++] = paper_form_field(ctx, &kind->fields[i], sent, STR_EMPTY);
    uint32_t n_buttons = 0;
    buttons[n_buttons++] = (FormButton){ .title = STR("Показать"), .name = STR("do"), .value = STR("look"), .primary = true, .icon = "eye" };
    buttons[n_buttons++] = (FormButton){ .title = STR("Скачать DOCX"), .name = STR("do"), .value = STR("look"), .icon = "file", .action = address(ctx, ".docx") };
    if (issues) buttons[n_buttons++] = (FormButton){ .title = STR("Выпустить с номером"), .name = STR("do"), .value = STR("issue"), .icon = "check" };
    InputForm *all = arena_one(ctx->arena, InputForm);
    *all = (InputForm){ .action = address(ctx, ""), .is_post = true, .n_fields = n, .fields = fields, .n_buttons = n_buttons, .buttons = buttons };
    if (ctx->error != NULL) all->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    doc_form(ctx->doc, parent, all);
    return true;
}

static bool issued(Ctx *ctx, const PlanRow *plan, Err *err)
{
    const IssuedPaper *rows;
    uint32_t n;
    PaperAsk ask = { .path = plan->org_path, .plan_id = plan->id, .kind = STR_EMPTY };
    if (!paper_list(ctx->db, plan->region_id, &ask, ctx->arena, &rows, &n, err)) return false;
    paper_form_list(ctx, STR("Документов по этому плану ещё не выпускали."), address(ctx, ""), n, rows);
    return true;
}

/* An order and a letter are known by their day and number; the title of a plan is too long for a name and the same at every school. */
static Str file_of(Ctx *ctx, const PlanRow *row, const PaperKind *kind, const Paper *paper)
{
    Str id = str_of(kind->id);
    if (str_eq(id, STR("order")) || str_eq(id, STR("letter"))) return paper->title;
    return row->school_year > 0 ? CTX_TEXT(ctx, "%s %d-%d %.*s", kind->title, row->school_year, row->school_year + 1, STR_ARG(row->org_name)) : CTX_TEXT(ctx, "%s %.*s", kind->title, STR_ARG(row->org_name));
}

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    const PaperKind *kind = kind_of(ctx);
    if (!plan_view_open(ctx, view, err)) return false;
    if (!is_of_plan(kind)) return err_set(err, ERR_NOT_FOUND, "Выберите документ в списке.", "Такого документа из плана не делают.");
    bool writes = who_may(ctx->who, RIGHT_PAPER_WRITE, view->row.org_path);
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    ctx->doc->title = CTX_TEXT(ctx, "Документы плана: %s", kind->title);
    ctx->doc->lead = CTX_TEXT(ctx, "%s [Реквизиты организации](/requisites?org=%.*s) встанут на свои места.", kind->purpose, STR_ARG(url_encode(ctx->arena, view->row.org_code)));
    kinds(ctx, kind);
    const Paper *paper = ctx->found;
    if (paper != NULL) {
        ctx->doc->file_name = file_of(ctx, &view->row, kind, paper);
        doc_office(ctx->doc, NULL, paper);
    }
    return form(ctx, paper != NULL ? doc_panel(ctx->doc, NULL, STR("Поправить")) : NULL, view, kind, writes, err) && issued(ctx, &view->row, err);
}

static bool act(Ctx *ctx, Err *err)
{
    PlanView view = { 0 };
    const PaperKind *kind = kind_of(ctx);
    IssuedPaper issued_row;
    if (!plan_view_open(ctx, &view, err)) return false;
    if (!is_of_plan(kind)) return err_set(err, ERR_INPUT, "Выберите документ в списке.", "Такого документа из плана не делают.");
    uint32_t edition = edition_of(ctx, &view);
    PaperDraft draft = { .kind = kind, .edition = edition > 0 || view.row.edition == 0 ? edition : PAPER_CORRECTED, .values = paper_form_values(ctx, kind), .number = str_trim(ctx_field(ctx, "paper_number")), .site = entry_address(ctx, STR_EMPTY) };
    if (!date_parse(ctx_field(ctx, "paper_day"), &draft.day)) return err_set(err, ERR_INPUT, "Выберите день документа.", "День не назван.");
    if (str_eq(ctx_field(ctx, "do"), STR("issue"))) {
        if (!flow_paper_issue(ctx->flow, ctx->who, view.row.number, &draft, ctx->arena, &issued_row, err)) return false;
        ctx_done(ctx, paper_form_issued(ctx, kind, &issued_row));
        return ctx_go(ctx, CTX_TEXT(ctx, "%.*s?kind=%s", STR_ARG(address(ctx, "")), kind->id));
    }
    Paper *paper = arena_one(ctx->arena, Paper);
    return flow_paper_of_plan(ctx->db, &view.row, &draft, view.today, ctx->arena, paper, err) && ctx_stay(ctx, paper);
}

const Page page_plan_papers = { .path = "/plans/:plan/papers", .title = "Документы плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/papers", .show = show, .act = act };
