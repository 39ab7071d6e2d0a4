/* Papers out of a record: minutes and their extract, an order and its sheet of acquaintance: as they will be printed, and as a DOCX. Number and day are those of the record. */
#include "flow/paper.h"
#include "publish/rich.h"
#include "web/entry.h"
#include "web/paper_form.h"
#include "web/record_view.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 },
    { .name = "number", .kind = PARAM_INT, .title = "номер записи", .min = 1, .max = UINT32_MAX },
    { .name = "kind", .kind = PARAM_TEXT, .title = "какой документ", .max_length = 40 },
    RECORD_VIA,
    { .name = NULL },
};

/* NULL: this register makes none, or not this one. */
static const PaperKind *kind_of(const Ctx *ctx, const RecordType *type)
{
    Str id = ctx_field(ctx, "kind").n > 0 ? ctx_field(ctx, "kind") : ctx_param(ctx, "kind");
    const PaperKind *kind = id.n > 0 ? paper_kind_find(id) : paper_record_kind(type, 0);
    return kind != NULL && paper_record_has(type, kind) ? kind : NULL;
}

static bool open_kind(Ctx *ctx, RecordPage *page, const PaperKind **kind, Err *err)
{
    if (!record_part_open(ctx, page, err)) return false;
    *kind = kind_of(ctx, page->type);
    if (page->is_sent && *kind != paper_record_kind(page->type, 0)) *kind = NULL; /* the document itself, not who reads it at the sender's */
    return *kind != NULL || err_set(err, ERR_NOT_FOUND, "Документы делают из протоколов и приказов.", "Такого документа из этой записи не делают.");
}

static Str address(Ctx *ctx, const RecordPage *page, const char *suffix) { return record_address(ctx, page->type, page->row.number, CTX_TEXT(ctx, "/papers%s", suffix).at); }

static void kinds(Ctx *ctx, const RecordPage *page, const PaperKind *chosen)
{
    enum { MOST = 8 };
    DocLink *links = arena_array(ctx->arena, DocLink, MOST);
    const PaperKind *kind;
    uint32_t n = 0;
    for (; n < MOST && (kind = paper_record_kind(page->type, n)) != NULL; n++)
        links[n] = (DocLink){ .title = str_of(kind->title), .href = CTX_TEXT(ctx, "%.*s?kind=%s", STR_ARG(address(ctx, page, "")), kind->id), .count = NO_COUNT, .current = kind == chosen };
    doc_switch(ctx->doc, NULL, STR("Документ"), n, links);
}

/* own: values that the paper was made with; NULL: what was sent is wrong. */
static void form(Ctx *ctx, const RecordPage *page, const PaperKind *kind, const Str *own)
{
    uint32_t n = 0;
    bool sent = ctx_field(ctx, "kind").n > 0;
    Field *fields = arena_array(ctx->arena, Field, paper_kind_n_fields(kind) + 1u);
    FormButton *buttons = arena_array(ctx->arena, FormButton, 3);
    uint32_t n_buttons = 2;
    fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("kind"), .value = str_of(kind->id) };
    for (uint32_t i = 0; kind->fields[i].name != NULL; i++) fields[n++] = paper_form_field(ctx, &kind->fields[i], sent, own != NULL ? own[i] : STR_EMPTY);
    buttons[0] = (FormButton){ .title = STR("Показать"), .name = STR("do"), .value = STR("look"), .icon = "eye" };
    buttons[1] = (FormButton){ .title = STR("Скачать DOCX"), .name = STR("do"), .value = STR("look"), .icon = "file", .primary = true, .action = address(ctx, page, ".docx") };
    if (who_may(ctx->who, RIGHT_PAPER_WRITE, page->row.org_path) && who_may(ctx->who, RIGHT_RECORD_WRITE, page->row.org_path))
        buttons[n_buttons++] = (FormButton){ .title = STR("Выпустить с номером"), .name = STR("do"), .value = STR("issue"), .icon = "check" };
    InputForm *all = arena_one(ctx->arena, InputForm);
    *all = (InputForm){ .action = address(ctx, page, ""), .is_post = true, .n_fields = n, .fields = fields, .n_buttons = n_buttons, .buttons = buttons,
        .note = STR("Пустые поля берутся из записи. Выпускается под номером записи; если его нет — под следующим по порядку. Файл ляжет в запись и больше не изменится.") };
    if (ctx->error != NULL) all->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    doc_form(ctx->doc, doc_panel(ctx->doc, NULL, STR("Поправить")), all);
}

