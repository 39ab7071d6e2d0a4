/* A plan beside the document that it was read from: at the left the words of the document by lines, at the right what was recognised, to be corrected in place. What is unclear comes first. */
#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "store/attachment.h"
#include "web/measure_form.h"
#include "web/measure_people.h"
#include "web/plan_beside.h"
#include "web/plan_columns.h"
#include "web/reading.h"

static const Param params[] = { PLAN_PARAM, { .name = "from", .kind = PARAM_INT, .title = "пункты с какого по порядку", .min = 1 },
    { .name = "fields", .kind = PARAM_CHOICE, .title = "какие поля пунктов", .choices = "main|result|place|people" }, { .name = NULL } };

enum { ON_A_PAGE = 80 };

/* What was refused, for show(). */
typedef struct Refused { uint32_t n; MeasureRefusal *at; } Refused;

typedef struct Source { PlanView view; const SourceDoc *doc; bool later; Err why; bool writes; } Source; /* doc NULL: why, or a converter reads it (later) */

/* The document is read anew: what it says is kept nowhere but in its bytes. */
static bool read_source(Ctx *ctx, Source *it, Err *err)
{
    Str bytes;
    bool found = false;
    if (!plan_view_open(ctx, &it->view, err) || !plan_view_read(ctx, &it->view, err)) return false;
    const PlanRow *row = &it->view.row;
    it->writes = plan_view_may_write(ctx, &it->view);
    if (row->source_sha256.n == 0) return true;
    if (!attachment_get(ctx->db, row->region_id, row->source_sha256, ctx->arena, &bytes, &found, err)) return false;
    if (found && !reading_document(ctx, row->source_name, bytes, &it->doc, &it->why)) it->doc = NULL;
    it->later = ctx->reply->convert.wanted;
    return true;
}

/* ---- what was recognised, to be corrected ---- */

enum { IN_NUMBER, IN_TITLE, IN_TERM, IN_PEOPLE, IN_BULLETS, IN_PARTICIPANTS, IN_EXPECTED, IN_SECTION, IN_TASK, IN_HELPERS, IN_CONTROLLERS, N_INPUTS };
enum { OF_PEOPLE = SIZE_MAX >> 1 }; /* no field of the edit: people of the measure */
static const struct { const char *name, *label; FieldKind kind; bool lines; size_t at; } inputs[N_INPUTS] = {
    { "number", "номер", FIELD_TEXT, false, offsetof(MeasureEdit, number) }, { "title", "мероприятие", FIELD_LONG_TEXT, false, offsetof(MeasureEdit, title) }, { "term", "срок", FIELD_LONG_TEXT, false, offsetof(MeasureEdit, term) },
    { "responsible", "отвечает", FIELD_LONG_TEXT, true, offsetof(MeasureEdit, responsible) }, { "bullets", "перечень", FIELD_LONG_TEXT, true, offsetof(MeasureEdit, bullets) },
    { "participants", "участники", FIELD_LONG_TEXT, true, offsetof(MeasureEdit, participants) }, { "expected", "ожидаемый результат", FIELD_LONG_TEXT, true, offsetof(MeasureEdit, expected) },
    { "section", "раздел", FIELD_LONG_TEXT, false, offsetof(MeasureEdit, section) }, { "task", "задача", FIELD_LONG_TEXT, false, offsetof(MeasureEdit, task) },
    { "helpers", "помогает", FIELD_LONG_TEXT, true, (size_t)OF_PEOPLE }, { "controllers", "контролирует", FIELD_LONG_TEXT, true, (size_t)OF_PEOPLE },
};

/* What is corrected at a time: all fields of a row would not stand beside the document. */
typedef struct Choice { const char *word, *title; uint32_t n; uint8_t input[4]; } Choice;
static const Choice choices[] = {
    { "main", "Главное", 4, { IN_NUMBER, IN_TITLE, IN_TERM, IN_PEOPLE } }, { "result", "Участники и результат", 3, { IN_BULLETS, IN_PARTICIPANTS, IN_EXPECTED } },
    { "place", "Раздел и задача", 2, { IN_SECTION, IN_TASK } }, { "people", "Помогают и контролируют", 2, { IN_HELPERS, IN_CONTROLLERS } },
};
enum { N_CHOICES = sizeof choices / sizeof *choices };

static const Choice *choice_of(const Ctx *ctx)
{
    for (uint32_t i = 1; i < N_CHOICES; i++)
        if (str_eq(ctx_param(ctx, "fields"), str_of(choices[i].word))) return &choices[i];
    return &choices[0];
}

