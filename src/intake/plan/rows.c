/* Rows of a table into measures: sections, rows broken over pages, merged cells. */
#include "base/utf8.h"
#include "intake/plan/read_.h"
#include "intake/plan/prose_.h"

#define NOWHERE UINT32_MAX
enum { SECTION_BYTES = 400, NUMBER_BYTES = 16 };

/* A row as its columns have it. */
typedef struct View {
    Lines cell[N_ROLES];
    bool shared[N_ROLES];    /* by a cell that began in a row above */
    Str number;
    Str odd;                 /* words in the column of numbers */
    uint32_t n_filled;       /* cells of its own with text */
    bool whole, bold;        /* one cell over the whole table; all its words */
    const DocTable *inner;   /* a table of measures inside its cells; NULL: none */
    bool gap;                /* first of its table, or empty lines before it: a page ended */
    uint32_t line_from, line_to;
} View;

typedef struct Spans { struct { const DocCell *cell; uint32_t left; } at[PLAN_COLUMNS]; } Spans;

typedef struct Rows {
    PlanDraft *draft;
    uint32_t n;
    View *views;
    bool numbered, lower;    /* most rows have numbers; most titles begin with a small letter */
    uint32_t last;           /* measure that may go on; NOWHERE */
} Rows;

/* ---- a row as columns have it ---- */

static void take_para(Arena *arena, Lines *lines, const DocPara *para, bool bullet)
{
    for (size_t from = 0, i = 0; i <= para->text.n; i++) {
        if (i < para->text.n && para->text.at[i] != '\n') continue;
        uint32_t n_before = lines->n;
        lines_add(arena, lines, prose_flat(arena, str_slice(para->text, from, i)), bullet && from == 0);
        if (lines->n > n_before) lines->items[n_before].level = para->level;
        from = i + 1;
    }
}

static void take_number(Arena *arena, View *view, const DocCell *cell)
{
    Lines lines = { 0 };
    for (uint32_t i = 0; i < cell->n_paras; i++) take_para(arena, &lines, &cell->paras[i], false);
    Str text = lines_text(arena, &lines);
    if (text.n == 0 && cell->n_paras > 0) text = cell->paras[0].label;
    if (text.n == 0 || prose_is_number(text, &view->number)) return;
    view->odd = text;
}

/* A cell whose only label is a number has the number of the measure there («1.» of a list in Word). */
static void take_label(View *view, const DocCell *cell)
{
    uint32_t n_labels = 0;
    for (uint32_t i = 0; i < cell->n_paras; i++) n_labels += cell->paras[i].label.n > 0;
    if (view->number.n == 0 && n_labels == 1 && cell->paras[0].label.n > 0) prose_is_number(cell->paras[0].label, &view->number);
}

/* A small table inside a cell is a list: «5А – Белова». */
static void take_inner(Arena *arena, Lines *lines, const DocTable *table)
{
    for (uint32_t i = 0; i < table->n_rows; i++) {
        Prose row = { 0 };
        for (uint32_t k = 0; k < table->rows[i].n_cells; k++) {
            Lines cell = { 0 };
            for (uint32_t p = 0; p < table->rows[i].cells[k].n_paras; p++) take_para(arena, &cell, &table->rows[i].cells[k].paras[p], false);
            prose_add_after(arena, &row, " – ", lines_text(arena, &cell));
        }
        lines_add(arena, lines, prose_str(&row), true);
    }
}

static void take_cell(PlanDraft *draft, View *view, const DocCell *cell, uint16_t column, bool shared)
{
    Role role = draft->columns.role[column];
    Lines *lines = &view->cell[role];
    uint32_t n_before = lines->n;
    if (role == ROLE_NUMBER) {
        take_number(draft->arena, view, cell);
        view->shared[role] = shared;
        return;
    }
    if (role == ROLE_TITLE) take_label(view, cell);
    for (uint32_t i = 0, t = 0; i < cell->n_paras || t < cell->n_tables;) {
        if (t < cell->n_tables && cell->tables[t].after == i) {
            const DocTable *inner = &cell->tables[t++];
            if (columns_find(inner, draft->arena, &draft->found) && draft->found.n_head_rows > 0 && columns_have(&draft->found, ROLE_TITLE) && !shared) view->inner = inner;
            else take_inner(draft->arena, lines, inner);
            continue;
        }
        Str number;
        bool own_number = role == ROLE_TITLE && i == 0 && view->number.n > 0 && prose_is_number(cell->paras[i].label, &number) && str_eq(number, view->number);
        take_para(draft->arena, lines, &cell->paras[i], t > 0 || (cell->paras[i].label.n > 0 && !own_number)); /* words behind a table do not go on its last row */
        i++;
    }
    if (role == ROLE_EXPECTED && n_before > 0 && lines->n > n_before) lines->items[n_before].bullet = true; /* «Результат» and «Форма отчёта» are two things */
    if (role == ROLE_TERM && n_before > 0 && lines->n > n_before) { /* «начало» and «окончание» in two columns */
        lines->items[n_before - 1].text = arena_printf(draft->arena, "%.*s – %.*s", STR_ARG(lines->items[n_before - 1].text), STR_ARG(lines->items[n_before].text));
        lines->n = n_before;
    }
    view->shared[role] = shared;
}

