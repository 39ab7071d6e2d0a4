/* People of a record: a tap marks one, a list marks many. Works with a finger and without scripts: every mark is a button of its own, and the page comes back to the same person. */
#include "base/limits.h"
#include "base/lines.h"
#include "base/number.h"
#include "publish/rich.h"
#include "store/account.h"
#include "web/record_view.h"

static const Param params[] = {
    { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 },
    { .name = "number", .kind = PARAM_INT, .title = "номер записи", .min = 1, .max = UINT32_MAX },
    { .name = "mark", .kind = PARAM_TEXT, .title = "отметка", .max_length = 40 },
    { .name = "q", .kind = PARAM_TEXT, .title = "кого найти", .max_length = 100 },
    { .name = NULL },
};
enum { FOUND = 20 };

static Str here(Ctx *ctx, const RecordPage *page) { return record_address(ctx, page->type, page->row.number, "/people"); }

/* ---- the list ---- */

static Button mark_button(Ctx *ctx, const RecordPage *page, int64_t person, Str name, const RecordChoice *mark)
{
    DocPair *pairs = arena_array(ctx->arena, DocPair, 3);
    pairs[0] = (DocPair){ STR("step"), STR("mark") }, pairs[1] = (DocPair){ STR("person"), CTX_TEXT(ctx, "%lld", (long long)person) }, pairs[2] = (DocPair){ STR("mark"), str_of(mark->word) };
    return (Button){ .title = str_of(mark->title), .about = name, .href = here(ctx, page), .is_post = true, .n_pairs = 3, .pairs = pairs };
}

static void add_chips(Ctx *ctx, const RecordPage *page, const RecordPerson *rows, uint32_t n)
{
    const RecordChoice *marks = page->type->people->marks;
    DocLink *chips = arena_array(ctx->arena, DocLink, 8);
    Str chosen = ctx_param(ctx, "mark");
    uint32_t n_chips = 0;
    chips[n_chips++] = (DocLink){ .title = STR("все"), .href = ctx_with(ctx, "mark", STR_EMPTY), .count = n, .current = chosen.n == 0 };
    for (uint32_t m = 0; marks[m].word != NULL && n_chips < 8; m++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < n; i++) count += str_eq(rows[i].mark, str_of(marks[m].word));
        chips[n_chips++] = (DocLink){ .title = str_of(marks[m].title), .href = ctx_with(ctx, "mark", str_of(marks[m].word)), .count = count, .current = str_eq(chosen, str_of(marks[m].word)) };
    }
    doc_chips(ctx->doc, NULL, STR("Показать"), n_chips, chips);
}

