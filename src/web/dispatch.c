#include "web/dispatch.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/secret.h"
#include "publish/frame.h"
#include "store/org.h"
#include "store/session.h"
#include "web/answer.h"
#include "web/cache.h"
#include "web/entry.h"
#include "web/form.h"
#include "web/log.h"
#include "web/stale_form.h"
#include "web/url.h"

#define BEFORE_COOKIE  "before" /* secret of forms that are shown before anybody has signed in */
enum { SECRET_BYTES = 18, SECRET_TEXT = 24 };

struct Dispatch { const char *url; Flow *flow; Cache *cache; };

Dispatch *dispatch_new(const char *db_url)
{
    Dispatch *dispatch = calloc(1, sizeof *dispatch);
    BUG_ON(dispatch == NULL);
    dispatch->url = db_url;
    return dispatch;
}

void dispatch_free(Dispatch *dispatch)
{
    if (dispatch == NULL) return;
    flow_close(dispatch->flow);
    cache_free(dispatch->cache);
    free(dispatch);
}

bool dispatch_start(void *context, uint32_t node, Err *err)
{
    Dispatch *dispatch = context;
    if (!flow_open(dispatch->url, node, &dispatch->flow, err)) return false;
    dispatch->cache = cache_new();
    return true;
}

/* ---- static files ---- */

static bool serve_asset(const Request *request, Reply *reply)
{
    Str prefix = STR("/static/");
    if (!str_starts(request->path, prefix)) return false;
    const DocAsset *asset = doc_asset_find(str_slice(request->path, prefix.n, request->path.n));
    if (asset == NULL) {
        *reply = (Reply){ .status = 404, .type = STR("text/plain; charset=utf-8"), .body = STR("Такого файла нет.\n") };
        return true;
    }
    *reply = (Reply){ .status = 200, .type = str_of(asset->type), .body = asset->bytes, .cacheable = true };
    return true;
}

/* ---- who and where ---- */

static bool read_who(Ctx *ctx, Err *err)
{
    Who *who = arena_one(ctx->arena, Who);
    ctx->who = who;
    const Session *session;
    if (!session_find(ctx->db, request_cookie(ctx->request, SESSION_COOKIE), ctx->now, ctx->arena, &session, who, err)) return false;
    ctx->session = session;
    if (session == NULL) return true;
    ctx->csrf = session->csrf;
    if (session->needs_totp) *who = (Who){ .login = STR_EMPTY }; /* half signed in is not signed in: only public pages, among them the one that asks for the code */
    return true;
}

/* Forms that anybody may send are guarded by a cookie: a foreign site cannot read it, so it cannot repeat it. */
static void secret_before_sign_in(Ctx *ctx, Reply *reply)
{
    if (ctx->session != NULL) return;
    ctx->csrf = request_cookie(ctx->request, BEFORE_COOKIE);
    if (ctx->csrf.n == SECRET_TEXT) return;
    ctx->csrf = secret_base64url(secret_bytes(ctx->arena, SECRET_BYTES), ctx->arena);
    ctx->reply = reply;
    ctx_cookie(ctx, BEFORE_COOKIE, ctx->csrf, 0);
}

static bool not_there(Err *err) { return err_set(err, ERR_NOT_FOUND, "Проверьте адрес или найдите нужное через поиск вверху страницы.", "Такой страницы нет, или она вам не открыта."); }

static int64_t region_of(const Ctx *ctx) { return ctx->who->region_id; }

/* The place this person works in: of the address, else the first grant that gives the page's right, else the first one. */
static bool default_place(Ctx *ctx, Err *err)
{
    const Who *who = ctx->who;
    Str wanted = request_query(ctx->request, "org");
    for (uint32_t i = 0; wanted.n > 0 && i < who->n_grants; i++)
        if (str_eq(who->grants[i].org.code, wanted)) return ctx->org = who->grants[i].org, true;
    if (wanted.n > 0) {
        bool found, own = false;
        if (!org_by_code(ctx->db, region_of(ctx), wanted, ctx->arena, &ctx->org, &found, err)) return false;
        /* Pages open to any account ask for no right over it, so the name of a foreign place is not told here either. */
        for (uint32_t i = 0; found && i < who->n_grants; i++) own = own || org_within(ctx->org.path, who->grants[i].org.path);
        return own || not_there(err);
    }
    for (uint32_t i = 0; i < who->n_grants; i++)
        if (role_gives(who->grants[i].role, ctx->page->right)) return ctx->org = who->grants[i].org, true;
    if (who->n_grants > 0) ctx->org = who->grants[0].org;
    return true;
}