static void own_cell(PlanDraft *draft, View *view, const DocCell *cell)
{
    bool filled = cell->n_tables > 0;
    for (uint32_t i = 0; i < cell->n_paras; i++) {
        filled = filled || cell->paras[i].text.n > 0;
        view->bold = view->bold && cell->paras[i].bold;
        if (cell->paras[i].line > view->line_to) view->line_to = cell->paras[i].line;
    }
    view->n_filled += filled;
    view->whole = view->whole || (filled && cell->col_span > 1 && cell->col_span + 1 >= draft->columns.n && cell->row_span == 1);
    /* A cell over several columns is that of the first one that means something. */
    uint16_t column = cell->column;
    while (column + 1 < draft->columns.n && column + 1 < cell->column + cell->col_span && draft->columns.role[column] == ROLE_OTHER) column++;
    if (column < draft->columns.n) take_cell(draft, view, cell, column, false);
}

/* «1. Об итогах …», «2. О критериях …» in one cell: questions of a meeting, a list. */
static bool take_numbered(Lines *title)
{
    uint32_t n_numbered = 0;
    Str rest;
    for (uint32_t i = 0; i < title->n; i++) n_numbered += prose_take_number(title->items[i].text, &rest).n > 0;
    if (n_numbered < 2 || prose_take_number(title->items[0].text, &rest).n == 0) return false;
    for (uint32_t i = 0; i < title->n; i++)
        if (prose_take_number(title->items[i].text, &rest).n > 0) title->items[i].text = rest, title->items[i].bullet = true;
    return true;
}

/* «1. Провести …» where there is no column of numbers. */
static void number_of_title(View *view)
{
    Str rest;
    Lines *title = &view->cell[ROLE_TITLE];
    if (take_numbered(title)) return;
    if (title->n == 0 || title->items[0].bullet || view->whole) return;
    Str number = prose_take_number(title->items[0].text, &rest);
    if (number.n == 0) return;
    view->number = number;
    title->items[0].text = rest;
}

static View view_of(PlanDraft *draft, const DocRow *row, Spans *spans)
{
    View view = { .line_from = row->line, .line_to = row->line, .bold = true };
    for (uint32_t i = 0, c = 0; c < draft->columns.n; c++) {
        while (i < row->n_cells && row->cells[i].column < c) i++;
        bool here = i < row->n_cells && row->cells[i].column == c;
        if (here) {
            const DocCell *cell = &row->cells[i];
            for (uint32_t k = c; k < c + cell->col_span && k < draft->columns.n; k++) spans->at[k].cell = cell, spans->at[k].left = cell->row_span;
            own_cell(draft, &view, cell);
        } else if (spans->at[c].left > 0 && spans->at[c].cell->column == c) take_cell(draft, &view, spans->at[c].cell, (uint16_t)c, true);
        if (spans->at[c].left > 0) spans->at[c].left--;
    }
    view.bold = view.bold && view.n_filled > 0;
    if (view.odd.n > 0 && view.cell[ROLE_TITLE].n > 0) {
        if (view.odd.n <= NUMBER_BYTES) view.number = view.odd;
        else view.cell[ROLE_TITLE].items[0].text = prose_join(draft->arena, view.odd, view.cell[ROLE_TITLE].items[0].text);
        view.odd = STR_EMPTY;
    } else if (view.odd.n > NUMBER_BYTES && view.n_filled > 1) { /* one cell over the number and the words of a measure that has people or a term */
        lines_add(draft->arena, &view.cell[ROLE_TITLE], view.odd, false);
        view.odd = STR_EMPTY;
    }
    if (!columns_have(&draft->columns, ROLE_NUMBER)) number_of_title(&view);
    return view;
}

