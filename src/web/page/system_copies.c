/* Copies of the database: what there is, one more now, one to carry away. */
#include "base/number.h"
#include "flow/backup.h"
#include "flow/job.h"
#include "flow/place.h"
#include "flow/setting.h"
#include "web/ask.h"
#include "web/system.h"

static void add_table(Ctx *ctx, const Copy *copies, uint32_t n)
{
    static const Column columns[] = { { .head = { "копия", 10 } }, { .head = { "когда", 10 } }, { .head = { "мегабайт", 16 }, .kind = COLUMN_NUMBER, .decimals = 1 } };
    Table *table = table_new(ctx->doc, STR("copies"), STR("Копии в папке copies"), 3, columns, n);
    table->empty = STR("Копий ещё нет: нажмите «Сделать копию сейчас».");
    for (uint32_t i = 0; i < n; i++) {
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_link(copies[i].name, CTX_TEXT(ctx, "/system/copies/%.*s", STR_ARG(copies[i].name)));
        row[1] = cell_text(ctx_moment(ctx, copies[i].made_at));
        row[2] = cell_dec((double)copies[i].n_bytes / 1e6);
    }
    doc_table(ctx->doc, NULL, table);
}

static bool show(Ctx *ctx, Err *err)
{
    const Copy *copies;
    uint32_t n;
    int64_t verified_at, nightly, hour, keep;
    if (!copy_list(place_copies(flow_url(ctx->flow), ctx->arena), ctx->arena, &copies, &n, err)) return false;
    if (!setting_int(ctx->db, "backup.verified_at", &verified_at, err) || !setting_int(ctx->db, "backup.nightly", &nightly, err) || !setting_int(ctx->db, "backup.hour", &hour, err) ||
        !setting_int(ctx->db, "backup.keep", &keep, err)) return false;
    system_tabs(ctx, "/system/copies");
    ctx->doc->title = verified_at > 0 ? CTX_TEXT(ctx, "Последняя проверенная копия — %.*s", STR_ARG(ctx_moment(ctx, verified_at))) : STR("Проверенной копии ещё нет");
    ctx->doc->lead = nightly != 0 ? CTX_TEXT(ctx, "Каждую ночь в %lld:00 база копируется в один файл, он прочитывается обратно и сравнивается. Хранятся последние %lld; порядок меняется в [настройках](/system/settings).", (long long)hour, (long long)keep)
                                  : STR("Ночная копия выключена в [настройках](/system/settings): делайте копии сами.");
    add_table(ctx, copies, n);
    Button *now = ask_post(ctx, STR("/system/copies"), "Сделать копию сейчас", 0, NULL);
    now->primary = true;
    doc_buttons(ctx->doc, NULL, 1, now, STR_EMPTY);
    doc_note(ctx->doc, NULL, NOTE_INFO, STR("Держите хотя бы одну копию на другой машине."),
             STR("Восстановление: «merilo restore КОПИЯ --db новая.db» — в пустое место, прежняя база не тронется. В копии персональные данные сотрудников: кто и когда её скачал, записано в журнале."));
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Org root;
    uint32_t number;
    if (!flow_demand_system(ctx->flow, ctx->who, &root, ctx->arena, err)) return false;
    JobAsk ask = { .kind = "backup", .region_id = root.id, .org_id = root.id, .args = STR_EMPTY, .once = true };
    if (!flow_job_ask(ctx->flow, ctx->who, &ask, &number, err)) return false;
    return ctx_go(ctx, CTX_TEXT(ctx, "/jobs/%u", number));
}

const Page page_system_copies = { .path = "/system/copies", .title = "Копии базы", .section = SECTION_SYSTEM, .right = RIGHT_SYSTEM, .org_of = system_root, .show = show, .act = act };
