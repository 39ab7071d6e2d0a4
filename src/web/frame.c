#include "web/frame.h"

#include "base/date.h"
#include "base/utf8.h"
#include "store/notice.h"
#include "store/setting.h"
#include "web/url.h"

static const char *const section_titles[N_SECTIONS] = {
    [SECTION_TODAY] = "Сегодня", [SECTION_FORMS] = "Формы", [SECTION_RESULTS] = "Результаты", [SECTION_SIGNS] = "Признаки", [SECTION_PLAN] = "План", [SECTION_SCHOOLS] = "Школы",
    [SECTION_RECORDS] = "Документы", [SECTION_PROCEDURES] = "Процедуры", [SECTION_PEOPLE] = "Люди", [SECTION_JOURNAL] = "Журнал", [SECTION_SYSTEM] = "Система",
};

static void add_sections(Ctx *ctx, DocFrame *out)
{
    DocLink *links = arena_array(ctx->arena, DocLink, N_SECTIONS);
    Ctx at_place = *ctx; /* figures of the menu are those of the place, whatever school this page is about */
    at_place.org = ctx->place;
    for (int section = SECTION_TODAY; section < N_SECTIONS; section++) {
        for (const Page *const *page = page_registry; *page != NULL; page++) {
            if (!(*page)->in_menu || (int)(*page)->section != section || !who_may_somewhere(ctx->who, (*page)->right)) continue;
            bool counted = (*page)->count != NULL && ctx->db != NULL && ctx->place.id != 0;
            links[out->n_sections++] = (DocLink){ .title = section == SECTION_SCHOOLS && ctx->place.kind == ORG_SCHOOL ? STR("Школа") : str_of(section_titles[section]), .href = str_of((*page)->path), .count = counted ? (*page)->count(&at_place) : NO_COUNT,
                .current = (int)ctx->page->section == section };
        }
    }
    out->sections = links;
}

/* Organisations this person works in: one grant, one place. */
static void add_places(Ctx *ctx, DocFrame *out)
{
    const Who *who = ctx->who;
    out->place = ctx->place.id != 0 ? ctx->place.name : STR_EMPTY;
    DocLink *links = arena_array(ctx->arena, DocLink, who->n_grants + 1u);
    for (uint32_t i = 0; i < who->n_grants; i++) {
        const Org *org = &who->grants[i].org;
        bool twice = false;
        for (uint32_t j = 0; j < i; j++) twice = twice || who->grants[j].org.id == org->id;
        if (twice) continue;
        links[out->n_places++] = (DocLink){ .title = org->name, .href = CTX_TEXT(ctx, "/?org=%.*s", STR_ARG(url_encode(ctx->arena, org->code))), .count = NO_COUNT, .current = org->id == ctx->place.id };
    }
    if (out->n_places < 2) out->n_places = 0;
    out->places = links;
}

static Str year_title(Ctx *ctx, int year) { return CTX_TEXT(ctx, "%d/%02d", year, (year + 1) % 100); }

static void add_years(Ctx *ctx, DocFrame *out)
{
    enum { YEARS = 5 };
    int latest = date_school_year(date_of_time(ctx->now));
    DocLink *links = arena_array(ctx->arena, DocLink, YEARS);
    for (int i = 0; i < YEARS; i++)
        links[i] = (DocLink){ .title = year_title(ctx, latest - i), .href = ctx_with(ctx, "year", CTX_TEXT(ctx, "%d", latest - i)), .count = NO_COUNT, .current = latest - i == ctx->year };
    out->year = year_title(ctx, ctx->year);
    out->n_years = YEARS;
    out->years = links;
}

/* Posts are written as in a sentence; in the bar one stands alone. */
static Str with_capital(Ctx *ctx, Str words)
{
    char first[4];
    size_t i = 0, n = utf8_put(utf8_upper(utf8_next(words, &i)), first);
    return CTX_TEXT(ctx, "%.*s%.*s", (int)n, first, STR_ARG(str_slice(words, i, words.n)));
}