static bool is_main(const Ctx *ctx) { return choice_of(ctx) == &choices[0]; }

static Str *edit_field(MeasureEdit *edit, uint32_t input) { return (Str *)(void *)((char *)edit + inputs[input].at); }

/* What stands in the chosen fields. */
static bool stands_of(Ctx *ctx, const PlanView *view, const MeasureRow *row, Str out[static N_INPUTS], Err *err)
{
    const Choice *choice = choice_of(ctx);
    MeasureEdit edit;
    measure_form_keep(view, row, &edit);
    for (uint32_t i = 0; i < view->n_sections; i++)
        if (view->sections[i].n == row->section_n) edit.section = view->sections[i].title;
    for (uint32_t k = 0; k < choice->n; k++)
        if (inputs[choice->input[k]].at != OF_PEOPLE) out[choice->input[k]] = *edit_field(&edit, choice->input[k]);
    return choice->input[0] != IN_HELPERS || (measure_people_lines(ctx, row, MEASURE_HELPER, &out[IN_HELPERS], err) && measure_people_lines(ctx, row, MEASURE_CONTROLLER, &out[IN_CONTROLLERS], err));
}

static Str typed_in(const Ctx *ctx, const char *name, const MeasureRow *row) { return ctx_field(ctx, arena_z(ctx->arena, CTX_TEXT(ctx, "%s%u", name, row->n))); }

/* What this person wrote, and what stands in the fields that he left alone. false: he and another wrote different things in one field. */
static bool merged(Ctx *ctx, const MeasureRow *row, const Str stands[static N_INPUTS], Str out[static N_INPUTS])
{
    const Choice *choice = choice_of(ctx);
    Str seen = typed_in(ctx, "seen", row);
    bool crossed = false;
    for (uint32_t k = 0; k < choice->n; k++) {
        uint32_t i = choice->input[k];
        const char *name = arena_z(ctx->arena, CTX_TEXT(ctx, "%s%u", inputs[i].name, row->n));
        Str typed = inputs[i].lines ? measure_form_lines(ctx, name) : str_trim(ctx_field(ctx, name));
        out[i] = measure_form_merged(seen, k, typed, stands[i], &crossed);
    }
    return !crossed;
}

static Str seen_of(Ctx *ctx, const Str stands[static N_INPUTS])
{
    const Choice *choice = choice_of(ctx);
    Str values[N_INPUTS];
    for (uint32_t k = 0; k < choice->n; k++) values[k] = stands[choice->input[k]];
    return measure_form_seen(ctx, choice->n, values);
}

static const char *days_name(Ctx *ctx, const MeasureRow *row) { return arena_z(ctx->arena, CTX_TEXT(ctx, "days%u", row->n)); }

/* The same part of a long plan. */
static Str address(Ctx *ctx, const PlanRow *row)
{
    long long from = ctx_int(ctx, "from", 1);
    Str at = from > 1 ? CTX_TEXT(ctx, "/plans/%u/source?from=%lld", row->number, from) : CTX_TEXT(ctx, "/plans/%u/source", row->number);
    return is_main(ctx) ? at : CTX_TEXT(ctx, "%.*s%sfields=%s", STR_ARG(at), from > 1 ? "&" : "?", choice_of(ctx)->word);
}

static Str refusal_of(Ctx *ctx, const MeasureRow *row)
{
    const Refused *refused = ctx->error != NULL ? ctx->found : NULL;
    for (uint32_t i = 0; refused != NULL && i < refused->n; i++)
        if (refused->at[i].n == row->n) return CTX_TEXT(ctx, "%s %s", refused->at[i].why.what, refused->at[i].why.code == ERR_CONFLICT ? "Справа — что стоит сейчас; сохраните снова, если верно ваше." : refused->at[i].why.hint);
    return STR_EMPTY;
}

static Field *field_of(Ctx *ctx, uint32_t input, const MeasureRow *row, Str value, Str error)
{
    Field *field = arena_one(ctx->arena, Field);
    *field = (Field){ .kind = inputs[input].kind, .name = CTX_TEXT(ctx, "%s%u", inputs[input].name, row->n), .label = CTX_TEXT(ctx, "%s, %.*s", inputs[input].label, STR_ARG(measure_brief(ctx, row))), .value = value, .error = error, .optional = true, .width = inputs[input].kind == FIELD_TEXT ? 5 : 0 };
    return field;
}

