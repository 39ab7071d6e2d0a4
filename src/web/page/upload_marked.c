/* The file back with remarks: all rows as they stand now, what was wrong in the last column, wrong rows marked. */
#include "base/number.h"
#include "publish/rich.h"
#include "web/draft_view.h"

enum { MOST_COLUMNS = 60 };

static const Param params[] = {
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = "number", .kind = PARAM_INT, .title = "номер файла", .min = 1, .max = 1000000000 }, { .name = NULL },
};

static Str remarks_of(Ctx *ctx, const Draft *draft, const DraftSheet *sheet, uint32_t row)
{
    Str all = STR_EMPTY;
    for (uint32_t i = 0; i < draft->n_complaints; i++) {
        const Complaint *complaint = &draft->complaints[i];
        if (complaint->row != row || !str_eq(complaint->sheet, sheet->name) || draft_settled(draft, complaint)) continue;
        Str one = CTX_TEXT(ctx, "%.*s: %s. %.*s", STR_ARG(complaint_cell(ctx->arena, complaint)), draft_complaint_title(complaint), STR_ARG(draft_complaint_words(ctx->arena, complaint)));
        all = all.n == 0 ? one : CTX_TEXT(ctx, "%.*s; %.*s", STR_ARG(all), STR_ARG(one));
    }
    return all;
}

static void add_sheet(Ctx *ctx, Doc *doc, const Draft *draft, const DraftSheet *sheet, uint32_t index)
{
    uint32_t n_columns = sheet->layout.n_columns < MOST_COLUMNS ? sheet->layout.n_columns : MOST_COLUMNS, first = 0;
    Column *columns = arena_array(ctx->arena, Column, n_columns + 2);
    columns[0] = (Column){ .head = STR("строка"), .kind = COLUMN_NUMBER, .open = true };
    for (uint32_t c = 0; c < n_columns; c++) {
        Str head = draft_cell(draft, sheet->name, sheet->layout.header_row, c + 1);
        columns[c + 1] = (Column){ .head = head.n > 0 ? head : STR("—") };
    }
    columns[n_columns + 1] = (Column){ .head = STR("замечания") };
    while (first < sheet->n_rows && sheet->rows[first].number <= sheet->layout.header_row) first++;
    Str name = sheet->name.n > 0 ? sheet->name : STR("таблица");
    Table *table = table_new(doc, CTX_TEXT(ctx, "sheet-%u", index + 1), CTX_TEXT(ctx, "%.*s с пометками", STR_ARG(name)), n_columns + 2, columns, sheet->n_rows - first);
    table->tab = name;
    for (uint32_t i = first; i < sheet->n_rows; i++) {
        const DraftRow *row = &sheet->rows[i];
        Str remarks = remarks_of(ctx, draft, sheet, row->number);
        Cell *cells = table_row(doc, table, remarks.n > 0 ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_int(row->number);
        for (uint32_t c = 0; c < n_columns; c++) {
            const UploadEdit *edit = draft_edit(draft, sheet->name, row->number, c + 1);
            Str text = edit != NULL ? edit->value : c < row->n_cells ? row->cells[c] : STR_EMPTY;
            long long number;
            cells[c + 1] = c + 1 != sheet->layout.code && text.n < 7 && str_to_int(text, &number) ? cell_int(number) : cell_text(rich_escape(ctx->arena, text));
        }
        cells[n_columns + 1] = cell_text(rich_escape(ctx->arena, remarks));
    }
    doc_table(doc, NULL, table);
}

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    Draft draft;
    if (!draft_open(ctx->db, &ctx->org, (int)ctx_int(ctx, "number", 0), DRAFT_SMALL, ctx->arena, &draft, err)) return false;
    if (!draft.read || !draft.file.readable) return err_set(err, ERR_NOT_FOUND, "Скачайте исходный файл; замечания перечислены на странице файла.", "Для этого файла нет таблицы с пометками.");
    Doc *doc = doc_new(ctx->arena, CTX_TEXT(ctx, "%.*s: пометки", STR_ARG(draft.upload.name)));
    for (uint32_t i = 0; i < draft.n_sheets; i++)
        if (draft.sheets[i].sheet != NULL && draft.sheets[i].layout.header_row > 0) add_sheet(ctx, doc, &draft, &draft.sheets[i], i);
    reply->status = 200;
    reply->type = STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    reply->disposition = CTX_TEXT(ctx, "пометки %.*s.xlsx", STR_ARG(draft.upload.name));
    return doc_xlsx(doc, &reply->body, ctx->arena, err);
}

const Page page_upload_marked = { .path = "/forms/files/:org/:number/marked", .title = "Файл с пометками", .section = SECTION_FORMS, .right = RIGHT_RESULTS_WRITE, .params = params,
    .sample = "/forms/files/{school}/1/marked", .no_formats = true, .raw = raw };