static void add_rows(Ctx *ctx, const RecordPage *page, const RecordPerson *rows, uint32_t n)
{
    const RecordChoice *marks = page->type->people->marks;
    uint32_t n_marks = 0, n_columns = 0, acting = page->may_write && page->row.deleted_at == 0;
    while (marks[n_marks].word != NULL) n_marks++;
    Column *columns = arena_array(ctx->arena, Column, n_marks + 6u);
    columns[n_columns++] = (Column){ .head = STR("имя") };
    columns[n_columns++] = (Column){ .head = STR("должность") };
    columns[n_columns++] = (Column){ .head = STR("организация") };
    columns[n_columns++] = (Column){ .head = STR("отметка") };
    for (uint32_t m = 0; acting && m < n_marks; m++) columns[n_columns++] = (Column){ .head = STR_EMPTY };
    if (acting) columns[n_columns++] = (Column){ .head = STR_EMPTY };
    Str chosen = ctx_param(ctx, "mark");
    Table *table = table_new(ctx->doc, STR("people"), str_of(page->type->people->title), n_columns, columns, n);
    table->untitled = true;
    table->empty = chosen.n > 0 ? STR("С такой отметкой никого нет.") : STR("В списке пока никого. Добавьте людей ниже.");
    for (uint32_t i = 0; i < n; i++) {
        if (chosen.n > 0 && !str_eq(rows[i].mark, chosen)) continue;
        const char *title = record_choice_title(marks, rows[i].mark);
        uint32_t c = 0;
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        table->rows[table->n_rows - 1].anchor_id = CTX_TEXT(ctx, "p%lld", (long long)rows[i].number);
        cells[c++] = cell_text(rows[i].name.n > 0 ? rich_escape(ctx->arena, rows[i].name) : STR("данные стёрты"));
        cells[c++] = rows[i].post.n > 0 ? cell_text(rich_escape(ctx->arena, rows[i].post)) : cell_missing();
        cells[c++] = rows[i].org_name.n > 0 ? cell_text(rich_escape(ctx->arena, rows[i].org_name)) : cell_missing();
        cells[c] = cell_text(title != NULL ? str_of(title) : rows[i].mark);
        cells[c++].bold = str_eq(rows[i].mark, str_of(page->type->people->done));
        for (uint32_t m = 0; acting && m < n_marks; m++, c++) {
            if (str_eq(rows[i].mark, str_of(marks[m].word))) continue;
            Button *button = arena_one(ctx->arena, Button);
            *button = mark_button(ctx, page, rows[i].number, rows[i].name, &marks[m]);
            cells[c] = cell_action(button);
        }
        if (!acting) continue;
        DocPair *pairs = arena_array(ctx->arena, DocPair, 2);
        pairs[0] = (DocPair){ STR("step"), STR("unlist") }, pairs[1] = (DocPair){ STR("person"), CTX_TEXT(ctx, "%lld", (long long)rows[i].number) };
        Button *remove = arena_one(ctx->arena, Button);
        *remove = (Button){ .title = STR("Убрать"), .about = rows[i].name, .href = here(ctx, page), .is_post = true, .quiet = true, .n_pairs = 2, .pairs = pairs };
        cells[c] = cell_action(remove);
    }
    doc_table(ctx->doc, NULL, table);
}

/* ---- adding ---- */

static bool add_found(Ctx *ctx, Node *parent, const RecordPage *page, Err *err)
{
    static const Column columns[] = { { .head = { "имя", 6 } }, { .head = { "должность", 18 } }, { .head = { "организация", 22 } }, { .head = { "", 0 } } };
    Str words = ctx_param(ctx, "q");
    PersonRow *rows;
    uint32_t n;
    if (words.n == 0) return true;
    PersonAsk ask = { .path = ctx->org.path, .words = words, .limit = FOUND };
    if (!person_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &rows, &n, err)) return false;
    Table *table = table_new(ctx->doc, STR("found"), STR("Найдены"), 4, columns, n);
    table->untitled = true;
    table->empty = STR("Никого не нашлось. Ищут среди людей этой организации и ниже.");
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0 && rows[i].account.id == rows[i - 1].account.id) continue;
        Button *add = arena_one(ctx->arena, Button);
        *add = mark_button(ctx, page, rows[i].account.number, rows[i].account.name, page->type->people->marks);
        add->title = str_of(page->type->people->add);
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(rich_escape(ctx->arena, rows[i].account.name));
        cells[1] = rows[i].account.post.n > 0 ? cell_text(rich_escape(ctx->arena, rows[i].account.post)) : cell_missing();
        cells[2] = cell_text(rich_escape(ctx->arena, rows[i].org.name));
        cells[3] = cell_action(add);
    }
    doc_table(ctx->doc, parent, table);
    return true;
}