static void add_account(Ctx *ctx, DocFrame *out)
{
    static const DocLink links[] = {
        { .title = { "Вход и пароль", 24 }, .href = { "/account", 8 }, .count = NO_COUNT },
        { .title = { "Помощь", 12 }, .href = { "/help", 5 }, .count = NO_COUNT },
    };
    static const Button buttons[] = { { .title = { "Выйти", 10 }, .href = { "/signout", 8 }, .is_post = true, .quiet = true } };
    out->account = ctx->who->post.n > 0 ? with_capital(ctx, ctx->who->post) : ctx->who->name.n > 0 ? ctx->who->name : ctx->who->login;
    out->n_account_links = sizeof links / sizeof *links;
    out->account_links = links;
    out->n_account_buttons = sizeof buttons / sizeof *buttons;
    out->account_buttons = buttons;
}

static void add_footer(Ctx *ctx, DocFrame *out)
{
    static const DocLink links[] = {
        { .title = { "Как считаются признаки", 42 }, .href = { "/help/signs", 11 }, .count = NO_COUNT },
        { .title = { "Клавиши: ?", 17 }, .href = { "/help/keys", 10 }, .count = NO_COUNT },
        { .title = { "Для слабовидящих", 31 }, .href = { "/view", 5 }, .count = NO_COUNT },
    };
    out->version = STR("Мерило " MERILO_VERSION);
    out->n_footer_links = sizeof links / sizeof *links;
    out->footer_links = links;
    if (ctx->db == NULL || ctx->who->account_id == 0) return;
    int64_t at;
    if (setting_int(ctx->db, "backup.verified_at", &at, NULL) && at > 0) out->copy_verified = CTX_TEXT(ctx, "Копия базы проверена %.*s", STR_ARG(ctx_moment(ctx, at)));
    if (setting_int(ctx->db, "analysis.made_at", &at, NULL) && at > 0) out->data_time = CTX_TEXT(ctx, "Признаки посчитаны %.*s", STR_ARG(ctx_moment(ctx, at)));
}

void frame_sight(const Request *request, DocFrame *out)
{
    Str cookie = request_cookie(request, "sight"); /* «150.1.2.0»: size, spacing, scheme, pictures off */
    long long parts[4] = { 0 };
    size_t from = 0;
    for (int i = 0; i < 4; i++) {
        size_t to = from;
        while (to < cookie.n && cookie.at[to] != '.') to++;
        if (!str_to_int(str_slice(cookie, from < cookie.n ? from : cookie.n, to), &parts[i])) return;
        from = to + 1;
    }
    bool known_size = parts[0] == 100 || parts[0] == 125 || parts[0] == 150 || parts[0] == 175 || parts[0] == 200;
    if (!known_size || parts[1] < 0 || parts[1] > 2 || parts[2] < 0 || parts[2] > SIGHT_BLUE) return;
    out->sight.size = (uint16_t)parts[0];
    out->sight.spacing = (uint8_t)parts[1];
    out->sight.scheme = (SightScheme)parts[2];
    out->sight.no_pictures = parts[3] == 1;
}

void frame_fill(Ctx *ctx, DocFrame *out)
{
    *out = (DocFrame){ .bare = ctx->who->account_id == 0, .refresh_s = ctx->refresh_s };
    frame_sight(ctx->request, out);
    add_footer(ctx, out);
    if (out->bare) return;
    add_sections(ctx, out);
    add_places(ctx, out);
    add_years(ctx, out);
    add_account(ctx, out);
    out->notices_href = STR("/notices");
    if (ctx->db != NULL && !notice_unseen(ctx->db, ctx->who->region_id, ctx->who->account_id, &out->n_notices, NULL)) out->n_notices = 0;
    out->search_action = STR("/search");
    out->search_value = str_eq(ctx->doc->self, STR("/search")) ? request_query(ctx->request, "q") : STR_EMPTY;
    out->search_hint = STR("Школа, пункт плана, документ");
}
