/* A list of organisations: first looked at, then written. */
#include "base/number.h"
#include "flow/org.h"
#include "publish/rich.h"
#include "web/table_import.h"
#include "web/url.h"

enum { SHOWN = 300 };

static const Param params[] = {
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации, в которую загружают", .max_length = 100 },
    TABLE_IMPORT_PARAM,
    { .name = NULL },
};

static Str here(Ctx *ctx, Str file)
{
    return table_import_address(ctx, CTX_TEXT(ctx, "/orgs/import?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))), file);
}

static void first_step(Ctx *ctx)
{
    ctx->doc->title = STR("Список школ из таблицы");
    ctx->doc->lead = CTX_TEXT(ctx, "Школы попадут в «%.*s». Сначала программа покажет, что поняла; ничего не запишется, пока вы не подтвердите.", STR_ARG(rich_escape(ctx->arena, ctx->org.name)));
    table_import_form(ctx, here(ctx, STR_EMPTY), "заголовки: **код** (логин школы), **название**, **тип**, **муниципалитет**. По желанию: код родителя, уровень, класс, год.", "Вместе со строкой заголовков.");
}

static Str steps_words(Ctx *ctx, const OrgPlan *plan)
{
    static const struct { OrgStepKind kind; const char *one, *few, *many, *what; } words[] = {
        { ORG_STEP_NEW, "новая", "новые", "новых", "" }, { ORG_STEP_RENAME, "переименована", "переименованы", "переименованы", "" }, { ORG_STEP_MOVE, "переведена", "переведены", "переведены", "" },
        { ORG_STEP_REOPEN, "открыта снова", "открыты снова", "открыты снова", "" }, { ORG_STEP_SAME, "без изменений", "без изменений", "без изменений", "" },
    };
    Str out = STR_EMPTY;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint32_t n = plan->n_of[words[i].kind];
        if (n > 0) out = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(out), out.n > 0 ? ", " : "", STR_ARG(number_of(ctx->arena, n, words[i].one, words[i].few, words[i].many)));
    }
    return out;
}

static void add_complaints(Ctx *ctx, const OrgPlan *plan)
{
    static const Column columns[] = { { .head = { "строка", 12 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "столбец", 14 } }, { .head = { "что стоит", 17 } }, { .head = { "что не так и как исправить", 47 } } };
    if (plan->n_complaints == 0) return;
    doc_heading(ctx->doc, NULL, 2, STR("Эти строки не будут записаны"));
    Table *table = table_new(ctx->doc, STR("complaints"), STR("Замечания"), 4, columns, plan->n_complaints);
    table->untitled = true;
    for (uint32_t i = 0; i < plan->n_complaints; i++) {
        const OrgComplaint *one = &plan->complaints[i];
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_int(one->row);
        row[1] = cell_text(one->cell);
        row[2] = one->value.n > 0 ? cell_text(rich_escape(ctx->arena, one->value)) : cell_text(STR("пусто"));
        row[3] = cell_text(rich_escape(ctx->arena, one->words));
    }
    doc_table(ctx->doc, NULL, table);
}

static const char *step_word(OrgStepKind kind)
{
    static const char *const words[] = { [ORG_STEP_SAME] = "без изменений", [ORG_STEP_NEW] = "новая", [ORG_STEP_RENAME] = "переименована", [ORG_STEP_MOVE] = "переведена", [ORG_STEP_REOPEN] = "открыта снова" };
    return words[kind];
}

static void add_steps(Ctx *ctx, const OrgPlan *plan)
{
    static const Column columns[] = { { .head = { "что", 6 } }, { .head = { "код", 6 } }, { .head = { "название", 16 } }, { .head = { "тип", 6 } }, { .head = { "внутри", 12 } }, { .head = { "было", 8 } } };
    uint32_t n_changes = plan->n_steps - plan->n_of[ORG_STEP_SAME], n = 0;
    if (n_changes == 0) return;
    doc_heading(ctx->doc, NULL, 2, STR("Что изменится"));
    Table *table = table_new(ctx->doc, STR("steps"), STR("Изменения"), 6, columns, n_changes < SHOWN ? n_changes : SHOWN);
    table->untitled = true;
    for (uint32_t i = 0; i < plan->n_steps && n < SHOWN; i++) {
        const OrgStep *step = &plan->steps[i];
        if (step->kind == ORG_STEP_SAME) continue;
        n++;
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(CTX_TEXT(ctx, "%s, %s", org_kind_title(step->after.kind), step_word(step->kind)));
        row[1] = cell_text(rich_escape(ctx->arena, step->after.code));
        row[2] = cell_text(rich_escape(ctx->arena, step->after.name));
        row[3] = step->after.type.n > 0 ? cell_text(rich_escape(ctx->arena, step->after.type)) : cell_missing();
        row[4] = cell_text(rich_escape(ctx->arena, step->parent_code));
        row[5] = step->kind == ORG_STEP_NEW ? cell_missing()
                                            : cell_text(CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(rich_escape(ctx->arena, step->before.name)), step->before.type.n > 0 ? ", " : "", STR_ARG(rich_escape(ctx->arena, step->before.type))));
    }
    doc_table(ctx->doc, NULL, table);
    if (n_changes > SHOWN) doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "Показаны первые %d строк; запишутся все.", SHOWN));
}