static bool blank(const View *view)
{
    for (int role = 0; role < N_ROLES; role++)
        if (view->cell[role].n > 0 && !view->shared[role]) return false;
    return view->number.n == 0 && view->odd.n == 0;
}

/* «Итого: 6 мероприятий» */
static bool is_total(Arena *arena, const View *view)
{
    Str title = view->cell[ROLE_TITLE].n > 0 ? view->cell[ROLE_TITLE].items[0].text : view->odd;
    return view->number.n == 0 && view->n_filled <= 2 && prose_starts(utf8_fold(arena, title), "итого|всего:|всего ");
}

/* ---- what a row is ---- */

static bool own(const View *view, Role role) { return view->cell[role].n > 0 && !view->shared[role]; }

static bool only_title(const View *view)
{
    for (int role = 0; role < N_ROLES; role++)
        if (role != ROLE_TITLE && view->cell[role].n > 0 && !view->shared[role]) return false;
    return view->cell[ROLE_TITLE].n > 0 && view->odd.n == 0;
}

static Str first_title(const View *view) { return view->cell[ROLE_TITLE].n > 0 ? view->cell[ROLE_TITLE].items[0].text : STR_EMPTY; }

static bool last_is_open(const Rows *rows)
{
    if (rows->last == NOWHERE) return false;
    const Lines *title = &rows->draft->measures[rows->last].cell[ROLE_TITLE];
    return title->n > 0 && prose_is_open(title->items[title->n - 1].text);
}

/* The numbers after it stand under it, or begin anew. */
static bool leads(const View *view, const View *next)
{
    if (prose_is_roman(view->number)) return true;
    return next != NULL && next->number.n > 0 && (prose_is_under(next->number, view->number) || (str_eq(next->number, STR("1")) && !str_eq(view->number, STR("1"))));
}

static bool is_section(const Rows *rows, const View *view, const View *next)
{
    const Columns *columns = &rows->draft->columns;
    if (view->whole && (view->n_filled == 1 || (view->n_filled == 2 && view->number.n > 0))) return true;
    if (view->odd.n > 0 && view->cell[ROLE_TITLE].n == 0 && view->n_filled == 1) return true;
    if (!only_title(view) || (!columns_have(columns, ROLE_TERM) && !columns_have(columns, ROLE_RESPONSIBLE) && !columns_have(columns, ROLE_EXPECTED) && !columns_have(columns, ROLE_PARTICIPANTS))) return false;
    Str text = first_title(view);
    if (view->number.n > 0) return leads(view, next) || (view->bold && rows->n > 1);
    if (prose_is_lower(text) || prose_bullet(text) > 0 || text.n > SECTION_BYTES || last_is_open(rows)) return false;
    if (view->bold || !rows->numbered || rows->last == NOWHERE || next == NULL) return true;
    /* A measure of several sentences, broken between them: its table ended there, or it ends as a sentence does; and numbers go on behind it. */
    bool rest = view->gap || str_ends(text, STR(".")) || str_ends(text, STR(";"));
    return !rest || prose_last_part(next->number) != prose_last_part(rows->draft->measures[rows->last].number) + 1;
}

/* A table inside a cell, as PDF draws it: all of the measure stands above, and only a part of its words' column is new. */
static bool is_inner(const View *view)
{
    for (int role = 0; role < N_ROLES; role++)
        if (role != ROLE_DETAIL && own(view, (Role)role)) return false;
    return view->number.n > 0 && view->shared[ROLE_NUMBER] && view->shared[ROLE_TITLE] && own(view, ROLE_DETAIL);
}

static bool goes_on(const Rows *rows, const View *view)
{
    if (rows->last == NOWHERE) return false;
    if (is_inner(view)) return true;
    const Draft *last = &rows->draft->measures[rows->last];
    Str text = first_title(view);
    if (view->number.n > 0) return str_eq(view->number, last->number) && prose_is_lower(text); /* the number again on the next page */
    if (text.n == 0 || view->shared[ROLE_TITLE]) return true;
    bool own_term = own(view, ROLE_TERM), two_terms = own_term && last->cell[ROLE_TERM].n > 0;
    if (prose_bullet(text) > 0 && (rows->numbered || !own_term)) return true;
    if (prose_is_lower(text) && (rows->numbered || !rows->lower)) return true;
    if (last_is_open(rows) && (rows->numbered || view->gap || !own_term)) return true;
    if (!rows->numbered) return false;
    return (!own_term && !own(view, ROLE_RESPONSIBLE)) || (view->gap && !two_terms);
}

