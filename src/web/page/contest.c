/* One olympiad: its participants by school, and a new list. */
#include "base/number.h"
#include "flow/contest.h"
#include "flow/procedure.h"
#include "publish/rich.h"
#include "store/contest.h"
#include "web/page.h"
#include "web/url.h"

static const Param params[] = { { .name = "procedure", .kind = PARAM_TEXT, .title = "код олимпиады" }, { .name = NULL } };

static Str self(Ctx *ctx) { return CTX_TEXT(ctx, "/contests/%.*s", STR_ARG(url_encode(ctx->arena, ctx_param(ctx, "procedure")))); }

/* What was brought: a file, else what was pasted. */
static ContestAsk ask_of(Ctx *ctx)
{
    const Request *request = ctx->request;
    Str pasted = ctx_field(ctx, "rows");
    ContestAsk ask = { .org = &ctx->org, .procedure = ctx_param(ctx, "procedure"), .stage = ctx_field(ctx, "stage"), .name = STR("вставка.tsv"), .bytes = pasted };
    if (request->n_files > 0 && request->files[0].bytes.n > 0) ask.name = request->files[0].name, ask.bytes = request->files[0].bytes;
    return ask;
}

static void add_complaints(Ctx *ctx, const ContestList *list)
{
    static const Column columns[] = { { .head = { "строка", 12 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "ячейка", 12 } }, { .head = { "стоит", 10 } }, { .head = { "что не так", 18 } } };
    Table *table = table_new(ctx->doc, STR("complaints"), STR("Замечания"), 4, columns, list->n_complaints);
    for (uint32_t i = 0; i < list->n_complaints; i++) {
        const Complaint *complaint = &list->complaints[i];
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_int(complaint->row);
        cells[1] = cell_text(complaint_cell(ctx->arena, complaint));
        cells[2] = cell_text(rich_escape(ctx->arena, complaint->value));
        cells[3] = cell_text(complaint->text);
    }
    doc_table(ctx->doc, NULL, table);
}

static void add_form(Ctx *ctx)
{
    static const FormButton buttons[] = { { .title = { "Принять список", 27 }, .primary = true } };
    FieldOption *stages = arena_array(ctx->arena, FieldOption, 8);
    uint32_t n_stages = 0;
    stages[n_stages++] = (FieldOption){ .value = STR_EMPTY, .title = STR("как в списке") };
    for (const char *const *stage = contest_stages(); *stage != NULL; stage++) stages[n_stages++] = (FieldOption){ .value = str_of(*stage), .title = str_of(*stage) };
    static const FieldOption skip[] = { { .value = { "1", 1 }, .title = { "принять без строк с замечаниями", 58 } } };
    Field *fields = arena_array(ctx->arena, Field, 4);
    fields[0] = (Field){ .kind = FIELD_FILE, .name = STR("file"), .label = STR("Файл"), .hint = STR("Excel или CSV: школа (код), код участника, класс, этап, баллы, макс, статус. Имён быть не должно."), .optional = true, .accept = ".xlsx,.ods,.csv,.tsv,.txt" };
    fields[1] = (Field){ .kind = FIELD_PASTE, .name = STR("rows"), .label = STR("или вставьте из Excel"), .value = ctx_field(ctx, "rows"), .optional = true };
    fields[2] = (Field){ .kind = FIELD_SELECT, .name = STR("stage"), .label = STR("Этап"), .value = ctx_field(ctx, "stage"), .n_options = n_stages, .options = stages };
    fields[3] = (Field){ .kind = FIELD_CHECK, .name = STR("skip"), .label = STR("Строки с замечаниями"), .value = ctx_field(ctx, "skip"), .n_options = 1, .options = skip, .optional = true };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = self(ctx), .is_post = true, .is_upload = true, .n_fields = 4, .fields = fields, .n_buttons = 1, .buttons = buttons };
    if (ctx->error != NULL) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    doc_heading(ctx->doc, NULL, 2, STR("Внести список"));
    doc_form(ctx->doc, NULL, form);
}