/* Which organisation the right is asked of. */
static bool find_org(Ctx *ctx, Str *path, Err *err)
{
    *path = STR_EMPTY;
    if (!default_place(ctx, err)) return false;
    *path = ctx->org.path;
    ctx->place = ctx->org;
    if (ctx->who->account_id == 0) return true;
    if (ctx->page->org_of != NULL) return ctx->page->org_of(ctx, path, err);
    for (uint32_t i = 0; i < ctx->n_path_values; i++) {
        if (!str_eq(ctx->path_values[i].name, STR("org"))) continue;
        bool found;
        if (!org_by_code(ctx->db, region_of(ctx), ctx->path_values[i].value, ctx->arena, &ctx->org, &found, err)) return false;
        if (!found) return not_there(err);
        *path = ctx->org.path;
    }
    return true;
}

/* Default deny. A foreign organisation looks like one that is not there: otherwise addresses could be tried to learn what exists. */
static bool demand(Ctx *ctx, Right right, Str path, Err *err)
{
    if (who_may(ctx->who, right, path)) return true;
    bool sees = false;
    for (uint32_t i = 0; i < ctx->who->n_grants; i++) sees = sees || org_within(path, ctx->who->grants[i].org.path) || path.n == 0;
    if (ctx->who->account_id != 0 && !sees) return not_there(err);
    return who_demand(ctx->who, right, path, err);
}

/* ---- forms from elsewhere ---- */

static bool same_site(const Request *request)
{
    if (request->sec_fetch_site.n > 0) return str_eq(request->sec_fetch_site, STR("same-origin")) || str_eq(request->sec_fetch_site, STR("none"));
    if (request->origin.n == 0) return true; /* an old browser: the secret decides */
    size_t at = str_find(request->origin, STR("://"));
    return at != SIZE_MAX && str_eq(str_slice(request->origin, at + 3, request->origin.n), request->authority);
}

static bool own_form(const Ctx *ctx, Err *err)
{
    Str given = request_field(ctx->request, "csrf");
    if (ctx->csrf.n > 0 && secret_equal(given, ctx->csrf) && same_site(ctx->request)) return true;
    return err_set(err, ERR_DENIED, "Откройте страницу заново и отправьте форму ещё раз: так бывает после выхода или долгого перерыва. Ничего не изменено.", "Форма устарела или пришла не с этого сайта.");
}

/* ---- a page ---- */

static void begin_doc(Ctx *ctx, const Route *route)
{
    ctx->doc = doc_new(ctx->arena, str_of(route->page->title));
    ctx->doc->self = route->page->no_formats ? STR_EMPTY : route->self;
    ctx->doc->query = ctx->request->raw_query;
    ctx->doc->outside = false;
}

static void show(Ctx *ctx, const Route *route, int status, Reply *reply)
{
    Err err = { 0 };
    begin_doc(ctx, route);
    ctx->reply = reply;
    if (route->page->raw != NULL) {
        if (!route->page->raw(ctx, reply, &err)) answer_failure(ctx, route->format, answer_status(err.code), &err, reply);
    } else if (!route->page->show(ctx, &err)) {
        answer_failure(ctx, route->format, answer_status(err.code), &err, reply);
    } else if (reply->convert.wanted) {
        return; /* called again with the document read */
    } else if (ctx->go.n > 0) {
        answer_redirect(ctx, ctx->go, ctx->flash, reply);
    } else {
        answer_doc(ctx, route->format, status, reply);
    }
}

static void act(Ctx *ctx, const Route *route, Reply *reply)
{
    Err err = { 0 };
    begin_doc(ctx, route);
    ctx->reply = reply;
    if (route->page->act(ctx, &err)) {
        if (reply->hash.wanted || reply->convert.wanted) return;
        if (ctx->found != NULL) {
            show(ctx, route, 200, reply);
            return;
        }
        BUG_ON(ctx->go.n == 0);
        answer_redirect(ctx, ctx->go, ctx->flash, reply);
        return;
    }
    reply->n_cookies = 0;
    int status = answer_status(err.code);
    /* The form again, with what was typed; a failure of the disk or a foreign object has nothing to show a form about. */
    if (route->page->show == NULL || err.code == ERR_IO || err.code == ERR_DENIED || err.code == ERR_NOT_FOUND || err.code == ERR_BUSY) {
        answer_failure(ctx, route->format, status, &err, reply);
        return;
    }
    Err *shown = arena_one(ctx->arena, Err);
    *shown = err;
    ctx->error = shown;
    ctx->go = STR_EMPTY;
    show(ctx, route, status, reply);
}

