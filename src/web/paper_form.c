#include "web/paper_form.h"

#include "base/date.h"
#include "flow/paper.h"
#include "publish/rich.h"
#include "record/record.h"
#include "store/attachment.h"
#include "web/url.h"

Field paper_form_field(Ctx *ctx, const PaperField *field, bool sent, Str own)
{
    enum { MOST = 16 };
    Str value = sent ? ctx_field(ctx, field->name) : own.n > 0 ? own : field->otherwise != NULL ? str_of(field->otherwise) : STR_EMPTY;
    Field out = { .name = str_of(field->name), .label = str_of(field->title), .hint = field->hint != NULL ? rich_escape(ctx->arena, str_of(field->hint)) : STR_EMPTY, .value = value, .optional = true, .max_length = 8000 };
    out.kind = field->kind == PAPER_LINES ? FIELD_LONG_TEXT : field->kind == PAPER_DAY ? FIELD_DATE : field->kind == PAPER_CHOICE ? FIELD_SELECT : FIELD_TEXT;
    if (field->kind != PAPER_CHOICE) return out;
    FieldOption *options = arena_array(ctx->arena, FieldOption, MOST);
    for (Str rest = str_of(field->choices); rest.n > 0 && out.n_options < MOST;) {
        size_t end = str_find(rest, STR("|"));
        Str choice = end == SIZE_MAX ? rest : str_slice(rest, 0, end);
        rest = end == SIZE_MAX ? STR_EMPTY : str_slice(rest, end + 1, rest.n);
        options[out.n_options++] = (FieldOption){ .value = choice, .title = choice };
    }
    out.options = options, out.optional = false;
    return out;
}

const Str *paper_form_values(Ctx *ctx, const PaperKind *kind)
{
    uint32_t n = paper_kind_n_fields(kind);
    Str *values = arena_array(ctx->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) values[i] = ctx_field(ctx, kind->fields[i].name);
    return values;
}

Str paper_form_issued(Ctx *ctx, const PaperKind *kind, const IssuedPaper *row)
{
    const RecordType *type = row->record_id != 0 ? record_type_find(row->kind) : NULL;
    Str where = type != NULL ? CTX_TEXT(ctx, " и стоит в регистре «%s»", type->title) : STR_EMPTY;
    return CTX_TEXT(ctx, "%s № %.*s %s%.*s.", kind->title, STR_ARG(row->number_words), kind->issued != NULL ? kind->issued : "выпущен", STR_ARG(where));
}

void paper_form_list(Ctx *ctx, Str empty, Str address, uint32_t n, const IssuedPaper *rows)
{
    static const Column columns[] = { { .head = { "документ", 16 } }, { .head = { "№", 3 } }, { .head = { "день", 8 } }, { .head = { "о чём", 9 }, .width = 0.36f }, { .head = { "кто выпустил", 23 } }, { .head = { "в регистре", 19 } }, { .head = { "", 0 } } };
    Table *table = table_new(ctx->doc, STR("papers"), STR("Выпущенные документы"), 7, columns, n);
    table->untitled = true;
    table->empty = empty;
    for (uint32_t i = 0; i < n; i++) {
        int32_t day;
        const PaperKind *kind = paper_kind_find(rows[i].kind);
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(kind != NULL ? str_of(kind->title) : rich_escape(ctx->arena, rows[i].kind));
        cells[1] = cell_text(rich_escape(ctx->arena, rows[i].number_words));
        cells[2] = date_parse(rows[i].day, &day) ? cell_text(date_short(ctx->arena, day)) : cell_missing();
        cells[3] = cell_text(rich_escape(ctx->arena, rows[i].title));
        cells[4] = cell_text(rich_escape(ctx->arena, rows[i].who));
        cells[5] = rows[i].record_type.n > 0 ? cell_link(CTX_TEXT(ctx, "запись %u", rows[i].record_number), CTX_TEXT(ctx, "/records/%.*s/%u", STR_ARG(rows[i].record_type), rows[i].record_number)) : cell_text(STR_EMPTY);
        cells[6] = cell_link(STR("скачать DOCX"), CTX_TEXT(ctx, "%.*s/%.*s/%d/%u", STR_ARG(address), STR_ARG(url_encode(ctx->arena, rows[i].kind)), rows[i].year, rows[i].number));
    }
    doc_heading(ctx->doc, NULL, 2, STR("Выпущенные"));
    doc_table(ctx->doc, NULL, table);
}

bool paper_form_file(Ctx *ctx, int64_t region_id, int64_t org_id, int64_t plan_id, int64_t record_id, Reply *reply, Err *err)
{
    IssuedPaper row;
    Str bytes;
    bool found;
    if (!paper_get(ctx->db, region_id, org_id, ctx_param(ctx, "kind"), (int)ctx_int(ctx, "year", 0), (uint32_t)ctx_int(ctx, "paper", 0), ctx->arena, &row, &found, err)) return false;
    if (!found || (plan_id != 0 ? row.plan_id != plan_id : row.record_id != record_id)) return err_set(err, ERR_NOT_FOUND, "Откройте список выпущенных документов.", "Такого документа нет.");
    if (!attachment_get(ctx->db, row.region_id, row.sha256, ctx->arena, &bytes, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Скажите администратору: в базе пропал файл.", "Файла нет в базе.");
    *reply = (Reply){ .status = 200, .type = STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), .body = bytes, .disposition = flow_paper_file_name(&row, ctx->arena) };
    return true;
}