/* ---- taking ---- */

static void take_section(Rows *rows, const View *view)
{
    PlanDraft *draft = rows->draft;
    Str title = lines_text(draft->arena, &view->cell[ROLE_TITLE]);
    if (title.n == 0) title = view->odd;
    for (int role = 0; title.n == 0 && role < N_ROLES; role++) title = lines_text(draft->arena, &view->cell[role]);
    if (prose_starts(utf8_fold(draft->arena, title), "продолжение|окончание табл")) return;
    draft_section(draft, view->number.n > 0 ? arena_printf(draft->arena, "%.*s. %.*s", STR_ARG(view->number), STR_ARG(title)) : title);
    rows->last = NOWHERE;
}

static void take_task(PlanDraft *draft, const View *view, bool more)
{
    const Lines *cell = &view->cell[ROLE_TASK];
    if (cell->n == 0) return;
    Str text = lines_text(draft->arena, cell);
    if (draft->i_task != NOWHERE && (more || str_eq(prose_str(&draft->tasks[draft->i_task]), text))) {
        if (more && !view->shared[ROLE_TASK]) prose_add(draft->arena, &draft->tasks[draft->i_task], text);
        return;
    }
    draft->tasks = prose_grow(draft->arena, draft->tasks, draft->n_tasks, &draft->room_tasks, sizeof *draft->tasks);
    draft->tasks[draft->n_tasks] = (Prose){ 0 };
    prose_add(draft->arena, &draft->tasks[draft->n_tasks], text);
    draft->i_task = draft->n_tasks++;
}

static void take_rest(Rows *rows, View *view)
{
    PlanDraft *draft = rows->draft;
    Draft *last = &draft->measures[rows->last];
    for (uint32_t i = 0; is_inner(view) && i < view->cell[ROLE_DETAIL].n; i++) view->cell[ROLE_DETAIL].items[i].bullet = true;
    take_task(draft, view, true);
    for (int role = 0; role < N_ROLES; role++)
        if (role != ROLE_TASK && !view->shared[role]) lines_continue(draft->arena, &last->cell[role], &view->cell[role]);
    last->line_to = view->line_to;
}

/* Terms stand before the measures: an empty cell there is that of the row above, as with tasks. */
static bool leading_term(const Columns *columns)
{
    for (uint16_t i = 0; i < columns->n; i++)
        if (columns->role[i] == ROLE_TERM || columns->role[i] == ROLE_TITLE) return columns->role[i] == ROLE_TERM;
    return false;
}

/* «-//-», «--"--», «то же»: what stands in the row above. */
static bool is_ditto(Arena *arena, const Lines *cell)
{
    bool strokes = false;
    if (cell->n != 1) return false;
    Str folded = utf8_fold(arena, cell->items[0].text);
    if (prose_starts(folded, "то же|тот же|та же|те же|там же") && folded.n <= sizeof "те же самые лица") return true;
    for (size_t i = 0; i < folded.n;) {
        uint32_t cp = utf8_next(folded, &i);
        bool stroke = cp == '/' || cp == '"' || cp == 0x2033 || cp == 0x201D || cp == 0x201C || cp == 0xBB || cp == 0x3003;
        if (!stroke && cp != '-' && cp != ' ' && cp != '\'' && !(cp >= 0x2010 && cp <= 0x2015)) return false;
        strokes = strokes || stroke;
    }
    return strokes;
}

static void ditto(const PlanDraft *draft, Draft *measure, const Draft *above)
{
    static const Role roles[] = { ROLE_TERM, ROLE_RESPONSIBLE, ROLE_HELPERS, ROLE_CONTROLLER, ROLE_PARTICIPANTS, ROLE_EXPECTED };
    for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) {
        Lines *cell = &measure->cell[roles[k]];
        const Lines *from = &above->cell[roles[k]];
        if (!is_ditto(draft->arena, cell) || from->n == 0) continue;
        *cell = (Lines){ 0 };
        for (uint32_t i = 0; i < from->n; i++) lines_put(draft->arena, cell, (Line){ .text = from->items[i].text, .bullet = from->items[i].bullet, .level = from->items[i].level });
    }
}

