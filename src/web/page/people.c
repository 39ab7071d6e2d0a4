/* People of an organisation and everything below it. */
#include "base/number.h"
#include "publish/rich.h"
#include "store/account.h"
#include "web/ask.h"
#include "web/url.h"

enum { MOST_GRANTS = 4000, SHOWN = 100 };

static const Param params[] = {
    { .name = "q", .kind = PARAM_TEXT, .title = "часть имени, логина, должности", .max_length = 100 },
    { .name = "role", .kind = PARAM_CHOICE, .title = "роль", .choices = "admin|region|municipality|methodologist|school|teacher|expert|observer|reader" },
    { .name = "from", .kind = PARAM_INT, .title = "с какого по счёту", .min = 1, .max = MOST_GRANTS },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации", .max_length = 100 },
    { .name = NULL },
};

/* Grants of one person stand together. */
typedef struct Group { const PersonRow *first; uint32_t n; } Group;

static uint32_t group(const PersonRow *rows, uint32_t n, Role role, Group *groups)
{
    uint32_t n_groups = 0;
    for (uint32_t i = 0, from = 0; i < n; i++) {
        bool last = i + 1 == n || rows[i + 1].account.id != rows[i].account.id, has = role == 0;
        if (!last) continue;
        for (uint32_t j = from; j <= i; j++) has = has || rows[j].role == role;
        if (has) groups[n_groups++] = (Group){ &rows[from], i + 1 - from };
        from = i + 1;
    }
    return n_groups;
}

static Str roles_of(Ctx *ctx, const Group *one)
{
    Str words = STR_EMPTY;
    for (uint32_t i = 0; i < one->n; i++)
        words = CTX_TEXT(ctx, "%.*s%s%s, %.*s", STR_ARG(words), i > 0 ? "; " : "", role_title(one->first[i].role), STR_ARG(rich_escape(ctx->arena, one->first[i].org.name)));
    return words;
}

static void add_filters(Ctx *ctx, const PersonRow *rows, uint32_t n, Group *groups)
{
    DocLink *chips = arena_array(ctx->arena, DocLink, N_ROLES);
    Str chosen = ctx_param(ctx, "role");
    uint32_t n_chips = 0;
    chips[n_chips++] = (DocLink){ .title = STR("все"), .href = ctx_with(ctx, "role", STR_EMPTY), .count = group(rows, n, (Role)0, groups), .current = chosen.n == 0 };
    for (Role role = ROLE_ADMIN; role < N_ROLES; role++) {
        uint32_t count = group(rows, n, role, groups);
        if (count > 0) chips[n_chips++] = (DocLink){ .title = str_of(role_title(role)), .href = ctx_with(ctx, "role", str_of(role_word(role))), .count = count, .current = str_eq(chosen, str_of(role_word(role))) };
    }
    doc_chips(ctx->doc, NULL, STR("Показать"), n_chips, chips);
    Ask *ask = ask_new(ctx, STR("/people"));
    ask->form.is_post = false;
    ask->form.in_line = true;
    Field *words = ask_field(ask, FIELD_TEXT, "q", "Имя, логин или должность", ctx_param(ctx, "q"));
    words->optional = true;
    words->width = 24;
    if (chosen.n > 0) ask_field(ask, FIELD_HIDDEN, "role", "", chosen);
    if (ctx_param(ctx, "org").n > 0) ask_field(ask, FIELD_HIDDEN, "org", "", ctx_param(ctx, "org"));
    ask_button(ask, "Найти", false);
    ask_end(ask, NULL);
}

static void add_table(Ctx *ctx, const Group *groups, uint32_t n)
{
    static const Column columns[] = { { .head = { "имя", 6 } }, { .head = { "должность", 18 } }, { .head = { "роль и организация", 34 } }, { .head = { "вход", 8 } }, { .head = { "были здесь", 19 } } };
    CtxSpan span = ctx_span(ctx, n, SHOWN);
    Table *table = table_new(ctx->doc, STR("people"), STR("Люди"), 5, columns, span.to - span.from);
    table->untitled = true;
    table->empty = STR("Никого не нашлось. Проверьте слово поиска или покажите все роли.");
    for (uint32_t i = span.from; i < span.to; i++) {
        const Account *account = &groups[i].first->account;
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_link(rich_escape(ctx->arena, account->name), CTX_TEXT(ctx, "/people/%lld", (long long)account->number));
        row[1] = cell_text(rich_escape(ctx->arena, account->post));
        row[2] = cell_text(roles_of(ctx, &groups[i]));
        row[3] = cell_text(str_of(account_state_title(account->state)));
        row[4] = account->seen_at > 0 ? cell_text(ctx_moment(ctx, account->seen_at)) : cell_missing();
    }
    doc_table(ctx->doc, NULL, table);
    ctx_pager(ctx, NULL, &span, "человек");
}

static bool show(Ctx *ctx, Err *err)
{
    PersonRow *rows;
    uint32_t n, n_waiting = 0;
    PersonAsk ask = { .path = ctx->org.path, .words = ctx_param(ctx, "q"), .limit = MOST_GRANTS };
    if (!person_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &rows, &n, err)) return false;
    Group *groups = arena_array(ctx->arena, Group, n + 1u);
    uint32_t n_all = group(rows, n, (Role)0, groups);
    for (uint32_t i = 0; i < n_all; i++) n_waiting += groups[i].first->account.state == ACCOUNT_INVITED;
    ctx->doc->kicker = rich_escape(ctx->arena, ctx->org.name);
    ctx->doc->title = n_waiting > 0 ? CTX_TEXT(ctx, "%.*s, из них %.*s", STR_ARG(number_of(ctx->arena, n_all, "человек", "человека", "человек")),
                                          STR_ARG(number_of(ctx->arena, n_waiting, "ещё не входил", "ещё не входили", "ещё не входили")))
                                    : number_of(ctx->arena, n_all, "человек", "человека", "человек");
    Button *invite = arena_one(ctx->arena, Button);
    *invite = (Button){ .title = STR("Пригласить человека"), .href = CTX_TEXT(ctx, "/people/new?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))), .primary = true };
    doc_buttons(ctx->doc, NULL, 1, invite, STR_EMPTY);
    add_filters(ctx, rows, n, groups);
    add_table(ctx, groups, group(rows, n, role_find(ctx_param(ctx, "role")), groups));
    return true;
}

const Page page_people = { .path = "/people", .title = "Люди", .section = SECTION_PEOPLE, .in_menu = true, .right = RIGHT_PEOPLE_WRITE, .params = params, .show = show };
