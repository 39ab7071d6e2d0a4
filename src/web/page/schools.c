/* Schools of an organisation, by municipality, by name and number: never by result. */
#include "base/number.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/ask.h"
#include "web/url.h"

enum { ALL_AT_ONCE = 300, FOUND = 200 };

static const Param params[] = {
    { .name = "q", .kind = PARAM_TEXT, .title = "часть названия или кода", .max_length = 100 },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации", .max_length = 100 },
    { .name = NULL },
};

static Str address(Ctx *ctx, const Org *org) { return CTX_TEXT(ctx, "/schools/%.*s", STR_ARG(url_encode(ctx->arena, org->code))); }

static uint32_t count_of(const OrgCount *counts, uint32_t n, int64_t parent_id, OrgKind kind)
{
    for (uint32_t i = 0; i < n; i++)
        if (counts[i].parent_id == parent_id && counts[i].kind == kind) return counts[i].n;
    return 0;
}

typedef struct List { const Org *orgs; uint32_t n; const OrgCount *counts; uint32_t n_counts; } List;

static void school_row(Ctx *ctx, Table *table, const List *list, const Org *school)
{
    uint32_t n_classes = count_of(list->counts, list->n_counts, school->id, ORG_CLASS);
    Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
    row[0] = cell_link(rich_escape(ctx->arena, school->name), address(ctx, school));
    row[1] = cell_text(rich_escape(ctx->arena, school->code));
    row[2] = school->type.n > 0 ? cell_text(rich_escape(ctx->arena, school->type)) : cell_missing();
    row[3] = n_classes > 0 ? cell_int(n_classes) : cell_missing();
}

static void under(Ctx *ctx, Table *table, const List *list, const Org *parent)
{
    bool any = false;
    for (uint32_t i = 0; i < list->n; i++) any = any || (list->orgs[i].kind == ORG_SCHOOL && list->orgs[i].parent_id == parent->id);
    if (!any) return;
    Cell *section = table_row(ctx->doc, table, ROW_SECTION);
    section[0] = cell_link(rich_escape(ctx->arena, parent->name), address(ctx, parent));
    section[0].span = 4;
    for (uint32_t i = 0; i < list->n; i++)
        if (list->orgs[i].kind == ORG_SCHOOL && list->orgs[i].parent_id == parent->id) school_row(ctx, table, list, &list->orgs[i]);
}

static void schools_table(Ctx *ctx, const List *list, bool grouped)
{
    static const Column columns[] = { { .head = { "школа", 10 } }, { .head = { "код", 6 } }, { .head = { "тип", 6 } }, { .head = { "классов", 14 }, .kind = COLUMN_NUMBER, .open = true } };
    Table *table = table_new(ctx->doc, STR("schools"), STR("Школы"), 4, columns, 2 * list->n + 1);
    table->untitled = true;
    table->empty = ctx_param(ctx, "q").n > 0 ? STR("Ничего не нашлось. Проверьте слово поиска: ищется часть названия или кода.")
                                             : STR("Школ ещё нет. Загрузите их списком из Excel: код, название, тип, муниципалитет.");
    if (grouped) {
        for (uint32_t i = 0; i < list->n; i++)
            if (list->orgs[i].kind < ORG_SCHOOL) under(ctx, table, list, &list->orgs[i]);
    } else {
        for (uint32_t i = 0; i < list->n; i++)
            if (list->orgs[i].kind == ORG_SCHOOL) school_row(ctx, table, list, &list->orgs[i]);
    }
    doc_table(ctx->doc, NULL, table);
}

