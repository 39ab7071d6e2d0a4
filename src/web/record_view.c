#include "web/record_view.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/utf8.h"
#include "publish/rich.h"

/* ---- fields and lists ---- */

static void add_fields(Ctx *ctx, Node *parent, const RecordPage *page)
{
    const RecordField *fields = page->type->fields;
    uint32_t n = record_fields_n(fields), n_facts = 0;
    Fact *facts = arena_array(ctx->arena, Fact, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        Str value = page->data->values[i];
        if (value.n == 0 || fields[i].kind == RECORD_TEXT || strcmp(fields[i].name, page->type->title_field) == 0 || strcmp(fields[i].name, page->type->day_field) == 0 || !record_part_sees(ctx, &fields[i], page->row.org_path)) continue;
        if (page->is_sent && fields[i].kind == RECORD_OTHER) continue; /* «На чём основано» leads there by the way that an addressee has */
        Str words = record_part_rich(ctx, &fields[i], page->look, value);
        if (fields[i].kind == RECORD_LINK && value.at[0] != '/') words = rich_escape(ctx->arena, value);
        facts[n_facts++] = (Fact){ .name = str_of(fields[i].title), .value = words };
    }
    if (n_facts > 0) doc_facts(ctx->doc, parent, n_facts, facts);
    for (uint32_t i = 0; i < n; i++) {
        Str value = page->data->values[i];
        if (value.n == 0 || fields[i].kind != RECORD_TEXT || !record_part_sees(ctx, &fields[i], page->row.org_path)) continue;
        doc_heading(ctx->doc, parent, 2, str_of(fields[i].title));
        while (value.n > 0) {
            size_t at = str_find(value, STR("\n"));
            Str line = str_trim(str_slice(value, 0, at == SIZE_MAX ? value.n : at));
            value = str_slice(value, at == SIZE_MAX ? value.n : at + 1, value.n);
            if (line.n > 0) doc_text(ctx->doc, parent, rich_escape(ctx->arena, line));
        }
    }
}

static void add_list(Ctx *ctx, Node *parent, const RecordPage *page, const RecordList *list, const RecordRows *rows)
{
    uint32_t n = record_fields_n(list->fields);
    Column *columns = arena_array(ctx->arena, Column, n + 1u);
    columns[0] = (Column){ .head = STR("№"), .kind = COLUMN_NUMBER, .open = true };
    for (uint32_t c = 0; c < n; c++) columns[c + 1] = (Column){ .head = str_of(list->fields[c].title), .kind = list->fields[c].kind == RECORD_INT ? COLUMN_NUMBER : COLUMN_TEXT, .open = true };
    if (rows->n == 0) return;
    doc_heading(ctx->doc, parent, 2, str_of(list->title));
    Table *table = table_new(ctx->doc, str_of(list->name), str_of(list->title), n + 1, columns, rows->n);
    table->untitled = true;
    for (uint32_t r = 0; r < rows->n; r++) {
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_int(r + 1);
        for (uint32_t c = 0; c < n; c++) {
            Str value = rows->rows[r].cells[c];
            cells[c + 1] = value.n > 0 ? cell_text(record_part_rich(ctx, &list->fields[c], page->look, value)) : cell_missing();
        }
    }
    doc_table(ctx->doc, parent, table);
}

void record_view_data(Ctx *ctx, Node *parent, const RecordPage *page)
{
    add_fields(ctx, parent, page);
    for (uint32_t i = 0; i < record_lists_n(page->type); i++) add_list(ctx, parent, page, &page->type->lists[i], &page->data->lists[i]);
}

/* ---- steps ---- */

void record_view_form(Ctx *ctx, Node *parent, const RecordPage *page, const char *step, const char *button_title, bool is_upload, uint32_t n, const Field *given)
{
    Field *fields = arena_array(ctx->arena, Field, n + 1u);
    bool sent = ctx->error != NULL && str_eq(ctx_field(ctx, "step"), str_of(step));
    fields[0] = (Field){ .kind = FIELD_HIDDEN, .name = STR("step"), .value = str_of(step) };
    for (uint32_t i = 0; i < n; i++) {
        fields[i + 1] = given[i];
        if (sent && given[i].kind != FIELD_FILE && given[i].kind != FIELD_HIDDEN) fields[i + 1].value = ctx_field(ctx, arena_z(ctx->arena, given[i].name));
    }
    FormButton *button = arena_one(ctx->arena, FormButton);
    *button = (FormButton){ .title = str_of(button_title) };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = record_address(ctx, page->type, page->row.number, ""), .is_post = true, .is_upload = is_upload, .n_fields = n + 1, .fields = fields, .n_buttons = 1, .buttons = button };
    if (sent) form->error = rich_escape(ctx->arena, CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint));
    doc_form(ctx->doc, parent, form);
}

