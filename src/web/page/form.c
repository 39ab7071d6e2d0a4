/* One school's form in one procedure: where it stands, its versions with what differs, its history, and what may be done with it. */
#include "base/number.h"
#include "domain/block_diff.h"
#include "flow/submission.h"
#include "publish/rich.h"
#include "store/org.h"
#include "store/procedure.h"
#include "store/sheet.h"
#include "web/draft_view.h"
#include "web/url.h"

enum { MOST_DIFFERENCES = 300 };

static const Param params[] = {
    { .name = "procedure", .kind = PARAM_TEXT, .title = "код процедуры" },
    { .name = "org", .kind = PARAM_TEXT, .title = "код школы" },
    { .name = "version", .kind = PARAM_INT, .title = "показать отличия этой версии от прежней", .min = 1, .max = 1000000 },
    { .name = NULL },
};

static Str here(Ctx *ctx)
{
    return CTX_TEXT(ctx, "/forms/%.*s/%.*s", STR_ARG(url_encode(ctx->arena, ctx_param(ctx, "procedure"))), STR_ARG(url_encode(ctx->arena, ctx->org.code)));
}

/* Where a form stands is for all; single works are for those who bring and accept forms: a reader and a teacher see figures of groups. */
static bool may_read(const Ctx *ctx) { return who_may(ctx->who, RIGHT_RESULTS_WRITE, ctx->org.path); }

static Str title_of(const SubmissionRow *form)
{
    switch (form->state) {
    case SUBMISSION_IN_HAND: return STR("Форма записана, но ещё не сдана");
    case SUBMISSION_SENT: return STR("Форма сдана и ждёт приёмки");
    case SUBMISSION_RETURNED: return STR("Форма возвращена школе");
    case SUBMISSION_ACCEPTED: return STR("Форма принята");
    case SUBMISSION_LOCKED: return STR("Форма принята и закрыта от правок");
    }
    return STR_EMPTY;
}

/* ---- what may be done ---- */

static void add_action(Ctx *ctx, Node *parent, SubmissionAction action, int version, bool primary)
{
    DocPair *pair = arena_array(ctx->arena, DocPair, 2);
    pair[0] = (DocPair){ STR("do"), str_of(submission_action_word(action)) };
    pair[1] = (DocPair){ STR("version"), CTX_TEXT(ctx, "%d", version) };
    if (!submission_action_wants_reason(action)) {
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = str_of(submission_action_title(action)), .href = here(ctx), .is_post = true, .primary = primary, .n_pairs = 2, .pairs = pair };
        doc_buttons(ctx->doc, parent, 1, button, STR_EMPTY);
        return;
    }
    Field *fields = arena_array(ctx->arena, Field, 3);
    bool failed = ctx->error != NULL && str_eq(ctx_field(ctx, "do"), pair->value);
    fields[0] = (Field){ .kind = FIELD_HIDDEN, .name = pair->name, .value = pair->value };
    fields[1] = (Field){ .kind = FIELD_LONG_TEXT, .name = STR("reason"), .label = STR("Причина"), .hint = STR("Её прочтёт школа, и она останется в истории"), .value = failed ? ctx_field(ctx, "reason") : STR_EMPTY,
        .error = failed ? CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint) : STR_EMPTY, .max_length = 2000 };
    fields[2] = (Field){ .kind = FIELD_HIDDEN, .name = pair[1].name, .value = pair[1].value };
    FormButton *button = arena_one(ctx->arena, FormButton);
    *button = (FormButton){ .title = str_of(submission_action_title(action)) };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = here(ctx), .is_post = true, .n_fields = 3, .fields = fields, .n_buttons = 1, .buttons = button };
    Node *details = doc_add(ctx->doc, parent, NODE_DETAILS);
    details->text = CTX_TEXT(ctx, "%s…", submission_action_title(action));
    doc_form(ctx->doc, details, form);
}