static void municipalities_table(Ctx *ctx, const List *list)
{
    static const Column columns[] = { { .head = { "муниципалитет", 26 } }, { .head = { "код", 6 } }, { .head = { "школ", 8 }, .kind = COLUMN_NUMBER, .open = true } };
    Table *table = table_new(ctx->doc, STR("municipalities"), STR("Муниципалитеты"), 3, columns, list->n + 1);
    table->untitled = true;
    for (uint32_t i = 0; i < list->n; i++) {
        const Org *org = &list->orgs[i];
        if (org->kind != ORG_MUNICIPALITY) continue;
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_link(rich_escape(ctx->arena, org->name), CTX_TEXT(ctx, "/schools?org=%.*s", STR_ARG(url_encode(ctx->arena, org->code))));
        row[1] = cell_text(rich_escape(ctx->arena, org->code));
        row[2] = cell_int(count_of(list->counts, list->n_counts, org->id, ORG_SCHOOL));
    }
    doc_table(ctx->doc, NULL, table);
}

static void add_tools(Ctx *ctx)
{
    Ask *ask = ask_new(ctx, STR("/schools"));
    ask->form.is_post = false;
    ask->form.in_line = true;
    Field *words = ask_field(ask, FIELD_TEXT, "q", "Название или код", ctx_param(ctx, "q"));
    words->optional = true;
    words->width = 24;
    if (ctx_param(ctx, "org").n > 0) ask_field(ask, FIELD_HIDDEN, "org", "", ctx_param(ctx, "org"));
    ask_button(ask, "Найти", false);
    ask_end(ask, NULL);
    if (!who_may(ctx->who, RIGHT_ORG_WRITE, ctx->org.path)) return;
    Button *import = arena_one(ctx->arena, Button);
    *import = (Button){ .title = STR("Загрузить список школ"), .href = CTX_TEXT(ctx, "/orgs/import?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))), .icon = "up" };
    doc_buttons(ctx->doc, NULL, 1, import, STR_EMPTY);
}

static bool show(Ctx *ctx, Err *err)
{
    Str words = ctx_param(ctx, "q");
    List list = { 0 };
    if (ctx->org.kind >= ORG_SCHOOL) return ctx_go(ctx, CTX_TEXT(ctx, "/schools/%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))));
    if (!org_counts(ctx->db, ctx->org.region_id, ctx->org.path, ctx->arena, &list.counts, &list.n_counts, err)) return false;
    uint32_t n_schools = 0, n_municipalities = 0;
    for (uint32_t i = 0; i < list.n_counts; i++) {
        if (list.counts[i].kind == ORG_SCHOOL) n_schools += list.counts[i].n;
        if (list.counts[i].kind == ORG_MUNICIPALITY) n_municipalities += list.counts[i].n;
    }
    bool many = n_schools > ALL_AT_ONCE && n_municipalities > 1 && words.n == 0;
    bool read = words.n > 0 ? org_find(ctx->db, ctx->org.region_id, ctx->org.path, ORG_SCHOOL, words, FOUND, ctx->arena, &list.orgs, &list.n, err)
                            : org_within_path(ctx->db, ctx->org.region_id, ctx->org.path, many ? ORG_MUNICIPALITY : (OrgKind)0, ctx->arena, &list.orgs, &list.n, err);
    if (!read) return false;
    Str schools = number_of(ctx->arena, n_schools, "школа", "школы", "школ");
    ctx->doc->kicker = rich_escape(ctx->arena, ctx->org.name);
    ctx->doc->title = words.n > 0 ? CTX_TEXT(ctx, "Найдено: %.*s", STR_ARG(number_of(ctx->arena, list.n, "школа", "школы", "школ")))
                    : n_municipalities > 1 ? CTX_TEXT(ctx, "%.*s в %.*s", STR_ARG(schools), STR_ARG(number_of(ctx->arena, n_municipalities, "муниципалитете", "муниципалитетах", "муниципалитетах"))) : schools;
    add_tools(ctx);
    if (many) municipalities_table(ctx, &list);
    else schools_table(ctx, &list, ctx->org.kind == ORG_REGION && words.n == 0);
    return true;
}

const Page page_schools = { .path = "/schools", .title = "Школы", .section = SECTION_SCHOOLS, .in_menu = true, .right = RIGHT_ORG_READ, .params = params, .show = show };