Button record_view_step(Ctx *ctx, const RecordPage *page, const char *step, Str value, Str title, Str about)
{
    DocPair *pairs = arena_array(ctx->arena, DocPair, 2);
    pairs[0] = (DocPair){ STR("step"), str_of(step) };
    pairs[1] = (DocPair){ STR("what"), value };
    return (Button){ .title = title, .about = about, .href = record_address(ctx, page->type, page->row.number, ""), .is_post = true, .n_pairs = 2, .pairs = pairs };
}

/* A move that needs a reason has a form of its own, folded: it is the rarer one. */
void record_view_moves(Ctx *ctx, Node *parent, const RecordPage *page)
{
    uint32_t n = 0;
    const RecordMove *moves = page->type->moves;
    while (moves[n].from != NULL) n++;
    Button *buttons = arena_array(ctx->arena, Button, n + 1u);
    uint32_t n_buttons = 0;
    bool failed = ctx->error != NULL && str_starts(ctx_field(ctx, "step"), STR("move"));
    if (failed && str_eq(ctx_field(ctx, "step"), STR("move"))) doc_note(ctx->doc, parent, NOTE_ATTENTION, STR("Не получилось."), rich_escape(ctx->arena, CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint)));
    for (uint32_t i = 0; i < n; i++) {
        if (moves[i].reason || !str_eq(str_of(moves[i].from), page->row.state)) continue;
        buttons[n_buttons] = record_view_step(ctx, page, "move", str_of(moves[i].to), str_of(moves[i].verb), STR_EMPTY);
        buttons[n_buttons].primary = n_buttons == 0;
        n_buttons++;
    }
    if (n_buttons > 0) doc_buttons(ctx->doc, parent, n_buttons, buttons, STR_EMPTY);
    for (uint32_t i = 0; i < n; i++) {
        if (!moves[i].reason || !str_eq(str_of(moves[i].from), page->row.state)) continue;
        const char *step = CTX_TEXT(ctx, "move-%s", moves[i].to).at;
        Node *holder = parent;
        if (!(failed && str_eq(ctx_field(ctx, "step"), str_of(step)))) {
            holder = doc_add(ctx->doc, parent, NODE_DETAILS);
            holder->text = str_of(moves[i].verb);
        }
        Field reason = { .kind = FIELD_TEXT, .name = STR("reason"), .label = STR("Причина"), .max_length = 500 };
        record_view_form(ctx, holder, page, step, moves[i].verb, false, 1, &reason);
    }
}

/* ---- people ---- */

