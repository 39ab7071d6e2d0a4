/* One's own terms for a calendar program, which cannot sign in: the address holds the secret. */
#include "base/hash.h"
#include "flow/calendar.h"
#include "flow/notice.h"
#include "web/entry.h"

static const Param params[] = { { .name = "token", .kind = PARAM_TEXT, .title = "секрет календаря", .max_length = 60 }, { .name = NULL } };

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    Str token = ctx_param(ctx, "token"), ics;
    if (str_ends(token, STR(".ics"))) token.n -= 4;
    Who who;
    bool found;
    if (!flow_feed_who(ctx->db, token, ctx->arena, &who, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Сделайте новый адрес на странице «Календарь в телефоне».", "Такого календаря нет: адрес заменили или закрыли.");
    if (!flow_calendar_person(ctx->db, &who, entry_address(ctx, STR_EMPTY), ctx->arena, &ics, err)) return false;
    char *hash = arena_alloc(ctx->arena, 65);
    hash_sha256_hex(ics, hash);
    *reply = (Reply){ .status = 200, .type = STR("text/calendar; charset=utf-8"), .body = ics, .etag = CTX_TEXT(ctx, "\"%.32s\"", hash) };
    return true;
}

const Page page_calendar_feed = { .path = "/calendar/feed/:token", .title = "Сроки для календаря", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .params = params, .sample = "/calendar/feed/none.ics", .raw = raw, .no_formats = true };
