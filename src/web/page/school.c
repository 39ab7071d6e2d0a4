/* The card of an organisation: who it is, its classes and people, the ways to its forms, results and signs. */
#include "base/number.h"
#include "flow/org.h"
#include "publish/rich.h"
#include "store/account.h"
#include "web/ask.h"
#include "web/url.h"

enum { PEOPLE_SHOWN = 30 };

static const Param params[] = { { .name = "org", .kind = PARAM_TEXT, .title = "код организации", .max_length = 100 }, { .name = NULL } };

static Str address(Ctx *ctx, const char *before, const Org *org) { return CTX_TEXT(ctx, "%s%.*s", before, STR_ARG(url_encode(ctx->arena, org->code))); }

static bool add_crumbs(Ctx *ctx, Err *err)
{
    const Org *chain;
    uint32_t n;
    if (!org_chain(ctx->db, &ctx->org, ctx->arena, &chain, &n, err)) return false;
    DocLink *crumbs = arena_array(ctx->arena, DocLink, n + 1u);
    crumbs[0] = (DocLink){ .title = STR("Школы"), .href = STR("/schools"), .count = NO_COUNT };
    uint32_t n_crumbs = 1;
    for (uint32_t i = 0; i + 1 < n; i++)
        if (who_may(ctx->who, RIGHT_ORG_READ, chain[i].path)) crumbs[n_crumbs++] = (DocLink){ .title = rich_escape(ctx->arena, chain[i].name), .href = address(ctx, "/schools/", &chain[i]), .count = NO_COUNT };
    ctx->doc->n_crumbs = n_crumbs;
    ctx->doc->crumbs = crumbs;
    return true;
}

static void add_facts(Ctx *ctx, const Org *below, uint32_t n)
{
    Fact *facts = arena_array(ctx->arena, Fact, 5);
    uint32_t n_facts = 0, n_schools = 0;
    Str classes = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) {
        n_schools += below[i].kind == ORG_SCHOOL;
        if (below[i].kind == ORG_CLASS && ctx->org.kind == ORG_SCHOOL && below[i].year == ctx->year)
            classes = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(classes), classes.n > 0 ? ", " : "", STR_ARG(rich_escape(ctx->arena, below[i].name)));
    }
    facts[n_facts++] = (Fact){ .name = STR("Код"), .value = rich_escape(ctx->arena, ctx->org.code) };
    facts[n_facts++] = (Fact){ .name = STR("Кто это"), .value = ctx->org.type.n > 0 && !str_eq(ctx->org.type, str_of(org_kind_title(ctx->org.kind))) ? CTX_TEXT(ctx, "%s, %.*s", org_kind_title(ctx->org.kind), STR_ARG(rich_escape(ctx->arena, ctx->org.type))) : str_of(org_kind_title(ctx->org.kind)) };
    if (ctx->org.kind < ORG_SCHOOL) facts[n_facts++] = (Fact){ .name = STR("Школ"), .value = number_int(ctx->arena, n_schools) };
    if (ctx->org.kind == ORG_SCHOOL)
        facts[n_facts++] = (Fact){ .name = CTX_TEXT(ctx, "Классы %d/%02d", ctx->year, (ctx->year + 1) % 100), .value = classes.n > 0 ? classes : STR("не внесены: классы берутся из форм") };
    doc_facts(ctx->doc, NULL, n_facts, facts);
}

static void add_ways(Ctx *ctx)
{
    const Org *org = &ctx->org;
    if (org->kind == ORG_MUNICIPALITY || org->kind == ORG_REGION) {
        ask_links(ctx, NULL, 1, "Список школ", address(ctx, "/schools?org=", org));
        return;
    }
    bool signs = who_may(ctx->who, RIGHT_SIGNS_READ, org->path), results = who_may(ctx->who, RIGHT_RESULTS_READ, org->path);
    if (results && signs) ask_links(ctx, NULL, 3, "Формы школы", address(ctx, "/forms?org=", org), "Результаты", address(ctx, "/results?org=", org), "Признаки", address(ctx, "/signs/", org));
    else if (results) ask_links(ctx, NULL, 2, "Формы школы", address(ctx, "/forms?org=", org), "Результаты", address(ctx, "/results?org=", org));
}