bool record_view_people(Ctx *ctx, Node *parent, const RecordPage *page, Err *err)
{
    const RecordPeople *people = page->type->people;
    RecordPerson *rows;
    uint32_t n, n_done = 0;
    if (people == NULL) return true;
    if (!record_people(ctx->db, &page->row, str_of(people->name), ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) n_done += str_eq(rows[i].mark, str_of(people->done));
    Node *panel = doc_panel(ctx->doc, parent, str_of(people->title));
    Str words = n == 0 ? STR("Пока никого.") : CTX_TEXT(ctx, "В списке %.*s, %s %u.", STR_ARG(number_of(ctx->arena, n, "человек", "человека", "человек")), people->done_title, n_done);
    doc_text(ctx->doc, panel, words);
    ask_links(ctx, panel, 1, page->may_write ? "Список и отметки" : "Список", record_address(ctx, page->type, page->row.number, "/people"));
    return true;
}

/* ---- files ---- */

static Str size_words(Ctx *ctx, int64_t n)
{
    return n < 1024 ? number_of(ctx->arena, n, "байт", "байта", "байт") : n < 1024 * 1024 ? CTX_TEXT(ctx, "%.*s КБ", STR_ARG(number_int(ctx->arena, n / 1024))) : CTX_TEXT(ctx, "%.*s МБ", STR_ARG(number_dec(ctx->arena, (double)n / (1024.0 * 1024.0), 1)));
}

bool record_view_files(Ctx *ctx, Node *parent, const RecordPage *page, Err *err)
{
    static const Column columns[] = { { .head = { "файл", 8 }, .width = 0.8f }, { .head = { "", 0 } } };
    RecordFile *files;
    uint32_t n;
    if (!record_files(ctx->db, &page->row, ctx->arena, &files, &n, err)) return false;
    if (n == 0 && !page->may_write) return true;
    Node *panel = doc_panel(ctx->doc, parent, STR("Файлы"));
    Table *table = table_new(ctx->doc, STR("files"), STR("Файлы"), 2, columns, n);
    table->untitled = true;
    for (uint32_t i = 0; i < n; i++) {
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(CTX_TEXT(ctx, "[%.*s](%.*s), %.*s, %.*s", STR_ARG(rich_escape(ctx->arena, files[i].name)), STR_ARG(record_address(ctx, page->type, page->row.number, CTX_TEXT(ctx, "/files/%.*s%.*s", STR_ARG(files[i].sha256), STR_ARG(record_view_via(ctx))).at)),
            STR_ARG(size_words(ctx, files[i].n_bytes)), STR_ARG(ctx_day(ctx, files[i].made_at))));
        if (!page->may_write) continue;
        Button *remove = arena_one(ctx->arena, Button);
        *remove = record_view_step(ctx, page, "unfile", files[i].sha256, STR("Убрать"), files[i].name);
        remove->quiet = true;
        cells[1] = cell_action(remove);
    }
    if (n > 0) doc_table(ctx->doc, panel, table);
    if (!page->may_write) return true;
    Field file = { .kind = FIELD_FILE, .name = STR("file"), .label = STR("Приложить файл"), .hint = STR("Скан, фотография, презентация, таблица — до 32 МБ.") };
    record_view_form(ctx, panel, page, "file", "Приложить", true, 1, &file);
    return true;
}

/* ---- comments ---- */

bool record_view_notes(Ctx *ctx, Node *parent, const RecordPage *page, Err *err)
{
    RecordNote *notes;
    uint32_t n;
    if (!record_notes(ctx->db, &page->row, ctx->arena, &notes, &n, err)) return false;
    if (n == 0 && !page->may_write) return true;
    doc_heading(ctx->doc, parent, 2, STR("Замечания"));
    HistoryEntry *shown = arena_array(ctx->arena, HistoryEntry, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        const RecordNote *note = &notes[n - 1 - i];
        shown[i] = (HistoryEntry){ .when = ctx_moment(ctx, note->made_at), .who = note->who.n > 0 ? rich_escape(ctx->arena, note->who) : STR("данные стёрты"), .what = rich_escape(ctx->arena, note->words) };
    }
    if (n > 0) doc_history(ctx->doc, parent, n, shown);
    if (!page->may_write) return true;
    Field words = { .kind = FIELD_LONG_TEXT, .name = STR("words"), .label = STR("Новое замечание"), .max_length = 4000, .draft = true, .optional = true };
    record_view_form(ctx, parent, page, "note", "Оставить замечание", false, 1, &words);
    return true;
}

/* ---- versions ---- */

bool record_view_versions(Ctx *ctx, Node *parent, const RecordPage *page, Err *err)
{
    enum { SHOWN = 20 };
    RecordVersion *versions;
    uint32_t n;
    if (!record_versions(ctx->db, &page->row, SHOWN + 1, ctx->arena, &versions, &n, err)) return false;
    HistoryEntry *shown = arena_array(ctx->arena, HistoryEntry, n + 1u);
    for (uint32_t i = 0; i + 1 < n; i++) {
        RecordData *before, *after;
        const RecordChange *changes;
        uint32_t n_changes;
        if (!record_data_read(page->type, versions[i + 1].fields, ctx->arena, &before, err) || !record_data_read(page->type, versions[i].fields, ctx->arena, &after, err)) return false;
        record_diff(before, after, page->look, ctx->arena, &n_changes, &changes);
        Str words = str_eq(versions[i].state, versions[i + 1].state) ? STR_EMPTY : CTX_TEXT(ctx, "Состояние: %s → **%s**. ", record_state_title(page->type, versions[i + 1].state), record_state_title(page->type, versions[i].state));
        for (uint32_t k = 0; k < n_changes; k++)
            words = CTX_TEXT(ctx, "%.*s%.*s: %.*s → **%.*s**. ", STR_ARG(words), STR_ARG(changes[k].title), STR_ARG(changes[k].before.n > 0 ? rich_escape(ctx->arena, changes[k].before) : STR("пусто")),
                STR_ARG(changes[k].after.n > 0 ? rich_escape(ctx->arena, changes[k].after) : STR("пусто")));
        shown[i] = (HistoryEntry){ .when = ctx_moment(ctx, versions[i].made_at), .who = versions[i].who.n > 0 ? rich_escape(ctx->arena, versions[i].who) : STR("программа"), .what = words.n > 0 ? words : STR("Открыта или закрыта.") };
    }
    if (n < 2) return true;
    Node *fold = doc_add(ctx->doc, parent, NODE_DETAILS);
    fold->text = CTX_TEXT(ctx, "Что менялось: %.*s", STR_ARG(number_of(ctx->arena, page->row.revision - 1, "раз", "раза", "раз")));
    doc_history(ctx->doc, fold, n - 1, shown);
    return true;
}
