/* One procedure: days, tasks, cut-offs, where its forms and results are; changed by those who hold it. */
#include "base/date.h"
#include "base/number.h"
#include "base/utf8.h"
#include "flow/procedure.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/page.h"
#include "web/url.h"

static const Param params[] = { { .name = "procedure", .kind = PARAM_TEXT, .title = "код процедуры" }, { .name = NULL } };

static bool read_row(Ctx *ctx, ProcedureRow *row, Err *err)
{
    bool found;
    if (!procedure_get(ctx->db, ctx->who->region_id, ctx_param(ctx, "procedure"), ctx->arena, row, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Выберите её в списке процедур.", "Такой процедуры нет.");
}

static bool held(Ctx *ctx, const ProcedureRow *row, Org *holder, Err *err)
{
    bool found;
    if (!org_by_id(ctx->db, row->region_id, row->org_id, ctx->arena, holder, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Выберите другую в списке процедур.", "Организации, которая проводит работу, больше нет.");
}

static void add_blueprint(Ctx *ctx, const ProcedureRow *row, const Blueprint *work, bool own)
{
    static const Column columns[] = {
        { .head = { "задание", 14 } }, { .head = { "баллов", 12 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "уровень", 14 } }, { .head = { "содержание", 20 } }, { .head = { "требования", 20 } },
        { .head = { "что проверяется", 29 } },
    };
    doc_heading(ctx->doc, NULL, 2, STR("Описание работы"));
    if (work == NULL) {
        doc_text(ctx->doc, NULL, STR("Официального описания этой работы в программе нет. Задания и баллы берутся из заголовков формы; без порогов отметок проверки у порога не считаются. Внесите описание ниже."));
        return;
    }
    if (work->cutoffs_known)
        doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Отметка «3» — с %u, «4» — с %u, «5» — с %u баллов из %u. %s", work->cutoff[0], work->cutoff[1], work->cutoff[2], work->max,
            own ? "Описание внесено здесь." : CTX_TEXT(ctx, "Источник: %.*s.", STR_ARG(rich_escape(ctx->arena, work->cutoff_source))).at));
    else
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Пороги отметок неизвестны."), STR("Всё, что от них зависит, не считается, и об этом сказано на страницах результатов."));
    Table *table = table_new(ctx->doc, STR("tasks"), CTX_TEXT(ctx, "Задания: %.*s", STR_ARG(row->title)), 6, columns, work->n_tasks);
    table->untitled = true;
    table->empty = STR("Известна только сумма баллов.");
    for (uint32_t t = 0; t < work->n_tasks; t++) {
        const Task *task = &work->tasks[t];
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(rich_escape(ctx->arena, task->label));
        cells[1] = cell_int(task->max);
        cells[2] = task->level == 0 ? cell_missing() : cell_text(task->level == 'B' ? STR("базовый") : task->level == 'P' ? STR("повышенный") : STR("высокий"));
        cells[3] = task->content.n > 0 ? cell_text(rich_escape(ctx->arena, task->content)) : cell_missing();
        cells[4] = task->requirement.n > 0 ? cell_text(rich_escape(ctx->arena, task->requirement)) : cell_missing();
        cells[5] = task->skill.n > 0 ? cell_text(rich_escape(ctx->arena, task->skill)) : cell_missing();
    }
    doc_table(ctx->doc, NULL, table);
}

static Str typed(Ctx *ctx, const char *name, Str kept) { return ctx->error != NULL ? ctx_field(ctx, name) : kept; }

static void add_form(Ctx *ctx, const ProcedureRow *row, const Blueprint *work)
{
    static const FieldOption states[] = { { .value = { "1", 1 }, .title = { "готовится", 18 } }, { .value = { "2", 1 }, .title = { "идёт приём форм", 28 } },
        { .value = { "3", 1 }, .title = { "закрыта", 14 }, .hint = { "новые формы не принимаются", 49 } } };
    static const FormButton buttons[] = { { .title = { "Сохранить", 18 }, .primary = true } };
    Node *details = doc_add(ctx->doc, NULL, NODE_DETAILS);
    details->text = STR("Изменить");
    Field *fields = arena_array(ctx->arena, Field, 7);
    fields[0] = (Field){ .kind = FIELD_TEXT, .name = STR("title"), .label = STR("Название"), .value = typed(ctx, "title", row->title), .max_length = 200 };
    fields[1] = (Field){ .kind = FIELD_DATE, .name = STR("starts_on"), .label = STR("Первый день"), .value = typed(ctx, "starts_on", row->starts_on), .optional = true };
    fields[2] = (Field){ .kind = FIELD_DATE, .name = STR("ends_on"), .label = STR("Последний день"), .value = typed(ctx, "ends_on", row->ends_on), .optional = true };
    fields[3] = (Field){ .kind = FIELD_DATE, .name = STR("hand_in_by"), .label = STR("Формы сдать до"), .value = typed(ctx, "hand_in_by", row->hand_in_by), .optional = true };
    fields[4] = (Field){ .kind = FIELD_RADIO, .name = STR("state"), .label = STR("Состояние"), .value = typed(ctx, "state", CTX_TEXT(ctx, "%d", (int)row->state)), .n_options = 3, .options = states };
    fields[5] = (Field){ .kind = FIELD_PASTE, .name = STR("blueprint"), .label = STR("Описание работы"), .optional = true,
        .hint = STR("Таблица из Excel: столбцы «задание», «макс», «от_3», «от_4», «от_5», дальше по желанию «кэс», «кт», «умение». Пустое поле — официальное описание."),
        .value = typed(ctx, "blueprint", row->blueprint.n > 0 && work != NULL ? procedure_blueprint_text(work, ctx->arena) : STR_EMPTY) };
    fields[6] = (Field){ .kind = FIELD_LONG_TEXT, .name = STR("note"), .label = STR("Примечание"), .value = typed(ctx, "note", row->note), .optional = true, .max_length = 1000 };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = CTX_TEXT(ctx, "/procedures/%.*s", STR_ARG(url_encode(ctx->arena, row->code))), .is_post = true, .n_fields = 7, .fields = fields, .n_buttons = 1, .buttons = buttons };
    if (ctx->error != NULL) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    doc_form(ctx->doc, details, form);
}

static bool show(Ctx *ctx, Err *err)
{
    static const DocLink crumbs[] = { { .title = { "Процедуры", 18 }, .href = { "/procedures", 11 }, .count = NO_COUNT } };
    ProcedureRow row;
    const Blueprint *work;
    bool own;
    int32_t by;
    Org holder;
    if (!read_row(ctx, &row, err) || !procedure_blueprint(&row, ctx->arena, &work, &own, err)) return false;
    Str code = url_encode(ctx->arena, row.code);
    Str *facts = arena_array(ctx->arena, Str, 3);
    ctx->doc->title = rich_escape(ctx->arena, row.title);
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumbs;
    facts[ctx->doc->n_factline++] = CTX_TEXT(ctx, "**%s**", procedure_state_title(row.state));
    if (date_parse(row.hand_in_by, &by)) facts[ctx->doc->n_factline++] = CTX_TEXT(ctx, "формы до **%.*s**", STR_ARG(date_short(ctx->arena, by)));
    if (work != NULL) facts[ctx->doc->n_factline++] = CTX_TEXT(ctx, "**%.*s**, до **%u** баллов", STR_ARG(number_of(ctx->arena, work->n_tasks, "задание", "задания", "заданий")), work->max);
    ctx->doc->factline = facts;
    Button *buttons = arena_array(ctx->arena, Button, 2);
    uint32_t n = 0;
    if (who_may(ctx->who, RIGHT_RESULTS_READ, ctx->org.path)) buttons[n++] = (Button){ .title = STR("Результаты"), .href = CTX_TEXT(ctx, "/results/%.*s", STR_ARG(code)) };
    buttons[n++] = (Button){ .title = STR("Кто сдал форму"), .href = CTX_TEXT(ctx, "/forms?procedure=%.*s", STR_ARG(code)) };
    doc_buttons(ctx->doc, NULL, n, buttons, STR_EMPTY);
    if (row.note.n > 0) doc_text(ctx->doc, NULL, rich_escape(ctx->arena, row.note));
    add_blueprint(ctx, &row, work, own);
    if (!held(ctx, &row, &holder, err)) return false;
    if (who_may(ctx->who, RIGHT_PROCEDURE_WRITE, holder.path)) add_form(ctx, &row, work);
    else if (who_may(ctx->who, RIGHT_PROCEDURE_WRITE, ctx->org.path))
        doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "Эту процедуру проводит «%.*s»: дни, описание и состояние меняют там. Свою работу можно [завести отдельно](/procedures/new).", STR_ARG(rich_escape(ctx->arena, holder.name))));
    return ctx_history(ctx, NULL, CTX_TEXT(ctx, "procedure/%.*s", STR_ARG(row.code)), err);
}