static bool second_step(Ctx *ctx, Str file, Err *err)
{
    Str bytes;
    OrgPlan plan;
    if (!table_import_kept(ctx, file, &bytes, err) || !flow_org_plan(flow_reader(ctx->flow), ctx->who, &ctx->org, bytes, ctx->arena, &plan, err)) return false;
    uint32_t n = plan.n_steps - plan.n_of[ORG_STEP_SAME];
    ctx->doc->title = n == 0 ? STR("Записывать нечего: в базе всё так же")
                             : CTX_TEXT(ctx, "Можно записать %.*s%s", STR_ARG(number_of(ctx->arena, n, "организацию", "организации", "организаций")), plan.n_complaints > 0 ? ", остальное исправить" : "");
    ctx->doc->kicker = rich_escape(ctx->arena, ctx->org.name);
    Str *line = arena_array(ctx->arena, Str, 3);
    line[0] = number_of(ctx->arena, plan.n_rows, "строка в файле", "строки в файле", "строк в файле");
    line[1] = steps_words(ctx, &plan);
    line[2] = plan.n_complaints > 0 ? number_of(ctx->arena, plan.n_complaints, "замечание", "замечания", "замечаний") : STR("замечаний нет");
    ctx->doc->n_factline = 3;
    ctx->doc->factline = line;
    Str what = number_of(ctx->arena, n, "организацию", "организации", "организаций");
    table_import_confirm(ctx, here(ctx, file), file, n > 0 ? CTX_TEXT(ctx, "Записать %.*s", STR_ARG(what)) : STR_EMPTY);
    add_complaints(ctx, &plan);
    add_steps(ctx, &plan);
    if (plan.n_absent > 0) {
        Node *fold = doc_add(ctx->doc, NULL, NODE_DETAILS);
        fold->text = CTX_TEXT(ctx, "Есть в базе, но нет в файле: %.*s", STR_ARG(number_of(ctx->arena, plan.n_absent, "школа", "школы", "школ")));
        Str *names = arena_array(ctx->arena, Str, plan.n_absent);
        for (uint32_t i = 0; i < plan.n_absent; i++) names[i] = CTX_TEXT(ctx, "%.*s (%.*s)", STR_ARG(rich_escape(ctx->arena, plan.absent[i].name)), STR_ARG(rich_escape(ctx->arena, plan.absent[i].code)));
        doc_small(ctx->doc, fold, STR("Они останутся как есть. Закрыть школу можно на её странице."));
        doc_list(ctx->doc, fold, plan.n_absent < SHOWN ? plan.n_absent : SHOWN, names);
    }
    ask_links(ctx, NULL, 1, "Выбрать другой файл", here(ctx, STR_EMPTY));
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    DocLink *crumb = arena_one(ctx->arena, DocLink);
    *crumb = (DocLink){ .title = STR("Школы"), .href = STR("/schools"), .count = NO_COUNT };
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumb;
    Str file = ctx_param(ctx, "file");
    if (file.n > 0) return second_step(ctx, file, err);
    first_step(ctx);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Str file = table_import_confirmed(ctx), bytes;
    if (file.n > 0) {
        uint32_t n;
        if (!table_import_kept(ctx, file, &bytes, err) || !flow_org_import(ctx->flow, ctx->who, &ctx->org, bytes, &n, err)) return false;
        ctx_done(ctx, CTX_TEXT(ctx, "Записано: %.*s.", STR_ARG(number_of(ctx->arena, n, "организация", "организации", "организаций"))));
        return ctx_go(ctx, CTX_TEXT(ctx, "/schools?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))));
    }
    OrgPlan plan; /* what is no list at all is not kept */
    char *sha = arena_alloc(ctx->arena, 65);
    if (!table_import_brought(ctx, &bytes, err) || !flow_org_plan(flow_reader(ctx->flow), ctx->who, &ctx->org, bytes, ctx->arena, &plan, err) ||
        !flow_org_keep(ctx->flow, ctx->who, &ctx->org, bytes, sha, err)) return false;
    return ctx_go(ctx, here(ctx, str_of(sha)));
}

const Page page_orgs_import = { .path = "/orgs/import", .title = "Список школ из таблицы", .section = SECTION_SCHOOLS, .right = RIGHT_ORG_WRITE, .params = params, .no_formats = true, .show = show, .act = act };
