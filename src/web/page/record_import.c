/* A table of records: looked at first, errors at their rows, then the clean rows are written. */
#include "base/number.h"
#include "publish/rich.h"
#include "web/record_part.h"
#include "web/table_import.h"
#include "web/url.h"

enum { SHOWN = 200 };

static const Param params[] = {
    { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации", .max_length = 100 },
    TABLE_IMPORT_PARAM,
    { .name = NULL },
};

static Str here(Ctx *ctx, const RecordType *type, Str file)
{
    return table_import_address(ctx, CTX_TEXT(ctx, "/records/%s/import?org=%.*s", type->id, STR_ARG(url_encode(ctx->arena, ctx->org.code))), file);
}

static void first_step(Ctx *ctx, const RecordType *type)
{
    ctx->doc->title = CTX_TEXT(ctx, "%s из таблицы", type->title);
    ctx->doc->lead = CTX_TEXT(ctx, "Записи станут записями организации «%.*s». Сначала программа покажет, что поняла; ничего не запишется, пока вы не подтвердите.", STR_ARG(rich_escape(ctx->arena, ctx->org.name)));
    ask_links(ctx, NULL, 1, "Образец таблицы", record_address(ctx, type, 0, "/sample"));
    table_import_form(ctx, here(ctx, type, STR_EMPTY), "— названия полей, как в образце; порядок любой, лишние столбцы не мешают.", "Вместе со строкой названий.");
}

static void add_complaints(Ctx *ctx, const RecordTable *table)
{
    static const Column columns[] = { { .head = { "строка", 12 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "поле", 8 } }, { .head = { "что не так и как исправить", 47 } } };
    uint32_t n = 0;
    if (table->n_clean == table->n_rows) return;
    doc_heading(ctx->doc, NULL, 2, STR("Эти строки не будут записаны"));
    Table *out = table_new(ctx->doc, STR("complaints"), STR("Замечания"), 3, columns, SHOWN);
    out->untitled = true;
    for (uint32_t i = 0; i < table->n_rows; i++)
        for (uint32_t k = 0; k < table->rows[i].n_complaints && n < SHOWN; k++, n++) {
            Cell *cells = table_row(ctx->doc, out, ROW_PLAIN);
            cells[0] = cell_int(table->rows[i].row);
            cells[1] = cell_text(table->rows[i].complaints[k].title);
            cells[2] = cell_text(rich_escape(ctx->arena, table->rows[i].complaints[k].words));
        }
    doc_table(ctx->doc, NULL, out);
}

static void add_clean(Ctx *ctx, const RecordType *type, const RecordTable *table)
{
    static const Column columns[] = { { .head = { "строка", 12 }, .kind = COLUMN_NUMBER, .open = true, .width = 0.08f }, { .head = { "запись", 12 } }, { .head = { "день", 8 } } };
    if (table->n_clean == 0) return;
    doc_heading(ctx->doc, NULL, 2, STR("Эти строки станут записями"));
    Table *out = table_new(ctx->doc, STR("clean"), STR("Записи"), 3, columns, table->n_clean < SHOWN ? table->n_clean : SHOWN);
    out->untitled = true;
    const RecordField *day = record_field_find(type->fields, str_of(type->day_field));
    for (uint32_t i = 0; i < table->n_rows && out->n_rows < SHOWN; i++) {
        if (table->rows[i].n_complaints > 0) continue;
        Cell *cells = table_row(ctx->doc, out, ROW_PLAIN);
        cells[0] = cell_int(table->rows[i].row);
        cells[1] = cell_text(rich_escape(ctx->arena, record_title(table->rows[i].data, ctx->arena)));
        cells[2] = cell_text(record_field_words(day, NULL, ctx->arena, record_day(table->rows[i].data)));
    }
    doc_table(ctx->doc, NULL, out);
    if (table->n_clean > SHOWN) doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "Показаны первые %d строк; запишутся все.", SHOWN));
}

static bool second_step(Ctx *ctx, const RecordType *type, Str file, Err *err)
{
    Str bytes;
    RecordTable table;
    if (!table_import_kept(ctx, file, &bytes, err) || !flow_record_table(flow_reader(ctx->flow), ctx->who, type, &ctx->org, bytes, ctx->arena, &table, err)) return false;
    uint32_t n_wrong = table.n_rows - table.n_clean;
    Str words = number_of(ctx->arena, table.n_clean, "запись", "записи", "записей");
    ctx->doc->title = n_wrong == 0 ? CTX_TEXT(ctx, "Можно записать %.*s", STR_ARG(words)) : CTX_TEXT(ctx, "Можно записать %.*s, исправить %u", STR_ARG(words), n_wrong);
    ctx->doc->kicker = rich_escape(ctx->arena, ctx->org.name);
    if (table.n_unknown > 0) {
        Str heads = STR_EMPTY;
        for (uint32_t i = 0; i < table.n_unknown; i++) heads = CTX_TEXT(ctx, "%.*s%s«%.*s»", STR_ARG(heads), i > 0 ? ", " : "", STR_ARG(rich_escape(ctx->arena, table.unknown[i])));
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Эти столбцы не узнаны и не запишутся:"), heads);
    }
    Str what = number_of(ctx->arena, table.n_clean, "чистую строку", "чистые строки", "чистых строк");
    table_import_confirm(ctx, here(ctx, type, file), file, table.n_clean > 0 ? CTX_TEXT(ctx, "Записать %.*s", STR_ARG(what)) : STR_EMPTY);
    add_complaints(ctx, &table);
    add_clean(ctx, type, &table);
    ask_links(ctx, NULL, 1, "Выбрать другой файл", here(ctx, type, STR_EMPTY));
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    const RecordType *type;
    if (!record_part_type(ctx, &type, err)) return false;
    record_part_crumbs(ctx, type, 0);
    Str file = ctx_param(ctx, "file");
    if (file.n > 0) return second_step(ctx, type, file, err);
    first_step(ctx, type);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    const RecordType *type;
    Str file = table_import_confirmed(ctx), bytes;
    RecordTable table; /* what is no table of this register is not kept */
    char *sha = arena_alloc(ctx->arena, 65);
    uint32_t n;
    if (!record_part_type(ctx, &type, err)) return false;
    if (file.n > 0) {
        if (!table_import_kept(ctx, file, &bytes, err) || !flow_record_import(ctx->flow, ctx->who, type, &ctx->org, bytes, &n, err)) return false;
        ctx_done(ctx, CTX_TEXT(ctx, "Записано: %.*s.", STR_ARG(number_of(ctx->arena, n, "запись", "записи", "записей"))));
        return ctx_go(ctx, CTX_TEXT(ctx, "/records/%s?org=%.*s", type->id, STR_ARG(url_encode(ctx->arena, ctx->org.code))));
    }
    if (!table_import_brought(ctx, &bytes, err) || !flow_record_table(flow_reader(ctx->flow), ctx->who, type, &ctx->org, bytes, ctx->arena, &table, err) ||
        !flow_record_keep(ctx->flow, ctx->who, &ctx->org, bytes, sha, err)) return false;
    return ctx_go(ctx, here(ctx, type, str_of(sha)));
}

const Page page_record_import = { .path = "/records/:type/import", .title = "Записи из таблицы", .section = SECTION_RECORDS, .right = RIGHT_RECORD_WRITE, .params = params, .sample = "/records/event/import", .no_formats = true, .show = show, .act = act };
