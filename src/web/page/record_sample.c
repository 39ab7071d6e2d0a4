/* What a table of a register looks like: its columns, what may stand in them, two rows as an example. Its XLSX is the form to fill in. */
#include "publish/rich.h"
#include "web/record_part.h"

static const Param params[] = { { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 }, { .name = NULL } };

static Str what_fits(Ctx *ctx, const RecordField *field)
{
    Str out = STR_EMPTY;
    switch (field->kind) {
    case RECORD_LINE: case RECORD_TEXT: return STR("текст");
    case RECORD_INT: return STR("целое число");
    case RECORD_DAY: return STR("день: 24.04.2026");
    case RECORD_FLAG: return STR("да или нет");
    case RECORD_LINK: return STR("адрес: https://…");
    case RECORD_ORG: return STR("код или полное название организации");
    case RECORD_PERSON: return STR("логин или полное имя сотрудника");
    case RECORD_PROCEDURE: return STR("код процедуры: 2026-5-математика");
    case RECORD_OTHER: return CTX_TEXT(ctx, "номер записи регистра «%s»", record_type_find(str_of(field->of))->title);
    case RECORD_CHOICE: case RECORD_CHOICES: break;
    }
    for (const RecordChoice *choice = field->choices; choice->word != NULL; choice++) out = CTX_TEXT(ctx, "%.*s%s%s", STR_ARG(out), out.n > 0 ? ", " : "", choice->title);
    return field->kind == RECORD_CHOICES ? CTX_TEXT(ctx, "одно или несколько через «;»: %.*s", STR_ARG(out)) : CTX_TEXT(ctx, "одно из: %.*s", STR_ARG(out));
}

static bool add_example(Ctx *ctx, const RecordType *type, Err *err)
{
    const Str *heads;
    uint32_t n = record_columns(type, ctx->arena, &heads);
    Column *columns = arena_array(ctx->arena, Column, n);
    for (uint32_t c = 0; c < n; c++) columns[c] = (Column){ .head = heads[c] };
    Table *table = table_new(ctx->doc, CTX_TEXT(ctx, "%s-sample", type->id), CTX_TEXT(ctx, "%s: образец", type->title), n, columns, 2);
    table->tab = str_of(type->title);
    table->data_only = true;
    for (int i = 0; i < 2; i++) {
        RecordData *data;
        if (!record_data_read(type, str_of(type->examples[i]), ctx->arena, &data, err)) return false;
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        for (uint32_t c = 0; c < n; c++) cells[c] = cell_text(rich_escape(ctx->arena, record_to_cell(data, c, NULL, ctx->arena)));
    }
    doc_table(ctx->doc, NULL, table);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "столбец", 14 }, .width = 0.3f }, { .head = { "нужен", 10 } }, { .head = { "что в нём стоит", 27 }, .width = 0.55f } };
    const RecordType *type;
    if (!record_part_type(ctx, &type, err)) return false;
    record_part_crumbs(ctx, type, 0);
    ctx->doc->title = CTX_TEXT(ctx, "%s: образец таблицы", type->title);
    ctx->doc->lead = STR("Скачайте XLSX вверху: в нём названия столбцов и две строки примера. Замените их своими и загрузите.");
    const Str *heads;
    uint32_t n = record_columns(type, ctx->arena, &heads), n_fields = record_fields_n(type->fields);
    if (!add_example(ctx, type, err)) return false;
    Table *table = table_new(ctx->doc, STR("columns"), STR("Столбцы"), 3, columns, n);
    table->untitled = table->page_only = true;
    for (uint32_t c = 0; c < n; c++) {
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(rich_escape(ctx->arena, heads[c]));
        cells[1] = c < n_fields && type->fields[c].required ? cell_text(STR("**обязателен**")) : cell_text(STR("по желанию"));
        cells[2] = cell_text(c < n_fields ? what_fits(ctx, &type->fields[c]) : STR("строки через «¶» или с новой строки в ячейке, части строки через «|»"));
    }
    doc_table(ctx->doc, NULL, table);
    return true;
}

const Page page_record_sample = { .path = "/records/:type/sample", .title = "Образец таблицы", .section = SECTION_RECORDS, .right = RIGHT_PLAN_READ, .params = params, .sample = "/records/event/sample", .show = show };