static void add_roles(Ctx *ctx, Node *parent, const RecordPage *page)
{
    static const struct { Role role; const char *all; } roles[] = {
        { ROLE_MUNICIPALITY, "Все координаторы муниципалитета" }, { ROLE_METHODOLOGIST, "Все методисты" }, { ROLE_SCHOOL, "Все школьные координаторы" }, { ROLE_TEACHER, "Все учителя" }, { ROLE_EXPERT, "Все эксперты" },
    };
    Button *buttons = arena_array(ctx->arena, Button, sizeof roles / sizeof *roles);
    uint32_t n = 0;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (ctx->org.kind >= ORG_SCHOOL && roles[i].role <= ROLE_METHODOLOGIST) continue;
        DocPair *pairs = arena_array(ctx->arena, DocPair, 2);
        pairs[0] = (DocPair){ STR("step"), STR("invite") }, pairs[1] = (DocPair){ STR("role"), str_of(role_word(roles[i].role)) };
        buttons[n++] = (Button){ .title = str_of(roles[i].all), .href = here(ctx, page), .is_post = true, .n_pairs = 2, .pairs = pairs };
    }
    doc_heading(ctx->doc, parent, 3, STR("По роли"));
    doc_small(ctx->doc, parent, CTX_TEXT(ctx, "Люди организации «%.*s» и всех ниже.", STR_ARG(rich_escape(ctx->arena, ctx->org.name))));
    doc_buttons(ctx->doc, parent, n, buttons, STR_EMPTY);
}

static Ask *import_form(Ctx *ctx, const RecordPage *page)
{
    Ask *ask = ask_new(ctx, here(ctx, page));
    ask->form.is_upload = true;
    ask_field(ask, FIELD_HIDDEN, "step", "", STR("list"))->value = STR("list");
    return ask;
}

static void mark_field(Ctx *ctx, Ask *ask, const RecordPage *page)
{
    const RecordChoice *marks = page->type->people->marks;
    FieldOption *options = arena_array(ctx->arena, FieldOption, 8);
    uint32_t n = 0;
    while (n < 8 && marks[n].word != NULL) options[n] = (FieldOption){ .value = str_of(marks[n].word), .title = str_of(marks[n].title) }, n++;
    ask_options(ask_field(ask, FIELD_RADIO, "mark", "Какую отметку поставить", str_of(page->type->people->done)), n, options);
}

static void add_import(Ctx *ctx, Node *parent, const RecordPage *page)
{
    Ask *ask = import_form(ctx, page);
    Field *file = ask_field(ask, FIELD_FILE, "file", "Файл со списком", STR_EMPTY);
    file->hint = STR("Excel, OpenDocument или CSV. В строке — «Тихонова Галина Ивановна», «Тихонова Г. И.», логин или почта, в любом столбце; остальное не мешает.");
    file->accept = ".xlsx,.ods,.csv,.tsv,.txt";
    file->optional = true;
    Field *paste = ask_field(ask, FIELD_PASTE, "paste", "Или вставьте список", STR_EMPTY);
    paste->optional = true;
    mark_field(ctx, ask, page);
    ask_button(ask, "Отметить по списку", false);
    bool failed = ctx->error != NULL && str_eq(ctx_field(ctx, "step"), STR("list"));
    Node *fold = failed ? parent : doc_add(ctx->doc, parent, NODE_DETAILS);
    if (!failed) fold->text = STR("Списком из таблицы");
    ask_end(ask, fold);
}

/* Rows that name nobody or several: whoever may be meant is ticked, the rest of the list waits in the field below. */
static void doubt_field(Ctx *ctx, Ask *ask, uint32_t i, const RecordDoubt *doubt)
{
    FieldOption *options = arena_array(ctx->arena, FieldOption, doubt->n_choices + 1u);
    for (uint32_t k = 0; k < doubt->n_choices; k++) {
        const RecordChoiceOf *one = &doubt->choices[k];
        options[k] = (FieldOption){ .value = CTX_TEXT(ctx, "%lld", (long long)one->number), .title = one->name, .hint = rich_escape(ctx->arena, CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(one->post), one->post.n > 0 && one->org.n > 0 ? ", " : "", STR_ARG(one->org))) };
    }
    ask_field(ask, FIELD_HIDDEN, arena_z(ctx->arena, CTX_TEXT(ctx, "row%u", i)), "", doubt->text)->value = doubt->text;
    Field *field = ask_field(ask, FIELD_CHECK, arena_z(ctx->arena, CTX_TEXT(ctx, "who%u", i)), arena_z(ctx->arena, doubt->text), STR_EMPTY);
    field->hint = doubt->several ? STR("Подходят несколько: отметьте, кто это.") : STR("Похожи:");
    field->multiple = field->optional = true;
    field->value = STR_EMPTY;
    ask_options(field, doubt->n_choices, options);
}