/* Measures within a measure: its own columns, and the measure before them is not gone on by its rows. */
static void take_inner_plan(PlanDraft *draft, const DocTable *table)
{
    Columns *around = arena_one(draft->arena, Columns);
    *around = draft->columns;
    if (!columns_find(table, draft->arena, &draft->found)) return;
    draft->columns = draft->found;
    columns_choose(draft, table);
    rows_take(draft, table, false);
    draft->columns = *around;
}

static void take_measure(Rows *rows, const View *view)
{
    PlanDraft *draft = rows->draft;
    Draft *measure = draft_add(draft, view->line_from);
    if (measure == NULL) {
        rows->last = NOWHERE; /* nothing goes on it */
        return;
    }
    take_task(draft, view, false);
    measure->number = view->number;
    measure->i_task = columns_have(&draft->columns, ROLE_TASK) ? draft->i_task : NOWHERE;
    measure->line_to = view->line_to;
    measure->mixed = draft->columns.mixed;
    for (uint16_t c = 0; c < draft->columns.n; c++)
        if (draft->columns.role[c] >= ROLE_NOTE && draft->columns.role[c] <= ROLE_NOTE_LAST) measure->note[draft->columns.role[c] - ROLE_NOTE] = draft->columns.head[c];
    memcpy(measure->cell, view->cell, sizeof measure->cell);
    for (int role = 0; role < N_ROLES; role++) { /* a copy: a cell may be shared, and may grow */
        Lines copy = { 0 };
        for (uint32_t i = 0; i < view->cell[role].n; i++) lines_put(draft->arena, &copy, (Line){ .text = view->cell[role].items[i].text, .bullet = view->cell[role].items[i].bullet, .level = view->cell[role].items[i].level });
        measure->cell[role] = copy;
    }
    if (rows->last != NOWHERE) ditto(draft, measure, &draft->measures[rows->last]);
    if (draft->n_measures > 1 && leading_term(&draft->columns) && measure->cell[ROLE_TERM].n == 0 && rows->last != NOWHERE) { /* months down the first column, each once */
        const Lines *above = &draft->measures[rows->last].cell[ROLE_TERM];
        for (uint32_t i = 0; i < above->n; i++) lines_add(draft->arena, &measure->cell[ROLE_TERM], above->items[i].text, false);
    }
    rows->last = draft->n_measures - 1;
    if (view->inner != NULL) take_inner_plan(draft, view->inner);
}

static void look(Rows *rows)
{
    uint32_t n_numbers = 0, n_titles = 0, n_lower = 0;
    for (uint32_t i = 0; i < rows->n; i++) {
        const View *view = &rows->views[i];
        n_numbers += view->number.n > 0;
        n_titles += view->cell[ROLE_TITLE].n > 0;
        n_lower += prose_is_lower(first_title(view));
    }
    rows->numbered = n_numbers * 10 >= n_titles * 3 && n_numbers > 0;
    rows->lower = n_lower * 2 >= n_titles;
}

void rows_take(PlanDraft *draft, const DocTable *table, bool same_table)
{
    Rows rows = { .draft = draft, .views = arena_array(draft->arena, View, table->n_rows + 1u), .last = NOWHERE };
    Spans spans = { 0 };
    uint32_t line = 0;
    if (same_table && draft->n_measures > 0) rows.last = draft->n_measures - 1;
    for (uint32_t i = draft->columns.n_head_rows; i < table->n_rows; i++) {
        const DocRow *row = &table->rows[i];
        bool gap = (i == draft->columns.n_head_rows) || row->line > line + 1;
        if (columns_repeated(&draft->columns, row, draft->arena)) continue;
        View view = view_of(draft, row, &spans);
        line = view.line_to;
        if (blank(&view) || is_total(draft->arena, &view)) continue;
        view.gap = gap && draft->n_measures + rows.n > 0;
        rows.views[rows.n++] = view;
    }
    look(&rows);
    for (uint32_t i = 0; i < rows.n; i++) {
        View *view = &rows.views[i];
        if (is_section(&rows, view, i + 1 < rows.n ? &rows.views[i + 1] : NULL)) take_section(&rows, view);
        else if (goes_on(&rows, view)) take_rest(&rows, view);
        else take_measure(&rows, view);
    }
}
