/* Files that were brought: drafts that wait, and what became of the others. */
#include "base/number.h"
#include "publish/rich.h"
#include "web/draft_view.h"

enum { MOST = 200 };

static const Param params[] = {
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" },
    { .name = "show", .kind = PARAM_CHOICE, .title = "какие файлы", .choices = "open|all" },
    { .name = NULL },
};

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "файл", 8 } }, { .head = { "для кого", 15 } }, { .head = { "состояние", 18 } }, { .head = { "строк", 10 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "ждут исправления", 31 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "загружен", 16 } }, { .head = { "кто", 6 } } };
    static const DocLink crumbs[] = { { .title = { "Формы", 10 }, .href = { "/forms", 6 }, .count = NO_COUNT } };
    const UploadRow *rows;
    uint32_t n = 0, n_open = 0;
    bool all = str_eq(ctx_param(ctx, "show"), STR("all"));
    if (!upload_list(ctx->db, ctx->who->region_id, ctx->org.path, !all, MOST, ctx->arena, &rows, &n, err)) return false;
    DocLink *links = arena_array(ctx->arena, DocLink, 2);
    links[0] = (DocLink){ .title = STR("ждут решения"), .href = ctx_with(ctx, "show", STR_EMPTY), .count = NO_COUNT, .current = !all };
    links[1] = (DocLink){ .title = STR("все файлы"), .href = ctx_with(ctx, "show", STR("all")), .count = NO_COUNT, .current = all };
    doc_chips(ctx->doc, NULL, STR("Показать"), 2, links);
    Table *table = table_new(ctx->doc, STR("uploads"), STR("Загруженные файлы"), 7, columns, n);
    table->untitled = true;
    table->empty = all ? STR("Файлов ещё не загружали.") : STR("Недоделанных файлов нет: всё загруженное записано или отменено.");
    for (uint32_t i = 0; i < n; i++) {
        const UploadRow *row = &rows[i];
        bool open = row->state == UPLOAD_DRAFT || row->state == UPLOAD_PARTLY || row->state == UPLOAD_READING;
        n_open += open;
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_link(rich_escape(ctx->arena, row->name), draft_link(ctx->arena, row->org_code, row->number));
        cells[1] = cell_text(rich_escape(ctx->arena, row->org_name));
        cells[2] = cell_text(str_of(upload_state_title(row->state)));
        cells[3] = row->n_rows > 0 ? cell_int(row->n_rows) : cell_missing();
        cells[4] = open && row->n_rejected > 0 ? cell_int(row->n_rejected) : cell_missing();
        cells[5] = cell_text(ctx_moment(ctx, row->made_at));
        cells[6] = row->who.n > 0 ? cell_text(rich_escape(ctx->arena, row->who)) : cell_missing();
    }
    doc_table(ctx->doc, NULL, table);
    ctx->doc->title = n_open == 0 ? STR("Все загруженные файлы разобраны") : CTX_TEXT(ctx, "Ждут решения: %.*s", STR_ARG(number_of(ctx->arena, n_open, "файл", "файла", "файлов")));
    ctx->doc->n_crumbs = 1, ctx->doc->crumbs = crumbs;
    return true;
}

const Page page_uploads = { .path = "/forms/files", .title = "Загруженные файлы", .section = SECTION_FORMS, .right = RIGHT_RESULTS_WRITE, .params = params, .show = show };