static void add_doubts(Ctx *ctx, const RecordPage *page, const RecordAttended *found)
{
    enum { ASKED = 25 };
    Node *panel = doc_panel(ctx->doc, NULL, CTX_TEXT(ctx, "Отмечены: %u. Не узнаны: %u", found->n_known, found->n_doubts));
    Ask *ask = import_form(ctx, page);
    Str left = STR_EMPTY;
    uint32_t n_asked = 0;
    for (uint32_t i = 0; i < found->n_doubts; i++) {
        left = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(left), i > 0 ? "\n" : "", STR_ARG(found->doubts[i].text));
        if (found->doubts[i].n_choices > 0 && n_asked < ASKED) doubt_field(ctx, ask, n_asked++, &found->doubts[i]);
    }
    Field *paste = ask_field(ask, FIELD_PASTE, "paste", "Не узнанные строки", left);
    paste->value = left;
    paste->hint = STR("Поправьте имя, уберите лишнее или пригласите человека в Мерило и отправьте снова. Отмеченное выше из этих строк уйдёт само.");
    paste->optional = true;
    mark_field(ctx, ask, page);
    ask_button(ask, "Отметить", true);
    ask_end(ask, panel);
}

static bool show(Ctx *ctx, Err *err)
{
    RecordPage page;
    RecordPerson *rows;
    uint32_t n, n_done = 0;
    if (!record_part_open(ctx, &page, err)) return false;
    const RecordPeople *people = page.type->people;
    if (people == NULL) return err_set(err, ERR_NOT_FOUND, "Откройте запись.", "В этом регистре людей не отмечают.");
    if (!record_people(flow_reader(ctx->flow), &page.row, str_of(people->name), ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) n_done += str_eq(rows[i].mark, str_of(people->done));
    record_part_crumbs(ctx, page.type, page.row.number);
    ctx->doc->kicker = record_part_title(ctx, page.type, &page.row);
    ctx->doc->title = n == 0 ? CTX_TEXT(ctx, "%s: список пуст", people->title) : CTX_TEXT(ctx, "%s: %s %u из %u", people->title, people->done_title, n_done, n);
    if (ctx->error != NULL) doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("Не получилось."), rich_escape(ctx->arena, CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint)));
    if (ctx->found != NULL) add_doubts(ctx, &page, ctx->found);
    if (n > 0) add_chips(ctx, &page, rows, n);
    add_rows(ctx, &page, rows, n);
    if (!page.may_write || page.row.deleted_at != 0) return true;
    Node *panel = doc_panel(ctx->doc, NULL, str_of(people->add));
    Ask *ask = ask_new(ctx, here(ctx, &page));
    ask->form.is_post = false;
    ask->form.in_line = true;
    Field *q = ask_field(ask, FIELD_TEXT, "q", "Имя, логин или должность", ctx_param(ctx, "q"));
    q->width = 24;
    ask_button(ask, "Найти", false);
    ask_end(ask, panel);
    if (!add_found(ctx, panel, &page, err)) return false;
    add_roles(ctx, panel, &page);
    if (ctx->found == NULL) add_import(ctx, panel, &page);
    return true;
}

/* Who was ticked for doubtful rows; the list loses those rows. */
static uint32_t ticked(Ctx *ctx, int64_t *people, Str *list)
{
    const Request *request = ctx->request;
    const Str *lines;
    Str left = STR_EMPTY;
    uint32_t n = 0, n_lines = lines_split(*list, ctx->arena, &lines);
    bool *settled = arena_array(ctx->arena, bool, n_lines + 1u);
    for (uint32_t i = 0; i < request->n_fields; i++) {
        long long number;
        Str name = request->fields[i].name;
        if (!str_starts(name, STR("who")) || !str_to_int(request->fields[i].value, &number)) continue;
        people[n++] = number;
        Str row = ctx_field(ctx, arena_z(ctx->arena, CTX_TEXT(ctx, "row%.*s", STR_ARG(str_slice(name, strlen("who"), name.n)))));
        for (uint32_t k = 0; k < n_lines; k++) settled[k] = settled[k] || str_eq(lines[k], row);
    }
    for (uint32_t k = 0; k < n_lines && n > 0; k++)
        if (!settled[k]) left = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(left), left.n > 0 ? "\n" : "", STR_ARG(lines[k]));
    if (n > 0) *list = left;
    return n;
}