static uint32_t typed_revision(const Ctx *ctx, const MeasureRow *row)
{
    long long revision;
    return str_to_int(ctx_field(ctx, arena_z(ctx->arena, CTX_TEXT(ctx, "rev%u", row->n))), &revision) && revision > 0 && revision < UINT32_MAX ? (uint32_t)revision : 0;
}

/* What in Merilo does it, in one line; what nobody could tell is chosen by hand. */
static Str done_by(Ctx *ctx, const PlanView *view, const MeasureRow *row)
{
    enum { REPEATS = 27 }; /* says how the term is kept, not what is done */
    uint32_t n;
    const uint8_t *numbers;
    Str link = CTX_TEXT(ctx, "%.*s/capabilities?back=source", STR_ARG(measure_link(ctx, view->row.number, row->n)));
    (void)capabilities_read(row->capabilities, ctx->arena, &n, &numbers);
    if (n == 0) return CTX_TEXT(ctx, "чем сделать в Мериле, не понято: [выбрать](%.*s)", STR_ARG(link));
    const char *title = capability_title(n > 1 && numbers[0] == REPEATS ? numbers[1] : numbers[0]);
    if (n == 1) return CTX_TEXT(ctx, "в Мериле: [%s](%.*s)", title, STR_ARG(link));
    return CTX_TEXT(ctx, "в Мериле: [%s и ещё %u](%.*s)", title, n - 1, STR_ARG(link));
}

/* How it was understood, and where it stands in the document; where another changed it meanwhile, what stands now. */
static Cell understood(Ctx *ctx, const PlanView *view, const MeasureRow *row, bool crossed)
{
    Str lines = row->line_from > 0 ? CTX_TEXT(ctx, "[строка %u](#l%u), ", row->line_from, row->line_from) : STR_EMPTY;
    Cell cell = cell_text(CTX_TEXT(ctx, "%.*s; %.*s[подробно](%.*s/edit); %.*s%s%.*s", STR_ARG(measure_term_words(ctx, row)), STR_ARG(lines), STR_ARG(measure_link(ctx, view->row.number, row->n)), STR_ARG(done_by(ctx, view, row)),
        plan_beside_is_unclear(row) ? ". **Уточнить:** " : "", STR_ARG(plan_beside_is_unclear(row) ? plan_beside_unclear_words(ctx, row) : STR_EMPTY)));
    if (crossed) cell.text = CTX_TEXT(ctx, "**Изменил другой: сейчас в плане** «%.*s», срок «%.*s», отвечает: %.*s", STR_ARG(rich_escape(ctx->arena, row->title)), STR_ARG(rich_escape(ctx->arena, row->term_text)), STR_ARG(lines_joined(ctx, row->responsible)));
    return cell;
}

/* Where days were set by hand and the words of the term are typed anew, the choice stands in the row. */
static void refused_row(Ctx *ctx, const PlanView *view, const MeasureRow *row, const Str *shown, Cell *cells)
{
    Str question = STR_EMPTY;
    if (typed_revision(ctx, row) == 0) return;
    Field *field = measure_form_days_field(ctx, view, row, days_name(ctx, row), shown[IN_TERM], row->windows, &question, NULL);
    if (field == NULL) return;
    field->label = CTX_TEXT(ctx, "какие дни верны, %.*s", STR_ARG(measure_brief(ctx, row)));
    cells[4] = cell_field(field);
    cells[4].text = question;
}

/* A long table: where to look. */
static void refused_list(Ctx *ctx, Node *parent, const PlanView *view)
{
    Str *items = arena_array(ctx->arena, Str, view->n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < view->n; i++) {
        Str why = refusal_of(ctx, &view->measures[i]);
        if (why.n > 0) items[n++] = CTX_TEXT(ctx, "[%.*s](#m%u): %.*s", STR_ARG(rich_escape(ctx->arena, measure_brief(ctx, &view->measures[i]))), view->measures[i].n, STR_ARG(rich_escape(ctx->arena, why)));
    }
    if (n > 0) doc_list(ctx->doc, doc_panel(ctx->doc, parent, STR("Не сохранено: решите это")), n, items);
}

