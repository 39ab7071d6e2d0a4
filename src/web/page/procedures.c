/* The registry of procedures: what is held in the region and in the municipalities, by year. */
#include "base/date.h"
#include "base/number.h"
#include "flow/procedure.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/page.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "kind", .kind = PARAM_TEXT, .title = "вид процедуры", .max_length = 60 },
    { .name = "year", .kind = PARAM_INT, .title = "учебный год: первый календарный", .min = 2000, .max = 2100 },
    { .name = "all", .kind = PARAM_FLAG, .title = "все годы" },
    { .name = NULL },
};

static void add_chips(Ctx *ctx, const ProcedureRow *rows, uint32_t n)
{
    DocLink *links = arena_array(ctx->arena, DocLink, 16);
    Str chosen = ctx_param(ctx, "kind");
    uint32_t n_links = 0;
    links[n_links++] = (DocLink){ .title = STR("все виды"), .href = ctx_with(ctx, "kind", STR_EMPTY), .count = n, .current = chosen.n == 0 };
    for (const ProcedureKind *kind = procedure_kinds(); kind->word != NULL; kind++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < n; i++) count += str_eq(rows[i].kind, str_of(kind->word));
        if (count > 0) links[n_links++] = (DocLink){ .title = str_of(kind->title), .href = ctx_with(ctx, "kind", str_of(kind->word)), .count = count, .current = str_eq(chosen, str_of(kind->word)) };
    }
    doc_chips(ctx->doc, NULL, STR("Показать"), n_links, links);
}

static Str dates_of(Ctx *ctx, const ProcedureRow *row)
{
    int32_t from, to;
    bool has_from = date_parse(row->starts_on, &from), has_to = date_parse(row->ends_on, &to);
    if (has_from && has_to && from != to) return CTX_TEXT(ctx, "%.*s–%.*s", STR_ARG(date_short(ctx->arena, from)), STR_ARG(date_short(ctx->arena, to)));
    return has_from ? date_short(ctx->arena, from) : has_to ? CTX_TEXT(ctx, "по %.*s", STR_ARG(date_short(ctx->arena, to))) : STR_EMPTY;
}

static bool add_row(Ctx *ctx, Table *table, const ProcedureRow *row, Err *err)
{
    const Blueprint *work;
    bool own;
    int32_t by;
    if (!procedure_blueprint(row, ctx->arena, &work, &own, err)) return false;
    Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
    Str dates = dates_of(ctx, row);
    cells[0] = cell_link(rich_escape(ctx->arena, row->title), CTX_TEXT(ctx, "/procedures/%.*s", STR_ARG(url_encode(ctx->arena, row->code))));
    cells[1] = dates.n > 0 ? cell_text(dates) : cell_missing();
    cells[2] = date_parse(row->hand_in_by, &by) ? cell_text(date_short(ctx->arena, by)) : cell_missing();
    cells[3] = cell_text(str_of(procedure_state_title(row->state)));
    cells[4] = work != NULL && work->n_tasks > 0 ? cell_int(work->n_tasks) : cell_missing();
    cells[5] = work != NULL ? cell_int(work->max) : cell_missing();
    cells[6] = cell_text(work == NULL ? STR("из формы") : !work->cutoffs_known ? STR("пороги неизвестны") : own ? STR("своё") : STR("официальное"));
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = {
        { .head = { "процедура", 18 } }, { .head = { "дни", 6 } }, { .head = { "формы до", 15 } }, { .head = { "состояние", 18 } },
        { .head = { "заданий", 14 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "баллов", 12 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "описание", 16 } },
    };
    const ProcedureRow *rows;
    uint32_t n, n_year = 0, n_shown = 0;
    if (!procedure_list(ctx->db, ctx->who->region_id, 0, ctx->arena, &rows, &n, err)) return false;
    bool all = str_eq(ctx_param(ctx, "all"), STR("1"));
    ProcedureRow *of_year = arena_array(ctx->arena, ProcedureRow, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        if (all || procedure_school_year(&rows[i]) == ctx->year) of_year[n_year++] = rows[i];
    Str kind = ctx_param(ctx, "kind");
    Table *table = table_new(ctx->doc, STR("procedures"), STR("Процедуры"), 7, columns, n_year);
    table->untitled = true;
    table->empty = STR("В этом учебном году процедур ещё нет. Они появятся сами, когда придёт первая форма, или заведите новую работу.");
    for (uint32_t i = 0; i < n_year; i++) {
        if (kind.n > 0 && !str_eq(of_year[i].kind, kind)) continue;
        n_shown++;
        if (!add_row(ctx, table, &of_year[i], err)) return false;
    }
    ctx->doc->title = n_shown > 0 ? CTX_TEXT(ctx, "%.*s%s", STR_ARG(number_of(ctx->arena, n_shown, "процедура", "процедуры", "процедур")), all ? " за все годы" : "") : STR("Процедуры");
    if (who_may(ctx->who, RIGHT_PROCEDURE_WRITE, ctx->org.path)) {
        static const Button buttons[] = { { .title = { "Завести работу", 27 }, .href = { "/procedures/new", 15 }, .primary = true } };
        doc_buttons(ctx->doc, NULL, 1, buttons, STR_EMPTY);
    }
    add_chips(ctx, of_year, n_year);
    doc_table(ctx->doc, NULL, table);
    DocLink *years = arena_one(ctx->arena, DocLink);
    *years = all ? (DocLink){ .title = STR("только этот учебный год"), .href = ctx_with(ctx, "all", STR_EMPTY), .count = NO_COUNT } : (DocLink){ .title = STR("все годы"), .href = ctx_with(ctx, "all", STR("1")), .count = n };
    doc_chips(ctx->doc, NULL, STR_EMPTY, 1, years);
    return true;
}

const Page page_procedures = { .path = "/procedures", .title = "Процедуры", .section = SECTION_PROCEDURES, .in_menu = true, .right = RIGHT_ORG_READ, .params = params, .show = show };