static bool act_list(Ctx *ctx, const RecordPage *page, Err *err)
{
    RecordAttended *found = arena_one(ctx->arena, RecordAttended);
    Str bytes = ctx_field(ctx, "paste"), mark = ctx_field(ctx, "mark");
    int64_t *people = arena_array(ctx->arena, int64_t, ctx->request->n_fields + 1u);
    uint32_t n = ticked(ctx, people, &bytes);
    if (ctx->request->n_files > 0 && ctx->request->files[0].bytes.n > 0) bytes = ctx->request->files[0].bytes;
    bool listed = str_trim(bytes).n > 0;
    if (n == 0 && !listed) return err_set(err, ERR_INPUT, "Выберите файл или вставьте список.", "Списка нет.");
    if (n > 0 && !flow_record_mark(ctx->flow, ctx->who, page->row.type, page->row.number, n, people, mark, NULL, err)) return false;
    *found = (RecordAttended){ 0 };
    if (listed && !flow_record_attended(ctx->flow, ctx->who, page->row.type, page->row.number, bytes, mark, ctx->arena, found, err)) return false;
    found->n_known += n;
    if (found->n_doubts > 0) return ctx_stay(ctx, found);
    ctx_done(ctx, CTX_TEXT(ctx, "Отмечены: %u.", found->n_known));
    return ctx_go(ctx, here(ctx, page));
}

static bool act(Ctx *ctx, Err *err)
{
    RecordPage page;
    Str step = ctx_field(ctx, "step");
    long long person = 0;
    uint32_t n = 0;
    if (!record_part_open(ctx, &page, err)) return false;
    str_to_int(ctx_field(ctx, "person"), &person);
    if (str_eq(step, STR("list"))) return act_list(ctx, &page, err);
    if (str_eq(step, STR("mark"))) {
        const int64_t people[] = { person };
        if (!flow_record_mark(ctx->flow, ctx->who, page.row.type, page.row.number, 1, people, ctx_field(ctx, "mark"), &n, err)) return false;
        return ctx_go(ctx, CTX_TEXT(ctx, "%.*s#p%lld", STR_ARG(here(ctx, &page)), person));
    }
    if (str_eq(step, STR("unlist"))) return flow_record_unlist(ctx->flow, ctx->who, page.row.type, page.row.number, person, err) && ctx_go(ctx, here(ctx, &page));
    if (!str_eq(step, STR("invite"))) return err_set(err, ERR_INPUT, "Откройте страницу снова и выберите, что сделать.", "Не понято, что сделать.");
    if (!flow_record_invite(ctx->flow, ctx->who, page.row.type, page.row.number, role_find(ctx_field(ctx, "role")), &n, err)) {
        if (err->code == ERR_NOT_FOUND) err->code = ERR_INPUT;
        return false;
    }
    ctx_done(ctx, n == 0 ? STR("Все они уже в списке.") : CTX_TEXT(ctx, "Добавлено: %.*s.", STR_ARG(number_of(ctx->arena, n, "человек", "человека", "человек"))));
    return ctx_go(ctx, here(ctx, &page));
}

const Page page_record_people = {
    .path = "/records/:type/:number/people", .title = "Люди записи", .section = SECTION_RECORDS, .right = RIGHT_PLAN_READ, .act_right = RIGHT_RECORD_WRITE, .org_of = record_part_org, .params = params,
    .sample = "/records/event/{event}/people", .show = show, .act = act,
};