static void to_sign_in(Ctx *ctx, const Route *route, const Err *err, Reply *reply)
{
    if (route->format == FORMAT_HTML && ctx->request->method == METHOD_POST && stale_form_is_ours(ctx->request)) {
        stale_form_answer(ctx, 401, err, reply);
        return;
    }
    if (route->format != FORMAT_HTML || ctx->request->method == METHOD_POST) {
        answer_failure(ctx, route->format, 401, err, reply);
        return;
    }
    Str here = ctx_with(ctx, "", STR_EMPTY);
    const char *where = ctx->session != NULL && ctx->session->needs_totp ? "/signin/code" : "/signin";
    answer_redirect(ctx, str_eq(here, STR("/")) ? str_of(where) : CTX_TEXT(ctx, "%s?next=%.*s", where, STR_ARG(url_encode(ctx->arena, here))), STR_EMPTY, reply);
}

/* *stale: all is allowed, but the form is of another session */
static bool open_route(Ctx *ctx, const Route *route, bool *stale, Err *err)
{
    const Page *page = route->page;
    bool post = ctx->request->method == METHOD_POST;
    Str path;
    *stale = false;
    if (ctx->who->account_id == 0 && page->right != RIGHT_PUBLIC) return who_demand(ctx->who, page->right, STR_EMPTY, err); /* whatever stands in the address: first the door */
    if (post && page->act == NULL) return err_set(err, ERR_INPUT, "", "Эта страница ничего не принимает.");
    if (!post && page->show == NULL && page->raw == NULL) return not_there(err);
    if (!route_check(page, ctx->request, route, err) || !find_org(ctx, &path, err)) return false;
    Right right = post && page->act_right != RIGHT_NONE ? page->act_right : page->right;
    if (!demand(ctx, right, path, err)) return false;
    if (!post || own_form(ctx, err)) return true;
    *stale = ctx->who->account_id != 0 && stale_form_is_ours(ctx->request);
    return false;
}

/* ---- a page inside another ---- */

/* «http://this-server/path?query#part» → path and query, decoded. */
static bool local_request(const Ctx *ctx, Str address, Request *out, Str *local, Err *err)
{
    static const char *const schemes[] = { "http://", "https://" };
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        Str own = CTX_TEXT(ctx, "%s%.*s/", schemes[i], STR_ARG(ctx->request->authority));
        if (str_starts(address, own)) address = str_slice(address, own.n - 1, address.n);
    }
    size_t part = str_find(address, STR("#"));
    address = str_slice(address, 0, part == SIZE_MAX ? address.n : part);
    if (address.n == 0 || address.n > LIMIT_TARGET_BYTES || !url_is_local(address)) return err_set(err, ERR_INPUT, "Откройте нужную страницу Мерила и скопируйте её адрес.", "Это не адрес страницы Мерила.");
    size_t mark = str_find(address, STR("?"));
    *out = (Request){ .method = METHOD_GET, .raw_query = mark == SIZE_MAX ? STR_EMPTY : str_slice(address, mark + 1, address.n), .authority = ctx->request->authority };
    *local = address;
    if (!form_decode(str_slice(address, 0, mark == SIZE_MAX ? address.n : mark), false, ctx->arena, &out->path)) return err_set(err, ERR_INPUT, "Скопируйте адрес ещё раз.", "Адрес записан с ошибкой.");
    return form_pairs(out->raw_query, LIMIT_QUERY_FIELDS, ctx->arena, &out->query, &out->n_query, err);
}

