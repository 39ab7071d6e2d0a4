/* One record: what it says, where it stands, what can be done with it, what it is joined with. */
#include "base/date.h"
#include "base/utf8.h"
#include "flow/session.h"
#include "publish/paper_record.h"
#include "publish/rich.h"
#include "web/record_view.h"
#include "web/url.h"

static const Param params[] = { { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 }, { .name = "number", .kind = PARAM_INT, .title = "номер записи", .min = 1, .max = UINT32_MAX }, RECORD_VIA, { .name = NULL } };

static void head(Ctx *ctx, const RecordPage *page)
{
    int32_t day;
    const RecordField *day_field = record_field_find(page->type->fields, str_of(page->type->day_field));
    Str *facts = arena_array(ctx->arena, Str, 4);
    if (page->is_sent) record_sent_crumbs(ctx, page);
    else record_part_crumbs(ctx, page->type, 0);
    ctx->doc->kicker = CTX_TEXT(ctx, "%.*s № %u · %.*s", STR_ARG(record_part_capital(ctx, page->type->one)), page->row.number, STR_ARG(rich_escape(ctx->arena, page->row.org_name)));
    ctx->doc->title = page->open ? rich_escape(ctx->arena, page->row.title) : STR("Закрытая запись");
    facts[ctx->doc->n_factline++] = CTX_TEXT(ctx, "**%s**", record_state_title(page->type, page->row.state));
    if (date_parse(page->row.day, &day)) facts[ctx->doc->n_factline++] = CTX_TEXT(ctx, "%.*s — %.*s", STR_ARG(utf8_fold(ctx->arena, str_of(day_field->title))), STR_ARG(date_short(ctx->arena, day)));
    if (page->row.deleted_at != 0 && !page->is_sent) facts[ctx->doc->n_factline++] = CTX_TEXT(ctx, "**в корзине** с %.*s", STR_ARG(ctx_day(ctx, page->row.deleted_at)));
    if (page->row.restricted && page->open) facts[ctx->doc->n_factline++] = STR("закрытая запись, открыта вам на 15 минут");
    ctx->doc->factline = facts;
}

/* What this register prints: «Протокол», «Выписка из протокола». */
static void add_papers(Ctx *ctx, Node *side, const RecordPage *page)
{
    const PaperKind *kind;
    Node *panel = NULL;
    for (uint32_t i = 0; (kind = paper_record_kind(page->type, i)) != NULL; i++) {
        if (panel == NULL) panel = doc_panel(ctx->doc, side, STR("Напечатать"));
        doc_text(ctx->doc, panel, CTX_TEXT(ctx, "[%s](%.*s?kind=%s)", kind->title, STR_ARG(record_address(ctx, page->type, page->row.number, "/papers")), kind->id));
    }
}

static void add_buttons(Ctx *ctx, const RecordPage *page)
{
    Button *buttons = arena_array(ctx->arena, Button, 5);
    uint32_t n = 0;
    if (!page->may_write) return;
    if (page->row.deleted_at != 0) {
        buttons[n++] = record_view_step(ctx, page, "restore", STR_EMPTY, STR("Вернуть из корзины"), STR_EMPTY);
        doc_buttons(ctx->doc, NULL, n, buttons, STR_EMPTY);
        return;
    }
    bool sealed = record_sealed(page->type, page->row.state);
    if (!sealed) buttons[n++] = (Button){ .title = STR("Править"), .href = record_address(ctx, page->type, page->row.number, "/edit"), .icon = "pen" };
    if (strcmp(page->type->id, "event") == 0)
        buttons[n++] = (Button){ .title = STR("Составить протокол"), .href = CTX_TEXT(ctx, "/records/minutes/new?org=%.*s&of=event/%u", STR_ARG(url_encode(ctx->arena, page->row.org_code)), page->row.number) };
    /* Letters and orders go down the tree: who has read it, who has done it. */
    if (!page->row.restricted && strstr(page->type->capabilities, "C57") != NULL && page->row.org_kind != ORG_SCHOOL && who_may(ctx->who, RIGHT_PLAN_WRITE, page->row.org_path))
        buttons[n++] = (Button){ .title = STR("Отправить вниз"), .href = CTX_TEXT(ctx, "/cascades/new?record=%s/%u&org=%.*s", page->type->id, page->row.number, STR_ARG(url_encode(ctx->arena, page->row.org_code))), .icon = "down" };
    if (!sealed) buttons[n++] = record_view_step(ctx, page, "basket", STR_EMPTY, STR("В корзину"), STR_EMPTY);
    doc_buttons(ctx->doc, NULL, n, buttons, sealed ? STR("Слова и данные больше не меняются; исправить — через «Что дальше».") : STR_EMPTY);
}

