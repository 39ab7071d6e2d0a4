/* Data that a record cites: frozen copies of pages. */
#include "publish/frozen.h"
#include "publish/rich.h"
#include "store/attachment.h"
#include "web/record_view.h"

static bool show_one(Ctx *ctx, Node *parent, const RecordPage *page, const RecordLink *link, Err *err)
{
    Str bytes;
    bool found;
    FrozenCopy copy;
    if (!attachment_get(ctx->db, page->row.region_id, link->to_key, ctx->arena, &bytes, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Скажите администратору: в базе пропал файл.", "Вставленных данных нет в базе.");
    if (!frozen_read(bytes, link->to_key, ctx->arena, &copy, err)) return false;
    Node *panel = doc_panel(ctx->doc, parent, STR_EMPTY);
    frozen_show(ctx->doc, panel, &copy, link->to_key);
    Button *buttons = arena_array(ctx->arena, Button, 2);
    uint32_t n = 0;
    buttons[n++] = (Button){ .title = STR("Скачать для сверки"), .about = copy.title, .href = record_address(ctx, page->type, page->row.number, CTX_TEXT(ctx, "/files/%.*s%.*s", STR_ARG(link->to_key), STR_ARG(record_view_via(ctx))).at), .quiet = true };
    if (page->may_write && !record_sealed(page->type, page->row.state)) {
        DocPair *pairs = arena_array(ctx->arena, DocPair, 3);
        pairs[0] = (DocPair){ STR("step"), STR("unlink") }, pairs[1] = (DocPair){ STR("kind"), link->kind }, pairs[2] = (DocPair){ STR("key"), link->to_key };
        buttons[n++] = (Button){ .title = STR("Убрать из записи"), .about = copy.title, .href = record_address(ctx, page->type, page->row.number, ""), .is_post = true, .quiet = true, .n_pairs = 3, .pairs = pairs };
    }
    doc_buttons(ctx->doc, panel, n, buttons, STR_EMPTY);
    return true;
}

bool record_view_frozen(Ctx *ctx, Node *parent, const RecordPage *page, Err *err)
{
    RecordLink *links;
    uint32_t n, n_frozen = 0;
    bool may_add = page->may_write && page->row.deleted_at == 0 && !record_sealed(page->type, page->row.state);
    if (page->type->frozen == NULL) return true;
    if (!record_links(ctx->db, &page->row, ctx->arena, &links, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) n_frozen += str_eq(links[i].kind, STR("frozen"));
    if (n_frozen == 0 && !may_add) return true;
    doc_heading(ctx->doc, parent, 2, str_of(page->type->frozen));
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(links[i].kind, STR("frozen")) && !show_one(ctx, parent, page, &links[i], err)) return false;
    if (!may_add) return true;
    bool failed = ctx->error != NULL && str_eq(ctx_field(ctx, "step"), STR("freeze"));
    Node *holder = failed ? parent : doc_add(ctx->doc, parent, NODE_DETAILS);
    if (!failed) holder->text = STR("Вставить данные со страницы Мерила");
    Field fields[] = {
        { .kind = FIELD_TEXT, .name = STR("address"), .label = STR("Адрес страницы"), .max_length = 2000,
            .hint = STR("Откройте результаты в нужном виде, нажмите «Ссылка» и вставьте адрес сюда. Таблицы и диаграммы запишутся такими, какие они сейчас, с контрольной суммой.") },
        { .kind = FIELD_TEXT, .name = STR("table"), .label = STR("Только эту таблицу"), .optional = true, .max_length = 200, .hint = STR("Слово из её названия: «баллы», «задания». Пусто — все таблицы страницы.") },
    };
    record_view_form(ctx, holder, page, "freeze", "Вставить данные", false, 2, fields);
    return true;
}