static bool act(Ctx *ctx, Err *err)
{
    ProcedureRow row;
    long long state;
    Org holder;
    if (!read_row(ctx, &row, err) || !held(ctx, &row, &holder, err)) return false;
    row.title = str_trim(ctx_field(ctx, "title"));
    row.starts_on = ctx_field(ctx, "starts_on");
    row.ends_on = ctx_field(ctx, "ends_on");
    row.hand_in_by = ctx_field(ctx, "hand_in_by");
    row.note = str_trim(ctx_field(ctx, "note"));
    if (row.title.n == 0) return err_set(err, ERR_INPUT, "Как эта работа зовётся в ваших бумагах?", "Название не написано.");
    if (!str_to_int(ctx_field(ctx, "state"), &state) || state < PROCEDURE_PLANNED || state > PROCEDURE_CLOSED) return err_set(err, ERR_INPUT, "Выберите одно из трёх.", "Состояние не выбрано.");
    row.state = (ProcedureState)state;
    Str blueprint = str_trim(ctx_field(ctx, "blueprint"));
    row.blueprint = STR_EMPTY;
    if (blueprint.n > 0 && !procedure_blueprint_read(&row, blueprint, ctx->arena, &row.blueprint, err)) return false;
    if (!flow_procedure_put(ctx->flow, ctx->who, holder.path, &row, false, err)) return false;
    ctx_done(ctx, STR("Процедура сохранена."));
    return ctx_go(ctx, CTX_TEXT(ctx, "/procedures/%.*s", STR_ARG(url_encode(ctx->arena, row.code))));
}

const Page page_procedure = {
    .path = "/procedures/:procedure", .title = "Процедура", .section = SECTION_PROCEDURES, .right = RIGHT_ORG_READ, .act_right = RIGHT_PROCEDURE_WRITE, .params = params,
    .sample = "/procedures/{procedure}", .show = show, .act = act,
};