static bool issued(Ctx *ctx, const RecordPage *page, Err *err)
{
    const IssuedPaper *rows;
    uint32_t n;
    PaperAsk ask = { .path = page->row.org_path, .record_id = page->row.id, .kind = STR_EMPTY };
    if (!paper_list(ctx->db, page->row.region_id, &ask, ctx->arena, &rows, &n, err)) return false;
    paper_form_list(ctx, STR("Документов этой записи ещё не выпускали."), address(ctx, page, ""), n, rows);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    RecordPage *page = arena_one(ctx->arena, RecordPage);
    const PaperKind *kind;
    if (!open_kind(ctx, page, &kind, err)) return false;
    if (page->is_sent) record_sent_crumbs(ctx, page);
    else record_part_crumbs(ctx, page->type, page->row.number);
    ctx->doc->title = str_of(kind->title);
    if (!page->is_sent) ctx->doc->lead = CTX_TEXT(ctx, "%s [Реквизиты организации](/requisites?org=%.*s) встанут на свои места.", kind->purpose, STR_ARG(url_encode(ctx->arena, page->row.org_code)));
    if (!page->is_sent) kinds(ctx, page, kind);
    const Paper *paper = ctx->found;
    const Str *own_values = NULL;
    if (paper == NULL && ctx->error == NULL) {
        Paper *own = arena_one(ctx->arena, Paper);
        if (!flow_paper_of_record(ctx->db, &page->row, page->data, kind, NULL, ctx->arena, own, &own_values, err)) return false;
        paper = own;
    }
    if (paper != NULL) {
        ctx->doc->file_name = paper->title;
        doc_office(ctx->doc, NULL, paper);
    }
    if (page->is_sent) return true;
    form(ctx, page, kind, own_values);
    return issued(ctx, page, err);
}

static bool act(Ctx *ctx, Err *err)
{
    RecordPage page;
    const PaperKind *kind;
    if (!open_kind(ctx, &page, &kind, err)) return false;
    if (page.is_sent) return err_set(err, ERR_DENIED, "Печатается так, как написал отправитель.", "Этот документ ведёт тот, кто его отправил.");
    if (str_eq(ctx_field(ctx, "do"), STR("issue"))) {
        IssuedPaper row;
        if (!flow_paper_issue_record(ctx->flow, ctx->who, str_of(page.type->id), page.row.number, kind, paper_form_values(ctx, kind), entry_address(ctx, STR_EMPTY), ctx->arena, &row, err)) return false;
        ctx_done(ctx, paper_form_issued(ctx, kind, &row));
        return ctx_go(ctx, CTX_TEXT(ctx, "%.*s?kind=%s", STR_ARG(address(ctx, &page, "")), kind->id));
    }
    Paper *paper = arena_one(ctx->arena, Paper);
    const Str *used;
    return flow_paper_of_record(ctx->db, &page.row, page.data, kind, paper_form_values(ctx, kind), ctx->arena, paper, &used, err) && ctx_stay(ctx, paper);
}

const Page page_record_papers = { .path = "/records/:type/:number/papers", .title = "Документы записи", .section = SECTION_RECORDS, .right = RIGHT_PLAN_READ, .org_of = record_part_org_read, .params = params,
    .sample = "/records/minutes/{minutes}/papers", .show = show, .act = act };
