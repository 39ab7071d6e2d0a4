#include "web/paper_form.h"

#include "publish/rich.h"
#include "record/record.h"

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
