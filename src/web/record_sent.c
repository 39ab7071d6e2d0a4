/* A record as its addressee sees it: the document, its files, what it rests on, and the acknowledgement. What the sender does with it stays with the sender. */
#include "base/date.h"
#include "publish/paper_record.h"
#include "publish/rich.h"
#include "web/record_view.h"
#include "web/url.h"

static Str via_of(Ctx *ctx, const RecordPage *page)
{
    Str via = ctx_param(ctx, "via");
    return via.n > 0 ? via : CTX_TEXT(ctx, "%s/%u", page->type->id, page->row.number);
}

Str record_view_via(Ctx *ctx)
{
    Str via = ctx_param(ctx, "via");
    return via.n > 0 ? CTX_TEXT(ctx, "?via=%.*s", STR_ARG(url_encode(ctx->arena, via))) : STR_EMPTY;
}

void record_sent_crumbs(Ctx *ctx, const RecordPage *page)
{
    if (page->sent.cascade_number == 0) {
        record_part_crumbs(ctx, page->type, 0);
        return;
    }
    DocLink *crumbs = arena_array(ctx->arena, DocLink, 2);
    crumbs[0] = (DocLink){ .title = STR("Пришло сверху"), .href = STR("/inbox"), .count = NO_COUNT };
    crumbs[1] = (DocLink){ .title = page->sent.title, .href = CTX_TEXT(ctx, "/inbox/%u?org=%.*s", page->sent.cascade_number, STR_ARG(url_encode(ctx->arena, page->sent.org_code))), .count = NO_COUNT };
    ctx->doc->n_crumbs = 2;
    ctx->doc->crumbs = crumbs;
}

void record_sent_seen(Ctx *ctx, Node *parent, const CascadeTo *one, bool back)
{
    DocPair *pairs = arena_array(ctx->arena, DocPair, 2);
    pairs[0] = (DocPair){ STR("do"), STR("seen") };
    pairs[1] = (DocPair){ STR("back"), STR("record") };
    Button *button = ask_post(ctx, CTX_TEXT(ctx, "/inbox/%u?org=%.*s", one->cascade_number, STR_ARG(url_encode(ctx->arena, one->org_code))), "Ознакомлен", back ? 2 : 1, pairs);
    button->primary = true, button->icon = "check";
    if (one->seen_at != 0) doc_text(ctx->doc, parent, CTX_TEXT(ctx, "Ознакомлены %.*s, %.*s.", STR_ARG(ctx_day(ctx, one->seen_at)), STR_ARG(rich_escape(ctx->arena, one->seen_who))));
    else if (who_may(ctx->who, RIGHT_PLAN_WRITE, one->org_path)) doc_buttons(ctx->doc, parent, 1, button, STR("Отметка с вашим именем и временем уйдёт тому, кто отправил."));
    else doc_text(ctx->doc, parent, STR("Отметку об ознакомлении ставит координатор вашей организации."));
}

static void sent_panel(Ctx *ctx, Node *side, const RecordPage *page)
{
    const CascadeTo *one = &page->sent;
    int32_t day;
    if (one->cascade_number == 0) {
        doc_text(ctx->doc, doc_panel(ctx->doc, side, str_of(page->type->people->title)), CTX_TEXT(ctx, "Вы в этом списке. Ведёт: %.*s.", STR_ARG(rich_escape(ctx->arena, one->from_name))));
        return;
    }
    Node *panel = doc_panel(ctx->doc, side, STR("Вам отправили"));
    doc_text(ctx->doc, panel, CTX_TEXT(ctx, "От: %.*s.", STR_ARG(rich_escape(ctx->arena, one->from_name))));
    if (one->words.n > 0) doc_text(ctx->doc, panel, rich_escape(ctx->arena, one->words));
    if (one->seen_at == 0 && date_parse(one->see_by, &day)) doc_text(ctx->doc, panel, CTX_TEXT(ctx, "Ознакомиться до **%.*s**.", STR_ARG(date_short(ctx->arena, day))));
    record_sent_seen(ctx, panel, one, ctx_param(ctx, "via").n == 0);
    ask_links(ctx, panel, 1, "Сообщить, что сделано", CTX_TEXT(ctx, "/inbox/%u?org=%.*s", one->cascade_number, STR_ARG(url_encode(ctx->arena, one->org_code))));
}

static bool bases_panel(Ctx *ctx, Node *side, const RecordPage *page, Err *err)
{
    const Str *keys;
    uint32_t n, n_items = 0;
    if (ctx_param(ctx, "via").n > 0) return true; /* one step: what this rests on was not sent with it */
    if (!flow_record_bases(ctx->db, &page->row, page->type, page->data, ctx->arena, &keys, &n, err)) return false;
    Str *items = arena_array(ctx->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        size_t at = str_find(keys[i], STR("/"));
        long long number;
        const RecordType *type = record_type_find(str_slice(keys[i], 0, at));
        Record row;
        bool found;
        if (type == NULL || !str_to_int(str_slice(keys[i], at + 1, keys[i].n), &number)) continue;
        if (!record_get(ctx->db, page->row.region_id, str_of(type->id), (uint32_t)number, ctx->arena, &row, &found, err)) return false;
        if (found && row.deleted_at == 0 && !row.restricted)
            items[n_items++] = CTX_TEXT(ctx, "%s: [%.*s](%.*s?via=%.*s)", type->one, STR_ARG(rich_escape(ctx->arena, row.title)), STR_ARG(record_address(ctx, type, row.number, "")), STR_ARG(url_encode(ctx->arena, via_of(ctx, page))));
    }
    if (n_items == 0) return true;
    doc_list(ctx->doc, doc_panel(ctx->doc, side, STR("На чём основано")), n_items, items);
    return true;
}

bool record_sent_show(Ctx *ctx, const RecordPage *page, Err *err)
{
    Node *main, *side;
    if (page->row.deleted_at != 0) doc_note(ctx->doc, NULL, NOTE_INFO, STR("Отправитель убрал этот документ."), STR("Он показан таким, каким был."));
    else if (ctx_param(ctx, "via").n > 0) doc_note(ctx->doc, NULL, NOTE_INFO, STR("Приложено к отправленному."), CTX_TEXT(ctx, "На этот документ опирается [то, что вам отправили](/records/%.*s).", STR_ARG(ctx_param(ctx, "via"))));
    doc_aside(ctx->doc, NULL, &main, &side);
    record_view_data(ctx, main, page);
    if (!record_view_frozen(ctx, main, page, err)) return false;
    if (ctx_param(ctx, "via").n == 0) sent_panel(ctx, side, page);
    const PaperKind *kind = paper_record_kind(page->type, 0);
    if (kind != NULL) doc_text(ctx->doc, doc_panel(ctx->doc, side, STR("Напечатать")), CTX_TEXT(ctx, "[%s](%.*s%.*s)", kind->title, STR_ARG(record_address(ctx, page->type, page->row.number, "/papers")), STR_ARG(record_view_via(ctx))));
    return record_view_files(ctx, side, page, err) && bases_panel(ctx, side, page, err);
}