static void add_actions(Ctx *ctx, Node *parent, const SubmissionRow *form)
{
    bool primary = true, any = false;
    for (int i = 0; i < N_SUBMISSION_ACTIONS; i++) {
        SubmissionAction action = (SubmissionAction)i;
        if (!submission_action_fits(action, form->state) || !who_may(ctx->who, submission_action_right(action), ctx->org.path)) continue;
        if (!any) doc_heading(ctx->doc, parent, 2, STR("Что можно сделать"));
        any = true;
        add_action(ctx, parent, action, form->version, primary);
        primary = false;
    }
    if (form->state != SUBMISSION_LOCKED && who_may(ctx->who, RIGHT_RESULTS_WRITE, ctx->org.path)) {
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = STR("Загрузить исправленную форму"), .href = CTX_TEXT(ctx, "/forms/new?org=%.*s&procedure=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code)), STR_ARG(url_encode(ctx->arena, ctx_param(ctx, "procedure")))), .icon = "up" };
        doc_buttons(ctx->doc, parent, 1, button, STR_EMPTY);
    }
}

/* ---- versions ---- */

static bool upload_of(Ctx *ctx, const SheetRow *row, Cell *out, Err *err)
{
    Org org;
    bool found = false;
    *out = cell_missing();
    if (row->upload_number == 0) return true;
    if (!org_by_id(ctx->db, row->region_id, row->upload_org_id, ctx->arena, &org, &found, err)) return false;
    /* a file of the whole district is not the school's to open */
    if (found && who_may(ctx->who, RIGHT_RESULTS_WRITE, org.path)) *out = cell_link(CTX_TEXT(ctx, "файл № %d", row->upload_number), draft_link(ctx->arena, org.code, row->upload_number));
    else *out = cell_text(found && org.kind == ORG_SCHOOL ? STR("файл школы") : STR("файл координатора"));
    return true;
}

static bool add_versions(Ctx *ctx, Node *parent, const SheetRow *rows, uint32_t n, Err *err)
{
    static const Column columns[] = { { .head = { "версия", 12 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "записана", 16 } }, { .head = { "кто", 6 } }, { .head = { "работ", 10 }, .kind = COLUMN_NUMBER },
        { .head = { "отсутствовали", 26 }, .kind = COLUMN_NUMBER }, { .head = { "откуда", 12 } }, { .head = { "почему исправлена", 33 } }, { .head = { "отличия", 14 } } };
    doc_heading(ctx->doc, parent, 2, STR("Версии"));
    Table *table = table_new(ctx->doc, STR("versions"), STR("Версии формы"), 8, columns, n);
    table->untitled = true;
    table->empty = STR("Ещё ничего не записано.");
    for (uint32_t i = 0; i < n; i++) {
        Cell *cells = table_row(ctx->doc, table, i == 0 ? ROW_BAND : ROW_PLAIN);
        cells[0] = cell_int(rows[i].version);
        cells[1] = cell_text(ctx_moment(ctx, rows[i].made_at));
        cells[2] = rows[i].who.n > 0 ? cell_text(rich_escape(ctx->arena, rows[i].who)) : cell_missing();
        cells[3] = cell_int(rows[i].n_works);
        cells[4] = cell_int(rows[i].n_absent);
        if (!upload_of(ctx, &rows[i], &cells[5], err)) return false;
        cells[6] = cell_text(rich_escape(ctx->arena, rows[i].reason));
        cells[7] = rows[i].version > 1 && may_read(ctx) ? cell_link(STR("показать"), CTX_TEXT(ctx, "%.*s?version=%d#differences", STR_ARG(here(ctx)), rows[i].version)) : cell_missing();
    }
    doc_table(ctx->doc, parent, table);
    return true;
}

static bool both_blocks(Ctx *ctx, int version, Str *before, Str *after, bool *found, Err *err)
{
    Str procedure = ctx_param(ctx, "procedure");
    bool first = false, second = false;
    if (!sheet_block(ctx->db, ctx->org.region_id, procedure, ctx->org.id, version - 1, ctx->arena, before, &first, err) ||
        !sheet_block(ctx->db, ctx->org.region_id, procedure, ctx->org.id, version, ctx->arena, after, &second, err))
        return false;
    *found = first && second;
    return true;
}

static bool add_differences(Ctx *ctx, Node *parent, int version, Err *err)
{
    static const Column columns[] = { { .head = { "класс", 10 } }, { .head = { "код", 6 } }, { .head = { "столбец", 14 } }, { .head = { "было", 8 } }, { .head = { "стало", 10 } } };
    Str before, after;
    bool found = false;
    BlockDiff diff;
    if (version < 2 || !may_read(ctx)) return true;
    if (!both_blocks(ctx, version, &before, &after, &found, err) || !found) return !found && err->code == ERR_NONE;
    if (!block_diff(before, after, ctx->arena, &diff, err)) return false;
    Node *heading = doc_heading(ctx->doc, parent, 2, CTX_TEXT(ctx, "Чем версия %d отличается от %d", version, version - 1));
    heading->id = STR("differences");
    doc_text(ctx->doc, parent, CTX_TEXT(ctx, "Без изменений %.*s; изменено %u, добавлено %u, убрано %u.", STR_ARG(number_of(ctx->arena, diff.n_same, "строка", "строки", "строк")), diff.n_changed, diff.n_added, diff.n_removed));
    uint32_t n = diff.n < MOST_DIFFERENCES ? diff.n : MOST_DIFFERENCES;
    Table *table = table_new(ctx->doc, STR("differences"), STR("Отличия по ячейкам"), 5, columns, n);
    table->untitled = table->dense = true;
    table->empty = STR("Строки те же.");
    for (uint32_t i = 0; i < n; i++) {
        const DiffEntry *entry = &diff.entries[i];
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(rich_escape(ctx->arena, entry->class_label));
        cells[1] = cell_text(rich_escape(ctx->arena, entry->code));
        cells[2] = cell_text(entry->kind == DIFF_ADDED ? STR("новая строка") : entry->kind == DIFF_REMOVED ? STR("строки больше нет") : rich_escape(ctx->arena, entry->column));
        cells[3] = entry->before.n > 0 ? cell_text(rich_escape(ctx->arena, entry->before)) : cell_missing();
        cells[4] = entry->after.n > 0 ? cell_text(rich_escape(ctx->arena, entry->after)) : cell_missing();
    }
    doc_table(ctx->doc, parent, table);
    if (diff.n > n) doc_small(ctx->doc, parent, CTX_TEXT(ctx, "Показаны первые %u отличий из %u.", n, diff.n));
    return true;
}

/* ---- the page ---- */

static void add_head(Ctx *ctx, Str title, const SubmissionRow *form)
{
    Str procedure = url_encode(ctx->arena, ctx_param(ctx, "procedure"));
    DocLink *crumbs = arena_array(ctx->arena, DocLink, 2);
    crumbs[0] = (DocLink){ .title = STR("Формы"), .href = STR("/forms"), .count = NO_COUNT };
    crumbs[1] = (DocLink){ .title = title, .href = CTX_TEXT(ctx, "/forms?procedure=%.*s", STR_ARG(procedure)), .count = NO_COUNT };
    Str *facts = arena_array(ctx->arena, Str, 4);
    uint32_t n = 0;
    facts[n++] = rich_escape(ctx->arena, ctx->org.name);
    facts[n++] = CTX_TEXT(ctx, "[%.*s](/procedures/%.*s)", STR_ARG(rich_escape(ctx->arena, title)), STR_ARG(procedure));
    if (form != NULL) {
        facts[n++] = number_of(ctx->arena, form->n_works, "работа", "работы", "работ");
        facts[n++] = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(ctx_moment(ctx, form->changed_at)), form->who.n > 0 ? ", " : "", STR_ARG(rich_escape(ctx->arena, form->who)));
    }
    ctx->doc->n_crumbs = 2, ctx->doc->crumbs = crumbs;
    ctx->doc->n_factline = n, ctx->doc->factline = facts;
}

