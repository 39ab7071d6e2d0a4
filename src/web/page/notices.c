/* What this person was told: unread first. */
#include "base/number.h"
#include "flow/notice.h"
#include "publish/rich.h"
#include "store/notice.h"
#include "web/ask.h"
#include "web/url.h"

enum { ON_A_PAGE = 50 };

static const Param params[] = {
    { .name = "kind", .kind = PARAM_CHOICE, .title = "о чём", .choices = "due|late|escalated|returned|offered|cascade|expires|undated|digest" },
    { .name = "from", .kind = PARAM_INT, .title = "с какого по порядку", .min = 1 },
    { .name = NULL },
};

static void chips(Ctx *ctx, const NoticeCounts *counts, NoticeKind chosen)
{
    DocLink *links = arena_array(ctx->arena, DocLink, N_NOTICE_KINDS);
    uint32_t n = 0;
    for (int kind = 0; kind < N_NOTICE_KINDS; kind++) {
        if (kind > 0 && counts->n[kind] == 0) continue;
        links[n++] = (DocLink){ .title = kind == 0 ? STR("все") : str_of(notice_kind_title((NoticeKind)kind)), .href = ctx_with(ctx, "kind", str_of(notice_kind_word((NoticeKind)kind))), .count = counts->n[kind], .current = (int)chosen == kind };
    }
    doc_chips(ctx->doc, NULL, STR("Показать"), n, links);
}

static Button *see_button(Ctx *ctx, const char *title, Str about, Str what)
{
    DocPair *pair = arena_one(ctx->arena, DocPair);
    *pair = (DocPair){ STR("about"), about };
    Button *button = ask_post(ctx, STR("/notices"), title, 1, pair);
    button->quiet = true;
    button->about = what;
    return button;
}

static void list(Ctx *ctx, const Notice *rows, uint32_t n)
{
    static const Column columns[] = { { .head = { "когда", 10 }, .width = 0.16f }, { .head = { "о чём", 9 }, .width = 0.18f }, { .head = { "напоминание", 22 } }, { .head = { "", 0 } } };
    Table *table = table_new(ctx->doc, STR("notices"), STR("Напоминания"), 4, columns, n);
    table->untitled = true;
    table->empty = STR("Напоминаний нет: они появятся, когда подойдёт срок.");
    for (uint32_t i = 0; i < n; i++) {
        Cell *cells = table_row(ctx->doc, table, rows[i].seen_at == 0 ? ROW_OURS : ROW_PLAIN);
        cells[0] = cell_text(ctx_moment(ctx, rows[i].made_at));
        cells[1] = cell_text(str_of(notice_kind_title(rows[i].kind)));
        cells[2] = cell_link(rich_escape(ctx->arena, rows[i].words), rows[i].link);
        cells[2].bold = rows[i].seen_at == 0;
        cells[3] = rows[i].seen_at == 0 ? cell_action(see_button(ctx, "Прочитано", rows[i].about, rows[i].words)) : cell_text(STR("прочитано"));
    }
    doc_table(ctx->doc, NULL, table);
}

static bool show(Ctx *ctx, Err *err)
{
    NoticeCounts counts;
    const Notice *rows;
    uint32_t n;
    NoticeAsk ask = { .region_id = ctx->who->region_id, .account_id = ctx->who->account_id, .kind = notice_kind_find(ctx_param(ctx, "kind")) };
    if (!notice_count(ctx->db, ask.region_id, ask.account_id, &counts, err)) return false;
    CtxSpan span = ctx_span(ctx, counts.n[ask.kind], ON_A_PAGE);
    ask.skip = span.from, ask.limit = span.to - span.from;
    if (!notice_list(ctx->db, &ask, ctx->arena, &rows, &n, err)) return false;
    uint32_t unseen = counts.n_unseen[0];
    ctx->doc->title = unseen > 0 ? CTX_TEXT(ctx, "%.*s %s", STR_ARG(number_of(ctx->arena, unseen, "напоминание", "напоминания", "напоминаний")), number_word(unseen, "не прочитано", "не прочитаны", "не прочитано")) : STR("Все напоминания прочитаны");
    if (counts.n[0] > 0) chips(ctx, &counts, ask.kind);
    list(ctx, rows, ask.limit == 0 ? 0 : n);
    ctx_pager(ctx, NULL, &span, "напоминаний");
    if (unseen > 0) doc_buttons(ctx->doc, NULL, 1, see_button(ctx, "Всё прочитано", STR("all"), STR_EMPTY), STR_EMPTY);
    ask_links(ctx, NULL, who_may_somewhere(ctx->who, RIGHT_PLAN_READ) ? 3 : 2, "Напоминания и письма", STR("/account/notices"), "Календарь в телефоне", STR("/account/calendar"), "Сроки недели", STR("/week"));
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Str about = ctx_field(ctx, "about");
    bool all = str_eq(about, STR("all"));
    if (about.n == 0) return err_set(err, ERR_INPUT, "Нажмите кнопку в строке.", "Не сказано, что прочитано.");
    if (!flow_notice_see(ctx->flow, ctx->who, all ? STR_EMPTY : about, err)) return false;
    ctx_done(ctx, all ? STR("Все напоминания прочитаны.") : STR("Отмечено как прочитанное."));
    return ctx_go(ctx, STR("/notices"));
}

const Page page_notices = { .path = "/notices", .title = "Напоминания", .section = SECTION_TODAY, .right = RIGHT_SIGNED_IN, .params = params, .show = show, .act = act };