bool ctx_document(const Ctx *ctx, Str address, const Doc **out, Str *local, Err *err)
{
    Request *request = arena_one(ctx->arena, Request);
    if (!local_request(ctx, address, request, local, err)) return false;
    Route route = route_find(request->path);
    if (route.page == NULL) return not_there(err);
    if (route.page->show == NULL || route.page->no_formats || route.format != FORMAT_HTML) return err_set(err, ERR_INPUT, "Подойдёт страница с таблицей или диаграммой.", "С этой страницы данные не берутся.");
    Ctx *inner = arena_one(ctx->arena, Ctx);
    *inner = (Ctx){ .arena = ctx->arena, .request = request, .page = route.page, .db = flow_reader(ctx->flow), .flow = ctx->flow, .who = ctx->who, .now = ctx->now, .session = ctx->session, .cache = ctx->cache, .n_path_values = route.n_values };
    memcpy(inner->path_values, route.values, sizeof inner->path_values);
    inner->year = (int)ctx_int(inner, "year", date_school_year(date_of_time(ctx->now)));
    begin_doc(inner, &route);
    bool stale;
    if (!open_route(inner, &route, &stale, err) || !route.page->show(inner, err)) return false;
    if (inner->go.n > 0) return err_set(err, ERR_INPUT, "Скопируйте адрес той страницы, которая открывается.", "Эта страница ведёт на другую.");
    *out = inner->doc;
    return true;
}

static void route_request(Ctx *ctx, Reply *reply)
{
    Err err = { 0 };
    Route route = route_find(ctx->request->path);
    ctx->page = route.page;
    ctx->n_path_values = route.n_values;
    memcpy(ctx->path_values, route.values, sizeof ctx->path_values);
    if (!read_who(ctx, &err)) {
        answer_failure(ctx, route.format, answer_status(err.code), &err, reply);
        return;
    }
    if (ctx->who->n_grants > 0) ctx->place = ctx->who->grants[0].org; /* until the page says which: refusals stand in a frame too */
    secret_before_sign_in(ctx, reply);
    ctx->year = (int)ctx_int(ctx, "year", date_school_year(date_of_time(ctx->now)));
    if (route.page == NULL) {
        not_there(&err);
        answer_failure(ctx, route.format, 404, &err, reply);
        return;
    }
    begin_doc(ctx, &route);
    bool stale;
    if (!open_route(ctx, &route, &stale, &err)) {
        if (err.code == ERR_DENIED && ctx->who->account_id == 0 && route.page->right != RIGHT_PUBLIC) to_sign_in(ctx, &route, &err, reply);
        else if (stale) stale_form_answer(ctx, answer_status(err.code), &err, reply);
        else answer_failure(ctx, route.format, answer_status(err.code), &err, reply);
    } else if (ctx->request->method == METHOD_POST) {
        /* Writing begins with an own view: the one of the checks must not stand in its way. */
        db_read_end(ctx->db);
        act(ctx, &route, reply);
    } else {
        show(ctx, &route, 200, reply);
    }
}

void dispatch_request(void *context, const Request *request, Reply *reply, Arena *arena)
{
    Dispatch *dispatch = context;
    if (serve_asset(request, reply)) return;
    cache_trim(dispatch->cache);
    static const Who nobody = { .account_id = 0 };
    Err err = { 0 };
    Ctx ctx = { .arena = arena, .request = request, .flow = dispatch->flow, .db = flow_reader(dispatch->flow), .cache = dispatch->cache, .now = clock_now(), .who = &nobody,
        .hash_given = request->hash.given, .hash_ok = request->hash.ok, .hash_made = request->hash.made };
    if (request->method == METHOD_OTHER) {
        err_set(&err, ERR_INPUT, "", "Такой способ обращения здесь не принят.");
        answer_failure(&ctx, FORMAT_HTML, 405, &err, reply);
        return;
    }
    if (!db_read_begin(ctx.db, &err)) {
        ctx.db = NULL;
        answer_failure(&ctx, FORMAT_HTML, 503, &err, reply);
        return;
    }
    route_request(&ctx, reply);
    db_read_end(ctx.db);
    if (ctx.session != NULL && !flow_session_touch(ctx.flow, ctx.session, &err)) log_err(&err); /* the page is there: being late with «seen» is no harm */
}

void dispatch_error_page(void *context, int status, const char *why, Reply *reply, Arena *arena)
{
    (void)context;
    static const Request nothing = { .method = METHOD_GET, .path = { "/", 1 } };
    static const Who nobody = { .account_id = 0 };
    Ctx ctx = { .arena = arena, .request = &nothing, .who = &nobody, .now = clock_now() };
    Err err = { 0 };
    err_set(&err, ERR_INPUT, "", "%s", why != NULL ? why : "Запрос не понят.");
    answer_failure(&ctx, FORMAT_HTML, status, &err, reply);
}