/* «1.1 Провести семинар», and the line that it stands on: beside the rarer fields. */
static Str item_words(Ctx *ctx, const MeasureRow *row, bool crossed)
{
    Str words = CTX_TEXT(ctx, "**%.*s** %.*s", STR_ARG(measure_number(ctx, row)), STR_ARG(rich_escape(ctx->arena, row->title)));
    if (row->line_from > 0) words = CTX_TEXT(ctx, "%.*s [строка %u](#l%u)", STR_ARG(words), row->line_from, row->line_from);
    return crossed ? CTX_TEXT(ctx, "%.*s **Изменил другой: посмотрите, что стоит сейчас, в «подробно» у пункта.**", STR_ARG(words)) : words;
}

static Table *measures_table(Ctx *ctx, const PlanView *view)
{
    static const float main_widths[] = { 0.08f, 0.36f, 0.17f, 0.17f };
    const Choice *choice = choice_of(ctx);
    Column *columns = arena_array(ctx->arena, Column, N_INPUTS);
    uint32_t n = 0;
    if (!is_main(ctx)) columns[n++] = (Column){ .head = STR("пункт"), .width = 0.31f };
    for (uint32_t k = 0; k < choice->n; k++) columns[n++] = (Column){ .head = choice->input[k] == IN_NUMBER ? STR("№") : str_of(inputs[choice->input[k]].label), .width = is_main(ctx) ? main_widths[k] : 0.69f / (float)choice->n };
    if (is_main(ctx)) columns[n++] = (Column){ .head = STR("как понято"), .width = 0.22f };
    Table *table = table_new(ctx->doc, STR("measures"), STR("Прочитанные мероприятия"), n, columns, view->n);
    table->untitled = table->panel = true;
    table->empty = STR("Пунктов нет. Добавьте их сами.");
    return table;
}

static bool measure_row(Ctx *ctx, const Source *it, Table *table, const MeasureRow *row, Field *hidden, Err *err)
{
    const PlanView *view = &it->view;
    const Choice *choice = choice_of(ctx);
    uint32_t lead = !is_main(ctx);
    Cell *cells = table_row(ctx->doc, table, plan_beside_is_unclear(row) && lead == 0 ? ROW_ATTENTION : ROW_PLAIN);
    Str stands[N_INPUTS], shown[N_INPUTS];
    if (!stands_of(ctx, view, row, stands, err)) return false;
    memcpy(shown, stands, sizeof shown);
    bool crossed = ctx->error != NULL && typed_revision(ctx, row) != 0 && !merged(ctx, row, stands, shown) && typed_revision(ctx, row) != row->revision;
    table->rows[table->n_rows - 1].anchor_id = CTX_TEXT(ctx, "m%u", row->n);
    hidden[0] = (Field){ .kind = FIELD_HIDDEN, .name = CTX_TEXT(ctx, "rev%u", row->n), .value = CTX_TEXT(ctx, "%u", row->revision) };
    hidden[1] = (Field){ .kind = FIELD_HIDDEN, .name = CTX_TEXT(ctx, "seen%u", row->n), .value = seen_of(ctx, stands) };
    if (lead > 0) cells[0] = cell_text(item_words(ctx, row, crossed));
    for (uint32_t k = 0; k < choice->n; k++) {
        uint32_t i = choice->input[k];
        bool said = i == IN_TITLE || (lead > 0 && k == 0); /* where the refusal is said */
        if (it->writes) cells[lead + k] = cell_field(field_of(ctx, i, row, shown[i], said ? refusal_of(ctx, row) : STR_EMPTY));
        else cells[lead + k] = cell_text(i == IN_NUMBER ? measure_number(ctx, row) : inputs[i].lines ? lines_joined(ctx, stands[i]) : rich_escape(ctx->arena, stands[i]));
    }
    if (lead > 0) return true;
    cells[4] = understood(ctx, view, row, crossed);
    if (it->writes && ctx->error != NULL) refused_row(ctx, view, row, shown, cells);
    return true;
}

static void choices_links(Ctx *ctx, Node *parent)
{
    DocLink *links = arena_array(ctx->arena, DocLink, N_CHOICES);
    for (uint32_t i = 0; i < N_CHOICES; i++) links[i] = (DocLink){ .title = str_of(choices[i].title), .href = ctx_with(ctx, "fields", i == 0 ? STR_EMPTY : str_of(choices[i].word)), .count = NO_COUNT, .current = choice_of(ctx) == &choices[i] };
    doc_switch(ctx->doc, parent, STR("Поля пунктов"), N_CHOICES, links);
}

