#include "web/record_part.h"

#include "base/utf8.h"
#include "publish/rich.h"
#include "store/org.h"
#include "store/session.h"
#include "web/url.h"

Str record_address(Ctx *ctx, const RecordType *type, uint32_t number, const char *rest)
{
    return number == 0 ? CTX_TEXT(ctx, "/records/%s%s", type->id, rest) : CTX_TEXT(ctx, "/records/%s/%u%s", type->id, number, rest);
}

bool record_part_type(const Ctx *ctx, const RecordType **out, Err *err)
{
    *out = record_type_find(ctx_param(ctx, "type"));
    return *out != NULL || err_set(err, ERR_NOT_FOUND, "Выберите регистр в разделе «Документы».", "Такого регистра нет.");
}

bool record_part_org(Ctx *ctx, Str *path, Err *err)
{
    Record row;
    const RecordType *type;
    bool found;
    if (!record_part_type(ctx, &type, err)) return false;
    if (!record_get(ctx->db, ctx->who->region_id, str_of(type->id), (uint32_t)ctx_int(ctx, "number", 0), ctx->arena, &row, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Проверьте адрес или найдите нужное через поиск вверху страницы.", "Такой страницы нет, или она вам не открыта.");
    *path = row.org_path;
    return org_by_id(ctx->db, row.region_id, row.org_id, ctx->arena, &ctx->org, &found, err);
}

static bool read_asked(Ctx *ctx, Record *row, const RecordType **type, CascadeTo *sent, Err *err)
{
    return flow_record_read(ctx->db, ctx->who, ctx_param(ctx, "type"), (uint32_t)ctx_int(ctx, "number", 0), ctx_param(ctx, "via"), ctx->place.path, ctx->arena, row, type, sent, err);
}

bool record_part_org_read(Ctx *ctx, Str *path, Err *err)
{
    Record row;
    const RecordType *type;
    CascadeTo sent;
    bool found;
    if (!read_asked(ctx, &row, &type, &sent, err)) return false;
    *path = sent.org_id != 0 ? sent.org_path : row.org_path;
    return org_by_id(ctx->db, row.region_id, sent.org_id != 0 ? sent.org_id : row.org_id, ctx->arena, &ctx->org, &found, err);
}

bool record_part_read(Ctx *ctx, RecordPage *out, Err *err)
{
    *out = (RecordPage){ .open = true };
    if (!read_asked(ctx, &out->row, &out->type, &out->sent, err)) return false;
    out->is_sent = out->sent.org_id != 0;
    out->may_write = who_may(ctx->who, RIGHT_RECORD_WRITE, out->row.org_path);
    out->look = flow_record_look(ctx->db, ctx->who, out->row.org_path, false, ctx->arena);
    if (out->row.restricted && !session_open_find(ctx->db, ctx->session, CTX_TEXT(ctx, "record/%s/%u", out->type->id, out->row.number), ctx->now, &out->open, err)) return false;
    return !out->open || record_data_read(out->type, out->row.fields, ctx->arena, &out->data, err);
}

bool record_part_open(Ctx *ctx, RecordPage *out, Err *err)
{
    if (!record_part_read(ctx, out, err)) return false;
    return out->open || err_set(err, ERR_DENIED, "Откройте запись и напишите, зачем она нужна.", "Запись закрыта: сначала нужна причина.");
}

void record_part_crumbs(Ctx *ctx, const RecordType *type, uint32_t number)
{
    DocLink *crumbs = arena_array(ctx->arena, DocLink, 3);
    uint32_t n = 0;
    crumbs[n++] = (DocLink){ .title = STR("Документы"), .href = STR("/records"), .count = NO_COUNT };
    crumbs[n++] = (DocLink){ .title = str_of(type->title), .href = record_address(ctx, type, 0, ""), .count = NO_COUNT };
    if (number > 0) crumbs[n++] = (DocLink){ .title = CTX_TEXT(ctx, "№ %u", number), .href = record_address(ctx, type, number, ""), .count = NO_COUNT };
    ctx->doc->n_crumbs = n;
    ctx->doc->crumbs = crumbs;
}

bool record_part_sees(const Ctx *ctx, const RecordField *field, Str org_path) { return field->see == RIGHT_NONE || who_may(ctx->who, field->see, org_path); }

Str record_part_rich(Ctx *ctx, const RecordField *field, const RecordLook *look, Str value)
{
    Str words = rich_escape(ctx->arena, record_field_words(field, look, ctx->arena, value));
    if (value.n == 0) return STR_EMPTY;
    if (field->kind == RECORD_OTHER) return CTX_TEXT(ctx, "[%.*s](/records/%.*s)", STR_ARG(words), STR_ARG(value));
    if (field->kind == RECORD_PROCEDURE) return CTX_TEXT(ctx, "[%.*s](/procedures/%.*s)", STR_ARG(words), STR_ARG(url_encode(ctx->arena, value)));
    if (field->kind == RECORD_ORG) return CTX_TEXT(ctx, "[%.*s](/schools/%.*s)", STR_ARG(words), STR_ARG(url_encode(ctx->arena, value)));
    if (field->kind == RECORD_LINK && value.at[0] == '/') return CTX_TEXT(ctx, "[%.*s](%.*s)", STR_ARG(words), STR_ARG(value));
    return words;
}

Str record_part_capital(Ctx *ctx, const char *words)
{
    char first[4];
    size_t i = 0, n = utf8_put(utf8_upper(utf8_next(str_of(words), &i)), first);
    return CTX_TEXT(ctx, "%.*s%s", (int)n, first, words + i);
}

Str record_part_title(Ctx *ctx, const RecordType *type, const Record *row)
{
    return row->restricted ? CTX_TEXT(ctx, "Закрытая запись: %s № %u", type->one, row->number) : rich_escape(ctx->arena, row->title);
}