static bool show(Ctx *ctx, Err *err)
{
    Str procedure = ctx_param(ctx, "procedure");
    SubmissionRow form;
    ProcedureRow row;
    const SheetRow *versions;
    uint32_t n = 0;
    bool found = false, registered = false;
    if (ctx->org.kind != ORG_SCHOOL) return err_set(err, ERR_NOT_FOUND, "Откройте форму школы из списка «Формы».", "Формы бывают у школ.");
    if (!procedure_get(ctx->db, ctx->org.region_id, procedure, ctx->arena, &row, &registered, err)) return false;
    if (!registered) return err_set(err, ERR_NOT_FOUND, "Выберите её в списке процедур.", "Такой процедуры нет.");
    if (!submission_get(ctx->db, ctx->org.region_id, procedure, ctx->org.id, ctx->arena, &form, &found, err)) return false;
    if (!sheet_versions(ctx->db, ctx->org.region_id, procedure, ctx->org.id, ctx->arena, &versions, &n, err)) return false;
    ctx->doc->title = found ? title_of(&form) : STR("Форма ещё не сдана");
    add_head(ctx, row.title, found ? &form : NULL);
    /* the button may be gone by now, and its field with it */
    if (ctx->error != NULL && (ctx->error->code == ERR_CONFLICT || ctx_field(ctx, "reason").n == 0)) doc_note(ctx->doc, NULL, NOTE_ATTENTION, str_of(ctx->error->what), str_of(ctx->error->hint));
    if (found && form.reason.n > 0) doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("Причина."), rich_escape(ctx->arena, form.reason));
    if (found && form.n_waiting > 0)
        doc_note(ctx->doc, NULL, NOTE_INFO, CTX_TEXT(ctx, "Ждут исправления: %.*s.", STR_ARG(number_of(ctx->arena, form.n_waiting, "строка", "строки", "строк"))), STR("Они остались в [загруженном файле](/forms/files)."));
    if (found && form.n_complaints > 0)
        doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "При записи осталось %.*s: строки учтены, но на них стоит взглянуть.", STR_ARG(number_of(ctx->arena, form.n_complaints, "предупреждение", "предупреждения", "предупреждений"))));
    Node *wide, *side;
    doc_aside(ctx->doc, NULL, &wide, &side);
    if (!found) doc_text(ctx->doc, wide, STR("По этой процедуре школа пока ничего не записала. Загрузите форму: программа прочитает её и покажет замечания у ячеек."));
    if (found) add_actions(ctx, side, &form);
    else if (who_may(ctx->who, RIGHT_RESULTS_WRITE, ctx->org.path)) {
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = STR("Загрузить форму"), .href = CTX_TEXT(ctx, "/forms/new?org=%.*s&procedure=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code)), STR_ARG(url_encode(ctx->arena, ctx_param(ctx, "procedure")))), .primary = true, .icon = "up" };
        doc_buttons(ctx->doc, side, 1, button, STR_EMPTY);
    }
    if (n > 0 && (!add_versions(ctx, wide, versions, n, err) || !add_differences(ctx, wide, (int)ctx_int(ctx, "version", 0), err))) return false;
    return ctx_history(ctx, wide, CTX_TEXT(ctx, "submission/%.*s/%.*s", STR_ARG(procedure), STR_ARG(ctx->org.code)), err);
}