static bool measures(Ctx *ctx, Node *parent, const Source *it, Err *err)
{
    static const FormButton buttons[] = { { .title = { "Сохранить исправленное", 43 }, .primary = true } };
    const PlanView *view = &it->view;
    CtxSpan span = ctx_span(ctx, view->n, ON_A_PAGE);
    doc_heading(ctx->doc, parent, 2, STR("Что прочитано"));
    choices_links(ctx, parent);
    Table *table = measures_table(ctx, view);
    Field *hidden = arena_array(ctx->arena, Field, 2u * view->n + 1u);
    uint32_t n_hidden = 0;
    hidden[n_hidden++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("all"), .value = STR("1") };
    for (uint32_t i = span.from; i < span.to; i++, n_hidden += 2)
        if (!measure_row(ctx, it, table, &view->measures[i], &hidden[n_hidden], err)) return false;
    if (!it->writes) {
        doc_table(ctx->doc, parent, table);
        return true;
    }
    refused_list(ctx, parent, view);
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = address(ctx, &view->row), .is_post = true, .n_fields = n_hidden, .fields = hidden, .n_buttons = 1, .buttons = buttons, .note = STR("Слова документа можно править: исходный файл останется как был.") };
    if (ctx->error != NULL && !str_eq(ctx_field(ctx, "step"), STR("columns"))) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    Node *node = doc_form(ctx->doc, parent, form);
    doc_table(ctx->doc, node, table);
    ctx_pager(ctx, parent, &span, "пунктов");
    return true;
}

static void next_steps(Ctx *ctx, const Source *it)
{
    const PlanRow *row = &it->view.row;
    Button *buttons = arena_array(ctx->arena, Button, 3);
    uint32_t n = 0;
    if (it->writes && row->state <= PLAN_WAITS) buttons[n++] = (Button){ .title = who_may(ctx->who, RIGHT_PLAN_APPROVE, row->org_path) ? STR("Дальше: утвердить") : STR("Дальше: на утверждение"), .href = CTX_TEXT(ctx, "/plans/%u/approve", row->number), .icon = "check" };
    if (it->writes) buttons[n++] = (Button){ .title = STR("Добавить пункт"), .href = CTX_TEXT(ctx, "/plans/%u/measures/new", row->number) };
    if (row->source_sha256.n > 0) buttons[n++] = (Button){ .title = STR("Исходный файл"), .href = CTX_TEXT(ctx, "/plans/%u/source/file", row->number), .icon = "file" };
    if (n > 0) doc_buttons(ctx->doc, NULL, n, buttons, STR_EMPTY);
}

static bool show(Ctx *ctx, Err *err)
{
    static const float widths[] = { 0.36f, 0.64f };
    Source *it = arena_one(ctx->arena, Source);
    if (!read_source(ctx, it, err)) return false;
    if (it->later) return true;
    plan_crumbs(ctx, &it->view.row, NULL, STR_EMPTY);
    plan_beside_unclear(ctx, &it->view);
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s. Слева слова документа, справа — как их поняла программа; номера строк связывают одно с другим.", STR_ARG(rich_escape(ctx->arena, it->view.row.source_name)));
    next_steps(ctx, it);
    if (it->doc != NULL && it->doc->n_warnings > 0) {
        Str words = STR_EMPTY;
        for (uint32_t i = 0; i < it->doc->n_warnings; i++) words = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(words), i > 0 ? " " : "", STR_ARG(rich_escape(ctx->arena, it->doc->warnings[i])));
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("О документе."), words);
    }
    if (it->doc != NULL && it->writes && !plan_columns_panel(ctx, NULL, &it->view, it->doc, err)) return false;
    Node *row = doc_columns(ctx->doc, NULL, 2, widths), *left = doc_add(ctx->doc, row, NODE_GROUP), *right = doc_add(ctx->doc, row, NODE_GROUP);
    plan_beside_document(ctx, left, &it->view, it->doc, &it->why);
    return measures(ctx, right, it, err);
}

/* ---- saving ---- */

static void refuse(Refused *refused, uint32_t n, const char *what, const char *hint)
{
    MeasureRefusal *one = &refused->at[refused->n++];
    *one = (MeasureRefusal){ .n = n };
    err_set(&one->why, ERR_INPUT, hint, "%s", what);
}

typedef struct Typed { MeasureEdit edit; Str helpers, controllers; bool changed, people; uint32_t n; } Typed;