static void add_open(Ctx *ctx, const RecordPage *page)
{
    doc_text(ctx->doc, NULL, STR("Запись [закрыта](?restricted): её открывают, когда это нужно для дела."));
    if (!who_may(ctx->who, flow_record_open_right(ctx->who, &page->row), page->row.org_path)) return;
    Field reason = { .kind = FIELD_TEXT, .name = STR("reason"), .label = STR("Зачем открываете"), .hint = STR("Причину запишут в журнал."), .max_length = 300 };
    record_view_form(ctx, NULL, page, "open", "Открыть", false, 1, &reason);
}

static bool show(Ctx *ctx, Err *err)
{
    RecordPage *page = arena_one(ctx->arena, RecordPage);
    if (!record_part_read(ctx, page, err)) return false;
    head(ctx, page);
    if (!page->open) {
        add_open(ctx, page);
        return true;
    }
    if (page->is_sent) return record_sent_show(ctx, page, err);
    add_buttons(ctx, page);
    Node *main, *side;
    doc_aside(ctx->doc, NULL, &main, &side);
    record_view_data(ctx, main, page);
    if (!record_view_frozen(ctx, main, page, err)) return false;
    if (page->may_write && page->row.deleted_at == 0) {
        Node *panel = doc_panel(ctx->doc, side, STR("Что дальше"));
        record_view_moves(ctx, panel, page);
        if (!record_view_control(ctx, panel, page, err)) return false;
    }
    add_papers(ctx, side, page);
    if (!record_view_people(ctx, side, page, err) || !record_view_evidence(ctx, side, page, err) || !record_view_files(ctx, side, page, err) || !record_view_links(ctx, side, page, err) || !record_view_notes(ctx, main, page, err) || !record_view_versions(ctx, main, page, err)) return false;
    Node *journal = doc_add(ctx->doc, main, NODE_DETAILS);
    journal->text = STR("Журнал записи");
    return ctx_history(ctx, journal, CTX_TEXT(ctx, "record/%s/%u", page->type->id, page->row.number), err);
}

/* ---- steps ---- */