/* Buttons say which version was on the page: nobody accepts, sends or locks what came after they looked. */
static bool still_seen(Ctx *ctx, Err *err)
{
    SubmissionRow form;
    bool found = false;
    long long seen;
    if (!str_to_int(ctx_field(ctx, "version"), &seen)) return true; /* a program need not say */
    if (!submission_get(ctx->db, ctx->org.region_id, ctx_param(ctx, "procedure"), ctx->org.id, ctx->arena, &form, &found, err)) return false;
    return !found || form.version == seen || err_set(err, ERR_CONFLICT, "Посмотрите новую версию и решите снова.", "Пока страница была открыта, форму исправили: теперь это версия %d.", form.version);
}

static bool act(Ctx *ctx, Err *err)
{
    SubmissionAction action;
    if (!submission_action_find(ctx_field(ctx, "do"), &action)) return err_set(err, ERR_INPUT, "Откройте страницу снова.", "Непонятно, что сделать с формой.");
    if (!still_seen(ctx, err)) return false;
    if (!flow_submission_step(ctx->flow, ctx->who, action, ctx_param(ctx, "procedure"), &ctx->org, ctx_field(ctx, "reason"), err)) return false;
    static const char *const done[N_SUBMISSION_ACTIONS] = { "Форма сдана.", "Форма принята.", "Форма возвращена школе.", "Приёмка отменена.", "Форма закрыта от правок.", "Форма открыта для правок." };
    ctx_done(ctx, str_of(done[action]));
    return ctx_go(ctx, here(ctx));
}

/* Who may accept need not be who may write: each step asks for its own right again. */
const Page page_form = {
    .path = "/forms/:procedure/:org", .title = "Форма школы", .section = SECTION_FORMS, .right = RIGHT_ORG_READ, .act_right = RIGHT_RESULTS_WRITE, .params = params,
    .sample = "/forms/{procedure}/{school}", .show = show, .act = act,
};