/* The row as an edit; changed and people false: nothing in it was. */
static bool edit_of(Ctx *ctx, const PlanView *view, const MeasureRow *row, Typed *typed, Refused *refused, Err *err)
{
    const Choice *choice = choice_of(ctx);
    MeasureEdit *edit = &typed->edit;
    Str now[N_INPUTS], stands[N_INPUTS];
    bool open = false;
    *typed = (Typed){ .n = row->n };
    if (typed_revision(ctx, row) == 0) return true; /* on another page of the list */
    measure_form_keep(view, row, edit);
    if (!stands_of(ctx, view, row, stands, err)) return false;
    bool crossed = !merged(ctx, row, stands, now);
    if (crossed) edit->revision = typed_revision(ctx, row); /* where the two wrote in different fields, both stay */
    for (uint32_t k = 0; k < choice->n; k++) {
        uint32_t i = choice->input[k];
        if (str_eq(now[i], stands[i])) continue;
        if (inputs[i].at == OF_PEOPLE) typed->people = true;
        else *edit_field(edit, i) = now[i], typed->changed = true;
    }
    if (choice->input[0] == IN_HELPERS) typed->helpers = now[IN_HELPERS], typed->controllers = now[IN_CONTROLLERS];
    if (crossed && typed->people) refuse(refused, row->n, "Пока вы читали, людей этого пункта назначил другой.", "Сохраните снова, если верно ваше.");
    if (edit->title.n == 0) refuse(refused, row->n, "У пункта нет слов.", "Напишите их; убрать пункт из плана можно по ссылке «подробно».");
    if (!is_main(ctx)) return true;
    if (!measure_form_days(ctx, view, row, days_name(ctx, row), edit, &open, err)) return false;
    if (open) refuse(refused, row->n, "Дни срока были поставлены вручную.", "Выберите справа, какие верны.");
    return true;
}

static bool save_people(Ctx *ctx, const PlanView *view, uint32_t n, const Typed *typed, Err *err)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < view->n && typed[i].people; k++)
            if (view->measures[k].n == typed[i].n && !measure_people_take(ctx, view->row.number, &view->measures[k], typed[i].helpers, typed[i].controllers, err)) return false;
    return true;
}

static bool act_columns(Ctx *ctx, Err *err)
{
    Source *it = arena_one(ctx->arena, Source);
    if (!read_source(ctx, it, err) || it->later) return it->later;
    if (it->doc == NULL) return err_set(err, ERR_CONFLICT, "Исправьте пункты сами.", "Исходный файл больше не читается.");
    return plan_columns_take(ctx, &it->view, it->doc, err);
}

/* Whole or nothing. */
static bool act(Ctx *ctx, Err *err)
{
    if (str_eq(ctx_field(ctx, "step"), STR("columns"))) return act_columns(ctx, err);
    PlanView view = { 0 };
    uint32_t n = 0, n_refused = 0, n_people = 0;
    if (!plan_view_open(ctx, &view, err) || !plan_view_read(ctx, &view, err)) return false;
    MeasureEdit *edits = arena_array(ctx->arena, MeasureEdit, view.n + 1u);
    Typed *typed = arena_array(ctx->arena, Typed, view.n + 1u);
    Refused *refused = arena_one(ctx->arena, Refused);
    refused->at = arena_array(ctx->arena, MeasureRefusal, 2u * view.n + 1u);
    for (uint32_t i = 0; i < view.n; i++) {
        if (!edit_of(ctx, &view, &view.measures[i], &typed[i], refused, err)) return false;
        if (typed[i].changed) edits[n++] = typed[i].edit;
        n_people += typed[i].people;
    }
    if (refused->n > 0) {
        ctx->found = refused;
        return err_set(err, ERR_INPUT, "Исправьте отмеченное и сохраните снова: всё набранное осталось в форме.", "Ничего не сохранено: есть строки, о которых нужно решить.");
    }
    if (!flow_measures_edit(ctx->flow, ctx->who, view.row.number, n, edits, refused->at, &n_refused, err)) {
        refused->n = n_refused;
        ctx->found = refused;
        return false;
    }
    if (!save_people(ctx, &view, view.n, typed, err)) return false;
    n += n_people;
    ctx_done(ctx, n > 0 ? CTX_TEXT(ctx, "Сохранено: %.*s.", STR_ARG(number_of(ctx->arena, n, "пункт", "пункта", "пунктов"))) : STR("Ничего не изменено."));
    return ctx_go(ctx, address(ctx, &view.row));
}

const Page page_plan_source = { .path = "/plans/:plan/source", .title = "План рядом с документом", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .act_right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/source", .no_formats = true, .show = show, .act = act };
