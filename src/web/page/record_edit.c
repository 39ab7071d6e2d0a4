/* Correcting a record. When another has changed it meanwhile, both texts are put together and what clashes is shown: pressing again saves. */
#include "publish/rich.h"
#include "web/record_form.h"

static const Param params[] = { { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 }, { .name = "number", .kind = PARAM_INT, .title = "номер записи", .min = 1, .max = UINT32_MAX }, { .name = NULL } };

static void add_clashes(Ctx *ctx, const RecordVersion *latest, uint32_t n_theirs, const RecordChange *theirs, uint32_t n_clashes, const RecordChange *clashes)
{
    static const Column columns[] = { { .head = { "что", 6 } }, { .head = { "стало у другого", 28 } }, { .head = { "у вас", 9 } } };
    Str who = latest->who.n > 0 ? rich_escape(ctx->arena, latest->who) : STR("Другой человек");
    Node *panel = doc_panel(ctx->doc, NULL, CTX_TEXT(ctx, "Пока вы правили, запись изменили: %.*s, %.*s", STR_ARG(who), STR_ARG(ctx_moment(ctx, latest->made_at))));
    Str *lines = arena_array(ctx->arena, Str, n_theirs + 1u);
    for (uint32_t i = 0; i < n_theirs; i++)
        lines[i] = CTX_TEXT(ctx, "%.*s: %.*s → **%.*s**", STR_ARG(theirs[i].title), STR_ARG(theirs[i].before.n > 0 ? rich_escape(ctx->arena, theirs[i].before) : STR("пусто")), STR_ARG(theirs[i].after.n > 0 ? rich_escape(ctx->arena, theirs[i].after) : STR("пусто")));
    doc_list(ctx->doc, panel, n_theirs, lines);
    if (n_clashes == 0) {
        doc_text(ctx->doc, panel, STR("Вы меняли другое: в форме ниже стоят и его изменения, и ваши. Проверьте и сохраните."));
        return;
    }
    doc_text(ctx->doc, panel, STR("Здесь изменения сошлись на одном месте. В форме стоит ваше; если вернее другое, перенесите его и сохраните."));
    Table *table = table_new(ctx->doc, STR("clashes"), STR("Сошлись на одном месте"), 3, columns, n_clashes);
    table->untitled = true;
    for (uint32_t i = 0; i < n_clashes; i++) {
        Cell *cells = table_row(ctx->doc, table, ROW_ATTENTION);
        cells[0] = cell_text(clashes[i].title);
        cells[1] = clashes[i].before.n > 0 ? cell_text(rich_escape(ctx->arena, clashes[i].before)) : cell_missing();
        cells[2] = clashes[i].after.n > 0 ? cell_text(rich_escape(ctx->arena, clashes[i].after)) : cell_missing();
    }
    doc_table(ctx->doc, panel, table);
}

static uint32_t seen_revision(const Ctx *ctx)
{
    long long revision;
    return str_to_int(ctx_field(ctx, "revision"), &revision) && revision > 0 && revision < UINT32_MAX ? (uint32_t)revision : 0;
}

static bool merge(Ctx *ctx, const RecordPage *page, RecordForm *form, Err *err)
{
    RecordVersion seen, latest;
    bool found, there;
    RecordData *base;
    const RecordChange *theirs, *clashes;
    uint32_t n_theirs, n_clashes;
    DbRead *db = flow_reader(ctx->flow);
    if (!record_version_get(db, &page->row, seen_revision(ctx), ctx->arena, &seen, &found, err) || !record_version_get(db, &page->row, page->row.revision, ctx->arena, &latest, &there, err)) return false;
    if (!found || !there) return true;
    if (!record_data_read(page->type, seen.fields, ctx->arena, &base, err)) return false;
    const RecordComplaint *ignored;
    uint32_t n;
    if (!flow_record_check(db, ctx->who, page->type, page->row.org_path, form->data, ctx->arena, &n, &ignored, err)) return false; /* typed values as they would be kept: else spaces would clash */
    record_diff(base, page->data, page->look, ctx->arena, &n_theirs, &theirs);
    form->data = record_merge(base, form->data, page->data, page->look, ctx->arena, &n_clashes, &clashes);
    add_clashes(ctx, &latest, n_theirs, theirs, n_clashes, clashes);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    RecordPage page;
    if (!record_part_open(ctx, &page, err)) return false;
    RecordForm form = { .action = record_address(ctx, page.type, page.row.number, "/edit"), .button = "Сохранить", .org = &ctx->org, .n_blank = 3, .data = page.data, .revision = page.row.revision, .restricted = page.row.restricted };
    record_part_crumbs(ctx, page.type, page.row.number);
    ctx->doc->kicker = rich_escape(ctx->arena, ctx->org.name);
    ctx->doc->title = CTX_TEXT(ctx, "Правка: %.*s", STR_ARG(page.row.restricted ? CTX_TEXT(ctx, "%s № %u", page.type->one, page.row.number) : rich_escape(ctx->arena, page.row.title)));
    if (record_sealed(page.type, page.row.state) && ctx->error == NULL) {
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Слова и данные больше не меняются."), CTX_TEXT(ctx, "Сейчас здесь «%s». Чтобы исправить, сделайте на [странице записи](%.*s) шаг назад: причина останется в журнале.", record_state_title(page.type, page.row.state),
            STR_ARG(record_address(ctx, page.type, page.row.number, ""))));
        return true;
    }
    if (ctx->error != NULL) {
        form.data = record_form_read(ctx, page.type, page.row.org_path, page.data);
        form.restricted = ctx_field(ctx, "restricted").n > 0;
        if (ctx->error->code == ERR_CONFLICT && seen_revision(ctx) != page.row.revision && !merge(ctx, &page, &form, err)) return false;
        if (ctx->error->code == ERR_INPUT && !flow_record_check(flow_reader(ctx->flow), ctx->who, page.type, page.row.org_path, form.data, ctx->arena, &form.n_complaints, &form.complaints, err)) return false;
    }
    return record_form_show(ctx, NULL, &form, err);
}

static bool act(Ctx *ctx, Err *err)
{
    RecordPage page;
    if (!record_part_open(ctx, &page, err)) return false;
    RecordEdit edit = { .type = page.row.type, .number = page.row.number, .revision = seen_revision(ctx), .data = record_form_read(ctx, page.type, page.row.org_path, page.data), .restricted = ctx_field(ctx, "restricted").n > 0 };
    if (!flow_record_save(ctx->flow, ctx->who, &edit, NULL, err)) return false;
    ctx_done(ctx, STR("Сохранено."));
    return ctx_go(ctx, record_address(ctx, page.type, page.row.number, ctx_field(ctx, "more").n > 0 ? "/edit" : ""));
}

const Page page_record_edit = {
    .path = "/records/:type/:number/edit", .title = "Правка записи", .section = SECTION_RECORDS, .right = RIGHT_RECORD_WRITE, .org_of = record_part_org, .params = params, .sample = "/records/event/{event}/edit", .no_formats = true, .show = show, .act = act,
};
