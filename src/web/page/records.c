/* All registers by group, and what waits in them. */
#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "web/record_part.h"
#include "web/url.h"

enum { DUE_WITHIN = 14, DUE_SHOWN = 20 };

static const Param params[] = { { .name = "org", .kind = PARAM_TEXT, .title = "код организации", .max_length = 100 }, { .name = NULL } };

static uint32_t count_of(const RecordCount *counts, uint32_t n, const RecordType *type)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(counts[i].value, str_of(type->id))) return counts[i].n;
    return 0;
}

static bool add_due(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "что", 6 } }, { .head = { "регистр", 14 } }, { .head = { "чья запись", 19 } }, { .head = { "состояние", 18 } }, { .head = { "срок", 8 } } };
    Record *rows;
    uint32_t n, n_due = 0;
    int32_t today = date_of_time(ctx->now), until;
    if (!record_due(ctx->db, ctx->org.region_id, ctx->org.path, date_iso(ctx->arena, today + DUE_WITHIN), DUE_SHOWN, ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (record_type_find(rows[i].type) != NULL) rows[n_due++] = rows[i]; /* a register that was taken out of the program */
    if (n_due == 0) return true;
    doc_heading(ctx->doc, NULL, 2, CTX_TEXT(ctx, "Срок подошёл: %u", n_due));
    Table *table = table_new(ctx->doc, STR("due"), STR("Срок подошёл"), 5, columns, n_due);
    table->untitled = true;
    for (uint32_t i = 0; i < n_due; i++) {
        const RecordType *type = record_type_find(rows[i].type);
        bool late = date_parse(rows[i].until, &until) && until < today;
        Cell *cells = table_row(ctx->doc, table, late ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_link(record_part_title(ctx, type, &rows[i]), record_address(ctx, type, rows[i].number, ""));
        cells[1] = cell_text(str_of(type->title));
        cells[2] = cell_text(rich_escape(ctx->arena, rows[i].org_name));
        cells[3] = cell_text(str_of(record_state_title(type, rows[i].state)));
        cells[4] = cell_text(late ? CTX_TEXT(ctx, "**%.*s, прошёл**", STR_ARG(date_short(ctx->arena, until))) : date_short(ctx->arena, until));
    }
    doc_table(ctx->doc, NULL, table);
    return true;
}

static void add_group(Ctx *ctx, const char *group, const RecordCount *counts, uint32_t n)
{
    static const Column columns[] = { { .head = { "регистр", 14 }, .width = 0.2f }, { .head = { "для чего", 15 }, .width = 0.55f }, { .head = { "записей", 14 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "", 0 } } };
    uint32_t n_types = 0;
    for (const RecordType *const *type = record_registry; *type != NULL; type++) n_types += strcmp((*type)->group, group) == 0;
    Table *table = table_new(ctx->doc, CTX_TEXT(ctx, "group-%s", group), str_of(group), 4, columns, n_types);
    Str org = CTX_TEXT(ctx, "?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code)));
    for (const RecordType *const *type = record_registry; *type != NULL; type++) {
        if (strcmp((*type)->group, group) != 0) continue;
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_link(str_of((*type)->title), CTX_TEXT(ctx, "/records/%s%.*s", (*type)->id, STR_ARG(org)));
        cells[1] = cell_text(str_of((*type)->what));
        cells[2] = cell_int(count_of(counts, n, *type));
        if (!who_may(ctx->who, RIGHT_RECORD_WRITE, ctx->org.path)) continue;
        Button *fresh = arena_one(ctx->arena, Button);
        *fresh = (Button){ .title = STR("Новая запись"), .href = CTX_TEXT(ctx, "/records/%s/new%.*s", (*type)->id, STR_ARG(org)), .about = str_of((*type)->title), .quiet = true };
        cells[3] = cell_action(fresh);
    }
    doc_table(ctx->doc, NULL, table);
}

static bool show(Ctx *ctx, Err *err)
{
    RecordCount *counts;
    uint32_t n, total = 0;
    if (!record_types(ctx->db, ctx->org.region_id, ctx->org.path, ctx->arena, &counts, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) total += counts[i].n;
    ctx->doc->kicker = rich_escape(ctx->arena, ctx->org.name);
    ctx->doc->title = total == 0 ? STR("Документы: пока ни одной записи") : CTX_TEXT(ctx, "Документы: %.*s", STR_ARG(number_of(ctx->arena, total, "запись", "записи", "записей")));
    ctx->doc->lead = STR("Записи регистров подтверждают пункты планов: мероприятие, протокол или публикацию достаточно связать с пунктом.");
    if (!add_due(ctx, err)) return false;
    for (const RecordType *const *type = record_registry; *type != NULL; type++) {
        bool first = true;
        for (const RecordType *const *before = record_registry; before < type; before++) first = first && strcmp((*before)->group, (*type)->group) != 0;
        if (first) add_group(ctx, (*type)->group, counts, n);
    }
    return true;
}

/* Letters and acts whose day has passed. */
static uint32_t count(Ctx *ctx)
{
    enum { MOST = 200 };
    Record *rows;
    uint32_t n;
    if (!record_due(ctx->db, ctx->org.region_id, ctx->org.path, date_iso(ctx->arena, date_of_time(ctx->now) - 1), MOST, ctx->arena, &rows, &n, NULL) || n == 0) return NO_COUNT;
    return n;
}

const Page page_records = { .path = "/records", .title = "Документы", .section = SECTION_RECORDS, .in_menu = true, .right = RIGHT_PLAN_READ, .params = params, .show = show, .count = count };
