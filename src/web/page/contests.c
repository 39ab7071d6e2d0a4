/* Olympiads and contests of the same schools: participants and places by stage. */
#include "base/number.h"
#include "flow/procedure.h"
#include "publish/rich.h"
#include "store/contest.h"
#include "web/page.h"
#include "web/url.h"

static Str link_of(Ctx *ctx, Str procedure) { return CTX_TEXT(ctx, "/contests/%.*s", STR_ARG(url_encode(ctx->arena, procedure))); }

static void add_row(Ctx *ctx, Table *table, const ProcedureRow *procedure, const ContestCount *count)
{
    Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
    cells[0] = cell_link(rich_escape(ctx->arena, procedure->title), link_of(ctx, procedure->code));
    cells[1] = count == NULL ? cell_missing() : cell_text(count->stage.n > 0 ? count->stage : STR("этап не указан"));
    cells[2] = count == NULL ? cell_text(STR("списков ещё нет")) : cell_int(count->n);
    cells[3] = count == NULL ? cell_missing() : cell_int(count->n_winners);
    cells[4] = count == NULL ? cell_missing() : cell_int(count->n_runners_up);
    cells[5] = count == NULL ? cell_missing() : cell_int(count->n_schools);
}

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = {
        { .head = { "олимпиада, конкурс", 34 } }, { .head = { "этап", 8 } }, { .head = { "участников", 20 }, .kind = COLUMN_NUMBER }, { .head = { "победителей", 22 }, .kind = COLUMN_NUMBER },
        { .head = { "призёров", 16 }, .kind = COLUMN_NUMBER }, { .head = { "школ", 8 }, .kind = COLUMN_NUMBER, .open = true },
    };
    const ProcedureRow *procedures;
    const ContestCount *counts;
    uint32_t n, n_counts;
    if (!procedure_list(ctx->db, ctx->who->region_id, 0, ctx->arena, &procedures, &n, err)) return false;
    if (!contest_counts(ctx->db, ctx->who->region_id, ctx->org.path, ctx->arena, &counts, &n_counts, err)) return false;
    Table *table = table_new(ctx->doc, STR("contests"), STR("Олимпиады и конкурсы"), 6, columns, n + n_counts);
    table->untitled = true;
    table->empty = STR("Олимпиад ещё нет. Заведите олимпиаду в разделе «Процедуры», потом загрузите список участников.");
    for (uint32_t i = 0; i < n; i++) {
        bool any = false;
        if (!procedure_by_places(&procedures[i])) continue;
        for (uint32_t c = 0; c < n_counts; c++) {
            if (!str_eq(counts[c].procedure, procedures[i].code)) continue;
            any = true;
            add_row(ctx, table, &procedures[i], &counts[c]);
        }
        if (!any) add_row(ctx, table, &procedures[i], NULL);
    }
    ctx->doc->title = STR("Олимпиады и конкурсы");
    ctx->doc->lead = STR("Те же школы и те же коды участников, что в формах. Места принадлежат детям, а не школам: школы по ним не сравниваются.");
    if (who_may(ctx->who, RIGHT_PROCEDURE_WRITE, ctx->org.path)) {
        static const Button buttons[] = { { .title = { "Завести олимпиаду", 33 }, .href = { "/procedures/new?kind=%D0%BE%D0%BB%D0%B8%D0%BC%D0%BF%D0%B8%D0%B0%D0%B4%D0%B0&grade=0", 83 } } };
        doc_buttons(ctx->doc, NULL, 1, buttons, STR_EMPTY);
    }
    doc_table(ctx->doc, NULL, table);
    return true;
}

const Page page_contests = { .path = "/contests", .title = "Олимпиады и конкурсы", .section = SECTION_FORMS, .right = RIGHT_RESULTS_READ, .show = show };