static void add_table(Ctx *ctx, const ContestResult *rows, uint32_t n)
{
    static const Column columns[] = {
        { .head = { "школа", 10 } }, { .head = { "этап", 8 } }, { .head = { "класс", 10 } }, { .head = { "код участника", 25 } }, { .head = { "баллы", 10 }, .kind = COLUMN_NUMBER, .decimals = 1, .open = true },
        { .head = { "из", 4 }, .kind = COLUMN_NUMBER, .decimals = 1, .open = true }, { .head = { "статус", 12 } },
    };
    Table *table = table_new(ctx->doc, STR("participants"), STR("Участники"), 7, columns, n);
    table->untitled = true;
    table->empty = STR("Списков ещё нет. Внесите первый: файлом или вставкой из Excel.");
    for (uint32_t i = 0; i < n; i++) {
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_link(rich_escape(ctx->arena, rows[i].school_name), CTX_TEXT(ctx, "/schools/%.*s", STR_ARG(url_encode(ctx->arena, rows[i].school_code))));
        cells[1] = rows[i].stage.n > 0 ? cell_text(rows[i].stage) : cell_missing();
        cells[2] = rows[i].class_label.n > 0 ? cell_text(rich_escape(ctx->arena, rows[i].class_label)) : cell_missing();
        cells[3] = cell_text(rich_escape(ctx->arena, rows[i].code));
        cells[4] = cell_dec(rows[i].score);
        cells[5] = cell_dec(rows[i].score_max);
        cells[6] = cell_text(rows[i].status);
    }
    doc_table(ctx->doc, NULL, table);
}

static bool show(Ctx *ctx, Err *err)
{
    static const DocLink crumbs[] = { { .title = { "Олимпиады", 18 }, .href = { "/contests", 9 }, .count = NO_COUNT } };
    ProcedureRow procedure;
    bool found;
    const ContestResult *rows;
    uint32_t n;
    if (!procedure_get(ctx->db, ctx->who->region_id, ctx_param(ctx, "procedure"), ctx->arena, &procedure, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Выберите её в списке.", "Такой олимпиады нет.");
    if (!contest_results(ctx->db, ctx->who->region_id, ctx->org.path, procedure.code, ctx->arena, &rows, &n, err)) return false;
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumbs;
    ctx->doc->title = n > 0 ? CTX_TEXT(ctx, "%.*s: %.*s", STR_ARG(rich_escape(ctx->arena, procedure.title)), STR_ARG(number_of(ctx->arena, n, "участник", "участника", "участников"))) : rich_escape(ctx->arena, procedure.title);
    if (ctx->error != NULL && ctx->request->method == METHOD_POST) {
        ContestAsk ask = ask_of(ctx);
        ContestTaken taken;
        ask.only_look = true;
        if (ask.bytes.n > 0 && flow_contest_take(ctx->flow, ctx->who, &ask, ctx->arena, &taken, NULL)) add_complaints(ctx, &taken.list);
    }
    add_table(ctx, rows, n);
    if (who_may(ctx->who, RIGHT_RESULTS_WRITE, ctx->org.path)) add_form(ctx);
    return ctx_history(ctx, NULL, CTX_TEXT(ctx, "contest/%.*s", STR_ARG(procedure.code)), err);
}

static bool act(Ctx *ctx, Err *err)
{
    ContestAsk ask = ask_of(ctx);
    ContestTaken taken;
    if (str_trim(ask.bytes).n == 0) return err_set(err, ERR_INPUT, "Выберите файл или вставьте строки из Excel вместе с заголовками.", "Список не выбран.");
    ask.only_look = true;
    if (!flow_contest_take(ctx->flow, ctx->who, &ask, ctx->arena, &taken, err)) return false;
    if (taken.list.n_complaints > 0 && ctx_field(ctx, "skip").n == 0)
        return err_set(err, ERR_INPUT, "Исправьте их или отметьте «принять без строк с замечаниями» и выберите файл снова.", "Ничего ещё не записано: принять можно %u из %u, остальные — с замечаниями.", taken.list.n, taken.list.n_rows);
    ask.only_look = false;
    if (!flow_contest_take(ctx->flow, ctx->who, &ask, ctx->arena, &taken, err)) return false;
    ctx_done(ctx, CTX_TEXT(ctx, "Принято: %.*s.", STR_ARG(number_of(ctx->arena, taken.list.n, "участник", "участника", "участников"))));
    return ctx_go(ctx, self(ctx));
}

const Page page_contest = {
    .path = "/contests/:procedure", .title = "Олимпиада", .section = SECTION_FORMS, .right = RIGHT_RESULTS_READ, .act_right = RIGHT_RESULTS_WRITE, .params = params, .sample = "/contests/{contest}",
    .show = show, .act = act,
};