static bool step_unlink(Ctx *ctx, const RecordPage *page, Err *err)
{
    RecordLink *links;
    uint32_t n;
    if (!record_links(flow_reader(ctx->flow), &page->row, ctx->arena, &links, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(links[i].kind, ctx_field(ctx, "kind")) && str_eq(links[i].to_key, ctx_field(ctx, "key"))) return flow_record_unlink(ctx->flow, ctx->who, page->row.type, page->row.number, links[i].id, err);
    return true; /* gone already */
}

/* What was typed is wrong, not the page: the form is shown again. */
static bool typed(bool done, Err *err)
{
    if (!done && err->code == ERR_NOT_FOUND) err->code = ERR_INPUT;
    return done;
}

static bool step_unfile(Ctx *ctx, const RecordPage *page, Err *err)
{
    RecordFile *files;
    uint32_t n;
    if (!record_files(flow_reader(ctx->flow), &page->row, ctx->arena, &files, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(files[i].sha256, ctx_field(ctx, "what"))) return flow_record_unfile(ctx->flow, ctx->who, page->row.type, page->row.number, files[i].id, err);
    return true;
}

static bool step_file(Ctx *ctx, const RecordPage *page, Err *err)
{
    if (ctx->request->n_files == 0 || ctx->request->files[0].bytes.n == 0) return err_set(err, ERR_INPUT, "Нажмите «Выбрать файл».", "Файл не выбран.");
    const UploadedFile *file = &ctx->request->files[0];
    return flow_record_file(ctx->flow, ctx->who, page->row.type, page->row.number, file->name, file->bytes, err);
}

/* Another page's tables, by this person's own right, as they are at this moment. */
static bool step_freeze(Ctx *ctx, const RecordPage *page, Err *err)
{
    const Doc *doc;
    Str address, bytes;
    if (!ctx_document(ctx, str_trim(ctx_field(ctx, "address")), &doc, &address, err)) return false;
    if (!frozen_write(doc, str_trim(ctx_field(ctx, "table")), address, date_of_time(ctx->now), ctx_moment(ctx, ctx->now), ctx->arena, &bytes, err)) return false;
    return flow_record_freeze(ctx->flow, ctx->who, page->row.type, page->row.number, rich_plain(ctx->arena, doc->title), address, bytes, err);
}

static bool take_step(Ctx *ctx, const RecordPage *page, Str step, Str *said, Err *err)
{
    Flow *flow = ctx->flow;
    const Who *who = ctx->who;
    Str type = page->row.type;
    uint32_t number = page->row.number;
    *said = STR("Сделано.");
    if (str_eq(step, STR("move"))) return flow_record_move(flow, who, type, number, ctx_field(ctx, "what"), STR_EMPTY, err);
    if (str_starts(step, STR("move-"))) return flow_record_move(flow, who, type, number, str_slice(step, 5, step.n), ctx_field(ctx, "reason"), err);
    if (str_eq(step, STR("note"))) return *said = STR("Замечание записано."), flow_record_note(flow, who, type, number, ctx_field(ctx, "words"), err);
    if (str_eq(step, STR("link"))) return *said = STR("Связь добавлена."), typed(flow_record_link(flow, who, type, number, ctx_field(ctx, "address"), ctx_field(ctx, "title"), err), err);
    if (str_eq(step, STR("freeze"))) return *said = STR("Данные вставлены и больше не изменятся."), typed(step_freeze(ctx, page, err), err);
    if (str_eq(step, STR("unlink"))) return *said = STR("Связь убрана."), step_unlink(ctx, page, err);
    if (str_eq(step, STR("file"))) return *said = STR("Файл приложен."), step_file(ctx, page, err);
    if (str_eq(step, STR("unfile"))) return *said = STR("Файл убран."), step_unfile(ctx, page, err);
    if (str_eq(step, STR("basket"))) return *said = STR("Запись в корзине. Вернуть её можно здесь же."), flow_record_basket(flow, who, type, number, false, err);
    if (str_eq(step, STR("restore"))) return *said = STR("Запись возвращена."), flow_record_basket(flow, who, type, number, true, err);
    return err_set(err, ERR_INPUT, "Откройте страницу снова и выберите, что сделать.", "Не понято, что сделать.");
}

static bool act(Ctx *ctx, Err *err)
{
    RecordPage page;
    Str step = ctx_field(ctx, "step"), said;
    if (!record_part_read(ctx, &page, err)) return false;
    if (page.is_sent) return err_set(err, ERR_DENIED, page.sent.cascade_number == 0 ? "Напишите тем, кто ведёт запись." : "Отметьте «Ознакомлен» и сообщите, что сделано, в «Пришло сверху».", "Этот документ ведёт тот, кто его отправил.");
    Str here = record_address(ctx, page.type, page.row.number, "");
    if (str_eq(step, STR("open"))) {
        if (!flow_open_restricted(ctx->flow, ctx->who, ctx->session, flow_record_open_right(ctx->who, &page.row), &ctx->org, CTX_TEXT(ctx, "record/%s/%u", page.type->id, page.row.number), str_trim(ctx_field(ctx, "reason")), err)) return false;
        ctx_done(ctx, STR("Запись открыта вам на 15 минут, причина записана в журнал."));
        return ctx_go(ctx, here);
    }
    if (!page.open) return err_set(err, ERR_DENIED, "Откройте запись и напишите, зачем она нужна.", "Запись закрыта: сначала нужна причина.");
    if (str_eq(step, STR("control"))) {
        uint32_t plan;
        if (!flow_record_control(ctx->flow, ctx->who, page.row.type, page.row.number, &plan, err)) return false;
        ctx_done(ctx, STR("Решения стали пунктами. Проверьте сроки и ответственных и утвердите."));
        return ctx_go(ctx, CTX_TEXT(ctx, "/plans/%u", plan));
    }
    if (!take_step(ctx, &page, step, &said, err)) return false;
    ctx_done(ctx, said);
    return ctx_go(ctx, here);
}

const Page page_record = {
    .path = "/records/:type/:number", .title = "Запись", .section = SECTION_RECORDS, .right = RIGHT_PLAN_READ, .org_of = record_part_org_read, .params = params, .sample = "/records/event/{event}", .show = show, .act = act,
};