static bool add_people(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "имя", 6 } }, { .head = { "роль", 8 } }, { .head = { "вход", 8 } } };
    PersonRow *rows;
    uint32_t n;
    PersonAsk ask = { .path = ctx->org.path, .limit = PEOPLE_SHOWN };
    if (ctx->org.kind < ORG_SCHOOL || !who_may(ctx->who, RIGHT_PEOPLE_WRITE, ctx->org.path)) return true;
    if (!person_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &rows, &n, err)) return false;
    doc_heading(ctx->doc, NULL, 2, STR("Люди"));
    Table *table = table_new(ctx->doc, STR("people"), STR("Люди"), 3, columns, n);
    table->untitled = true;
    table->empty = STR("Сюда ещё никто не приглашён: формы за школу может внести район.");
    for (uint32_t i = 0; i < n; i++) {
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_link(rich_escape(ctx->arena, rows[i].account.name), CTX_TEXT(ctx, "/people/%lld", (long long)rows[i].account.number));
        row[1] = cell_text(str_of(role_title(rows[i].role)));
        row[2] = cell_text(str_of(account_state_title(rows[i].account.state)));
    }
    doc_table(ctx->doc, NULL, table);
    ask_links(ctx, NULL, 1, "Пригласить человека", address(ctx, "/people/new?org=", &ctx->org));
    return true;
}

static void add_forms(Ctx *ctx)
{
    if (!who_may(ctx->who, RIGHT_ORG_WRITE, ctx->org.path)) return;
    Node *fold = doc_add(ctx->doc, NULL, NODE_DETAILS);
    fold->text = STR("Исправить название и тип");
    Ask *ask = ask_new(ctx, address(ctx, "/schools/", &ctx->org));
    ask_field(ask, FIELD_HIDDEN, "do", "", STR("rename"))->value = STR("rename");
    ask_field(ask, FIELD_TEXT, "name", "Название", ctx->org.name)->max_length = 150;
    Field *type = ask_field(ask, FIELD_TEXT, "type", "Тип", ctx->org.type);
    type->optional = true;
    type->hint = STR("Лицей, гимназия, школа с углублённым изучением…");
    ask_button(ask, "Сохранить", false);
    ask_end(ask, fold);
    if (ctx->org.parent_id == 0) return;
    DocPair *pair = arena_one(ctx->arena, DocPair);
    *pair = (DocPair){ STR("do"), ctx->org.closed ? STR("open") : STR("close") };
    doc_buttons(ctx->doc, NULL, 1, ask_post(ctx, address(ctx, "/schools/", &ctx->org), ctx->org.closed ? "Открыть снова" : "Закрыть организацию", 1, pair),
        ctx->org.closed ? STR_EMPTY : STR("Результаты закрытой останутся, люди перестанут её видеть."));
}

static bool show(Ctx *ctx, Err *err)
{
    const Org *below;
    uint32_t n;
    if (!add_crumbs(ctx, err) || !org_within_path(ctx->db, ctx->org.region_id, ctx->org.path, (OrgKind)0, ctx->arena, &below, &n, err)) return false;
    ctx->doc->title = rich_escape(ctx->arena, ctx->org.name);
    if (ctx->org.closed) ctx->doc->lead = STR("Организация закрыта: новых форм от неё не ждут.");
    add_facts(ctx, below, n);
    add_ways(ctx);
    if (!add_people(ctx, err)) return false;
    add_forms(ctx);
    return ctx_history(ctx, NULL, CTX_TEXT(ctx, "org/%.*s", STR_ARG(ctx->org.code)), err);
}

static bool act(Ctx *ctx, Err *err)
{
    Str what = ctx_field(ctx, "do");
    if (str_eq(what, STR("rename"))) {
        if (!flow_org_rename(ctx->flow, ctx->who, ctx->org.code, ctx_field(ctx, "name"), ctx_field(ctx, "type"), err)) return false;
        ctx_done(ctx, STR("Сохранено."));
    } else if (str_eq(what, STR("close")) || str_eq(what, STR("open"))) {
        bool close = what.at[0] == 'c';
        if (!flow_org_close(ctx->flow, ctx->who, ctx->org.code, close, err)) return false;
        ctx_done(ctx, close ? STR("Организация закрыта.") : STR("Организация снова действует."));
    } else {
        return err_set(err, ERR_INPUT, "Откройте страницу заново.", "Действие не понято.");
    }
    return ctx_go(ctx, address(ctx, "/schools/", &ctx->org));
}

const Page page_school = { .path = "/schools/:org", .title = "Школа", .section = SECTION_SCHOOLS, .right = RIGHT_ORG_READ, .act_right = RIGHT_ORG_WRITE, .params = params, .sample = "/schools/{school}",
    .show = show, .act = act };
