/* «Где вы вошли». */
#include "base/number.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/entry.h"

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "где", 6 } }, { .head = { "адрес", 10 } }, { .head = { "вошли", 10 } }, { .head = { "были здесь", 19 } }, { .head = { "закончится", 20 } }, { .head = { "", 0 } } };
    Session *sessions;
    uint32_t n;
    if (!session_list(ctx->db, ctx->who->region_id, ctx->who->account_id, ctx->now, ctx->arena, &sessions, &n, err)) return false;
    ctx->doc->title = n == 1 ? STR("Вы вошли только здесь") : CTX_TEXT(ctx, "Вы вошли в %.*s", STR_ARG(number_of(ctx->arena, n, "месте", "местах", "местах")));
    ctx->doc->lead = STR("Не узнаёте строку — закончите этот сеанс и смените пароль.");
    Table *table = table_new(ctx->doc, STR("sessions"), STR("Сеансы"), 6, columns, n);
    table->untitled = true;
    for (uint32_t i = 0; i < n; i++) {
        bool here = ctx->session != NULL && str_eq(sessions[i].token_hash, ctx->session->token_hash);
        DocPair *pair = arena_one(ctx->arena, DocPair);
        *pair = (DocPair){ STR("session"), sessions[i].token_hash };
        Button *end = ask_post(ctx, STR("/account/sessions"), "Закончить", 1, pair);
        end->quiet = true;
        end->about = sessions[i].agent;
        Cell *row = table_row(ctx->doc, table, here ? ROW_OURS : ROW_PLAIN);
        row[0] = cell_text(rich_escape(ctx->arena, sessions[i].agent));
        row[1] = cell_text(rich_escape(ctx->arena, sessions[i].ip));
        row[2] = cell_text(ctx_moment(ctx, sessions[i].made_at));
        row[3] = cell_text(here ? STR("сейчас") : ctx_moment(ctx, sessions[i].seen_at));
        row[4] = cell_text(ctx_moment(ctx, sessions[i].ends_at));
        row[5] = here ? cell_text(STR("этот сеанс")) : cell_action(end);
    }
    doc_table(ctx->doc, NULL, table);
    DocPair *all = arena_one(ctx->arena, DocPair);
    *all = (DocPair){ STR("session"), STR("others") };
    if (n > 1) doc_buttons(ctx->doc, NULL, 1, ask_post(ctx, STR("/account/sessions"), "Закончить все, кроме этого", 1, all), STR_EMPTY);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Str which = ctx_field(ctx, "session");
    if (str_eq(which, STR("others"))) {
        if (!flow_session_end_others(ctx->flow, ctx->who, ctx->session->token_hash, err)) return false;
        ctx_done(ctx, STR("Остальные сеансы закончены."));
    } else {
        if (!flow_session_end(ctx->flow, ctx->who, which, err)) return false;
        ctx_done(ctx, STR("Сеанс закончен."));
    }
    return ctx_go(ctx, STR("/account/sessions"));
}

const Page page_account_sessions = { .path = "/account/sessions", .title = "Где вы вошли", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .show = show, .act = act };
