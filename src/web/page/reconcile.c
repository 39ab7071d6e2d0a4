/* What was entered here against a form downloaded from the official system, row by row. Nothing is changed by it. */
#include "base/number.h"
#include "flow/reconcile.h"
#include "publish/rich.h"
#include "store/procedure.h"
#include "web/page.h"
#include "web/procedure_field.h"
#include "web/url.h"

static bool add_form(Ctx *ctx, Err *err)
{
    static const FormButton buttons[] = { { .title = { "Сверить", 14 }, .primary = true }, { .title = { "Сверить и скачать XLSX", 37 }, .action = { "/forms/reconcile.xlsx", 21 } } };
    Field *fields = arena_array(ctx->arena, Field, 2);
    fields[0] = (Field){ .kind = FIELD_FILE, .name = STR("file"), .label = STR("Официальная форма"), .hint = STR("Файл, скачанный из ФИС ОКО. Он не сохраняется и ничего не меняет."), .accept = ".xlsx,.ods,.csv" };
    if (!procedure_field(ctx, ctx_field(ctx, "procedure"), "как сказано в файле", &fields[1], err)) return false;
    fields[1].label = STR("Процедура"), fields[1].hint = STR("Нужна, если в форме не названы год, класс и предмет"), fields[1].optional = true;
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = CTX_TEXT(ctx, "/forms/reconcile?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))), .is_post = true, .is_upload = true, .n_fields = 2, .fields = fields, .n_buttons = 2, .buttons = buttons };
    if (ctx->error != NULL) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    doc_form(ctx->doc, NULL, form);
    return true;
}

static Str verdict_of(Ctx *ctx, const ReconcilePart *part)
{
    const BlockDiff *diff = &part->diff;
    if (part->foreign) return STR("не ваша школа: не сверялась");
    if (part->why.n > 0) return rich_escape(ctx->arena, part->why);
    if (diff->n == 0) return STR("совпадает полностью");
    return CTX_TEXT(ctx, "только в официальной — %u, только здесь — %u, отличаются — %u", diff->n_added, diff->n_removed, diff->n_changed);
}

static void add_parts(Ctx *ctx, const Reconcile *found)
{
    static const Column columns[] = { { .head = { "школа", 10 } }, { .head = { "процедура", 18 } }, { .head = { "версия здесь", 23 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "строк совпало", 25 }, .kind = COLUMN_NUMBER }, { .head = { "что вышло", 17 } } };
    Table *table = table_new(ctx->doc, STR("parts"), STR("Сверка по школам"), 5, columns, found->n);
    for (uint32_t i = 0; i < found->n; i++) {
        const ReconcilePart *part = &found->parts[i];
        Cell *cells = table_row(ctx->doc, table, part->diff.n > 0 ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_text(rich_escape(ctx->arena, part->school.name));
        cells[1] = cell_text(rich_escape(ctx->arena, part->title));
        cells[2] = part->version > 0 ? cell_int(part->version) : cell_missing();
        cells[3] = part->version > 0 ? cell_int(part->diff.n_same) : cell_missing();
        cells[4] = cell_text(verdict_of(ctx, part));
    }
    doc_table(ctx->doc, NULL, table);
}

static void add_differences(Ctx *ctx, const Reconcile *found)
{
    enum { MOST = 2000 }; /* rows of a page; a form with more differences is another form */
    static const Column columns[] = { { .head = { "школа", 10 } }, { .head = { "класс", 10 } }, { .head = { "код", 6 } }, { .head = { "столбец", 14 } }, { .head = { "внесено здесь", 25 } }, { .head = { "в официальной форме", 36 } } };
    uint32_t n = 0;
    for (uint32_t i = 0; i < found->n; i++) n += found->parts[i].diff.n;
    if (n == 0) return;
    Table *table = table_new(ctx->doc, STR("differences"), STR("Различия построчно"), 6, columns, n < MOST ? n : MOST);
    if (n > MOST) table->note = CTX_TEXT(ctx, "Показаны первые %u из %u.", MOST, n);
    for (uint32_t i = 0; i < found->n; i++) {
        const ReconcilePart *part = &found->parts[i];
        for (uint32_t d = 0; d < part->diff.n && table->n_rows < table->max_rows; d++) {
            const DiffEntry *entry = &part->diff.entries[d];
            Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
            cells[0] = cell_text(rich_escape(ctx->arena, part->school.name));
            cells[1] = entry->class_label.n > 0 ? cell_text(rich_escape(ctx->arena, entry->class_label)) : cell_missing();
            cells[2] = entry->code.n > 0 ? cell_text(rich_escape(ctx->arena, entry->code)) : cell_missing();
            cells[3] = cell_text(entry->column.n > 0 ? entry->column : STR("вся строка"));
            cells[4] = entry->before.n > 0 ? cell_text(rich_escape(ctx->arena, entry->before)) : cell_missing();
            cells[5] = entry->after.n > 0 ? cell_text(rich_escape(ctx->arena, entry->after)) : cell_missing();
        }
    }
    doc_table(ctx->doc, NULL, table);
}

static bool show(Ctx *ctx, Err *err)
{
    static const DocLink crumbs[] = { { .title = { "Формы", 10 }, .href = { "/forms", 6 }, .count = NO_COUNT } };
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumbs;
    ctx->doc->title = STR("Сверка с официальной формой");
    ctx->doc->lead = STR("Внесённое здесь сравнивается с официальной формой построчно, по кодам участников: это проверка достоверности внесённых сведений.");
    const Reconcile *found = ctx->found;
    if (found != NULL) {
        ctx->doc->title = found->n_different == 0 ? CTX_TEXT(ctx, "Расхождений нет: совпало %.*s", STR_ARG(number_of(ctx->arena, found->n_same, "строка", "строки", "строк")))
                                                  : CTX_TEXT(ctx, "Различаются %.*s из %u", STR_ARG(number_of(ctx->arena, found->n_different, "строка", "строки", "строк")), found->n_same + found->n_different);
        if (found->n_same + found->n_different == 0) ctx->doc->title = STR("Сверять не с чем: этих результатов здесь нет");
        if (found->n_rows_rejected > 0)
            doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("Официальная форма прочитана не вся."), CTX_TEXT(ctx, "С ошибками %.*s: их в сверке нет.", STR_ARG(number_of(ctx->arena, found->n_rows_rejected, "строка", "строки", "строк"))));
        add_parts(ctx, found);
        add_differences(ctx, found);
    }
    if (!add_form(ctx, err)) return false;
    return ctx_history(ctx, NULL, CTX_TEXT(ctx, "reconcile/%.*s", STR_ARG(ctx->org.code)), err);
}

static bool act(Ctx *ctx, Err *err)
{
    const Request *request = ctx->request;
    if (request->n_files == 0 || request->files[0].bytes.n == 0) return err_set(err, ERR_INPUT, "Выберите файл, скачанный из официальной системы.", "Файл не выбран.");
    Reconcile *found = arena_one(ctx->arena, Reconcile);
    ReconcileAsk ask = { .org = &ctx->org, .name = request->files[0].name, .bytes = request->files[0].bytes, .procedure = str_trim(ctx_field(ctx, "procedure")) };
    return flow_reconcile(ctx->flow, ctx->who, &ask, ctx->arena, found, err) && ctx_stay(ctx, found);
}

const Page page_reconcile = { .path = "/forms/reconcile", .title = "Сверка с официальной формой", .section = SECTION_FORMS, .right = RIGHT_RESULTS_WRITE, .show = show, .act = act };
