#include "intake/plan_read.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/utf8.h"
#include "intake/plan/cycle_.h"
#include "intake/plan/date_.h"
#include "intake/plan/prose_.h"
#include "intake/plan/read_.h"

enum { SECTION_BYTES = 400 };

/* A workbook, or one sheet of it. */
static bool is_sheet(const PlanDraft *draft)
{
    static const char *const formats[] = { "xlsx", "ods", "csv" };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(draft->doc->format, formats[i]) == 0) return true;
    return false;
}

/* ---- tables ---- */

/* Numbers of pages and such, that stand between two parts of a table. */
static bool is_noise(const TextLine *line)
{
    Str number;
    return prose_is_number(line->text, &number) || prose_starts(line->folded, "продолжение|окончание табл|страница|стр.");
}

/* The last paragraph since the line «from», with its lines; none: n_lines. */
static uint32_t last_para(const PlanDraft *draft, uint32_t from)
{
    uint32_t to = draft->n_lines;
    while (to > from && is_noise(&draft->lines[to - 1])) to--;
    if (to == from) return draft->n_lines;
    uint32_t first = to - 1;
    while (first > from && draft->lines[first - 1].para == draft->lines[first].para) first--;
    return first;
}

static Str para_text(PlanDraft *draft, uint32_t first)
{
    Prose text = { 0 };
    prose_add(draft->arena, &text, draft->lines[first].label);
    for (uint32_t i = first; i < draft->n_lines && draft->lines[i].para == draft->lines[first].para; i++) prose_add_after(draft->arena, &text, " ", draft->lines[i].text);
    return prose_str(&text);
}

/* Before a table that is not the first one a heading is whatever looks like one; before the first one only what names a part, for the title of the plan stands there too. */
static void heading_before(PlanDraft *draft, uint32_t from, bool is_first)
{
    uint32_t first = last_para(draft, from);
    if (first == draft->n_lines) return;
    const TextLine *line = &draft->lines[first];
    Str text = para_text(draft, first), rest, number = prose_take_number(text, &rest);
    bool shown = line->bold || line->centred || line->heading > 0;
    bool part = number.n > 0 && (shown || prose_is_roman(number) || prose_starts(line->folded, "раздел|направлен|блок|этап"));
    if (text.n > SECTION_BYTES || !(part || (!is_first && (shown || number.n > 0 || !str_ends(text, STR("."))))) ) return;
    draft_section(draft, text);
    if (!is_first && draft->i_heading == UINT32_MAX) draft->i_heading = first;
}

static bool is_numbered(const TextLine *line)
{
    Str rest;
    return line->label.n > 0 || prose_take_number(line->text, &rest).n > 0;
}

/* Two headings that nothing but their place shows: both have numbers, or stand as a few words behind the title. */
static bool alike_plain(const PlanDraft *draft, uint32_t first, const TextLine *like)
{
    enum { WORDS_BYTES = 240 };
    const TextLine *line = &draft->lines[first];
    bool titled = false;
    if (line->bold || line->centred || line->heading > 0 || like->bold || like->centred || like->heading > 0 || is_numbered(line) != is_numbered(like)) return false;
    if (is_numbered(line)) return true;
    for (uint32_t i = 0; i < first; i++) titled = titled || front_is_title(&draft->lines[i]);
    bool sentence = line->text.n > WORDS_BYTES || strchr(".:;", line->text.at[line->text.n - 1]) != NULL;
    return titled && !sentence && !prose_holds(line->folded, "цел|задач|утвержд|согласован|принят|рассмотрен|приложени|протокол|приказ|учебный год|уч") && prose_find_school_year(line->text, true) == 0;
}

/* Measures of the first table have a heading too, if a paragraph that looks like the later ones stands before it and is not the title. */
static void first_heading(PlanDraft *draft)
{
    bool bare = draft->n_measures > 0 && draft->measures[0].i_section == UINT32_MAX && draft->i_heading != UINT32_MAX && draft->n_front > 0;
    if (!bare) return;
    uint32_t n_lines = draft->n_lines, own = 0;
    draft->n_lines = draft->n_front;
    uint32_t first = last_para(draft, 0);
    draft->n_lines = n_lines;
    const TextLine *line = &draft->lines[first], *like = &draft->lines[draft->i_heading];
    bool alike = line->bold == like->bold && line->centred == like->centred && line->heading == like->heading && (line->bold || line->centred || line->heading > 0);
    if (first == 0 || !(alike || alike_plain(draft, first, like)) || front_is_title(line) || prose_is_lower(line->text)) return;
    while (own < draft->n_measures && draft->measures[own].i_section == UINT32_MAX) own++;
    draft->n_front = first; /* no part of the title */
    uint32_t n_before = draft->n_sections;
    draft->i_section = UINT32_MAX;
    draft_section(draft, para_text(draft, first));
    PlanSection section = draft->sections[n_before];
    memmove(draft->sections + 1, draft->sections, n_before * sizeof *draft->sections);
    draft->sections[0] = section;
    for (uint32_t i = 0; i < draft->n_measures; i++) draft->measures[i].i_section = i < own ? 0 : draft->measures[i].i_section == UINT32_MAX ? UINT32_MAX : draft->measures[i].i_section + 1;
}

static bool same_heads(const Columns *a, const Columns *b)
{
    uint16_t i = 0, k = 0;
    while (i < a->n && k < b->n) { /* a head over two columns on one page is over one on the next */
        bool cut = b->folded[k].n > 0 && str_starts(a->folded[i], b->folded[k]); /* by the foot of a page */
        if (!cut && !str_eq(a->folded[i], b->folded[k])) return false;
        Str head = a->folded[i];
        do i++; while (i < a->n && head.n > 0 && str_eq(a->folded[i], head));
        head = b->folded[k];
        do k++; while (k < b->n && head.n > 0 && str_eq(b->folded[k], head));
    }
    return i == a->n && k == b->n;
}

static void take_heads(PlanDraft *draft)
{
    if (draft->n_columns > 0) return;
    Str *heads = arena_array(draft->arena, Str, draft->columns.n + 1u);
    for (uint16_t i = 0; i < draft->columns.n; i++)
        if (draft->columns.head[i].n > 0 && (i == 0 || !str_eq(draft->columns.head[i], draft->columns.head[i - 1]))) heads[draft->n_columns++] = draft->columns.head[i];
    draft->heads = heads;
}

/* Months across: its own columns end with it. */
static void take_cycle(PlanDraft *draft, const DocTable *table, const Cycle *cycle, uint32_t from)
{
    for (uint32_t i = 0; i + 1 < cycle->n_head_rows; i++) { /* a title inside the table */
        const DocRow *row = &table->rows[i];
        if (row->n_cells == 1 || (row->n_cells > 0 && row->cells[0].col_span + 1 >= cycle->n)) draft_table(draft, &(DocTable){ .n_columns = table->n_columns, .n_rows = 1, .rows = row }, 1);
    }
    if (!draft->begun) draft->n_front = draft->n_lines;
    heading_before(draft, from, !draft->begun);
    draft->begun = true;
    draft->columns = (Columns){ .n = cycle->n };
    for (uint16_t c = 0; c < cycle->n; c++) draft->columns.head[c] = cycle->head[c];
    take_heads(draft);
    draft->columns = (Columns){ 0 };
    cycle_take(draft, table, cycle);
}

static void tell_lost(PlanDraft *draft, const DocTable *table)
{
    for (uint16_t c = 0; c < draft->columns.n; c++) {
        Str head = draft->columns.head[c];
        if (!columns_lost(&draft->columns, c, table, draft->arena)) continue;
        Str name = head.n > 0 ? arena_printf(draft->arena, "колонки «%.*s»", STR_ARG(head)) : arena_printf(draft->arena, "%u-й колонки", c + 1u);
        draft_warn(draft, arena_printf(draft->arena, "Слова %.*s не взяты: в пункте плана для них нет места. Нужное допишите в пункты.", STR_ARG(name)));
    }
}

/* from: lines of text since the table before. False: no table of measures. */
static bool take_table(PlanDraft *draft, const DocTable *table, uint32_t from)
{
    Columns *found = &draft->found;
    Cycle cycle;
    if (cycle_find(table, draft->arena, &cycle)) {
        take_cycle(draft, table, &cycle, from);
        return true;
    }
    bool plan = columns_find(table, draft->arena, found), headed = plan && found->n_head_rows > 0;
    bool known = draft->columns.n > 0 && draft->columns.n == table->n_columns && !columns_foreign(table, draft->arena) && !columns_other_head(table, draft->arena), between = last_para(draft, from) < draft->n_lines;
    bool same_table = !between && draft->columns.n > 0 && (headed ? same_heads(&draft->columns, found) : known);
    if (!plan && !known) return false;
    if (headed) draft_table(draft, table, found->i_head_row);
    if (!draft->begun) draft->n_front = draft->n_lines;
    if (!same_table) heading_before(draft, from, !draft->begun), draft->i_task = UINT32_MAX;
    draft->begun = true;
    if (headed || !known) draft->columns = *found;
    else draft->columns.n_head_rows = 0;
    take_heads(draft);
    columns_choose(draft, table);
    tell_lost(draft, table);
    rows_take(draft, table, same_table);
    return true;
}

static uint32_t n_cells(Str text, char mark)
{
    uint32_t n = 1;
    for (size_t i = 0; i < text.n; i++) n += text.at[i] == mark;
    return n;
}

/* Columns typed with blanks or with several tabs: each run of three blanks and more, and of tabs, is one tab. */
static Str columns_as_tabs(Arena *arena, Str text)
{
    enum { APART = 3 };
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        size_t from = i, to = i, n_blank = 0;
        bool tab = false;
        for (uint32_t cp; to < text.n && ((cp = utf8_next(text, &i)) == ' ' || cp == 0xA0 || cp == '\t'); to = i) n_blank++, tab = tab || cp == '\t';
        if (n_blank >= APART || tab) out[n++] = '\t', i = to;
        else memcpy(out + n, text.at + from, i - from), n += i - from;
    }
    return (Str){ out, n };
}

/* A row that stands alone between paragraphs, its cells parted by tabs or bars. */
static bool take_line(PlanDraft *draft, const DocPara *para, Str text, uint32_t from)
{
    char mark = n_cells(text, '\t') > 1 ? '\t' : '|';
    uint32_t n_all = n_cells(text, mark);
    uint16_t n = (uint16_t)n_all;
    if (n_all < 3 || n_all > PLAN_COLUMNS) return false;
    DocCell *cells = arena_array(draft->arena, DocCell, n);
    DocRow *row = arena_one(draft->arena, DocRow);
    for (uint16_t c = 0; c < n; c++) {
        size_t to = 0;
        while (to < text.n && text.at[to] != mark) to++;
        DocPara *inside = arena_one(draft->arena, DocPara);
        *inside = (DocPara){ .text = str_trim(str_slice(text, 0, to)), .label = STR_EMPTY, .bold = para->bold, .line = para->line };
        cells[c] = (DocCell){ .column = c, .col_span = 1, .row_span = 1, .n_paras = inside->text.n > 0, .paras = inside };
        text = str_slice(text, to + 1, text.n);
    }
    *row = (DocRow){ .n_cells = n, .cells = cells, .line = para->line };
    return take_table(draft, &(DocTable){ .n_columns = n, .n_rows = 1, .rows = row }, from);
}

/* «Директор … И.И. Иванов» under the rows. */
static bool is_signature(Str typed)
{
    size_t tab = str_find(typed, STR("\t"));
    return n_cells(typed, '\t') == 2 && split_is_name(str_trim(str_slice(typed, tab, typed.n)));
}

/* «Энский район | Утверждён: … | редакция 1»: facts in a row, each a line of its own. */
static void draft_parts(PlanDraft *draft, const DocPara *para)
{
    DocPara part = *para;
    if (n_cells(para->text, '|') < 3) {
        draft_text(draft, para);
        return;
    }
    for (size_t from = 0, i = 0; i <= para->text.n; i++) {
        if (i < para->text.n && para->text.at[i] != '|') continue;
        part.text = str_trim(str_slice(para->text, from, i));
        draft_text(draft, &part);
        from = i + 1;
    }
}

/* *from: lines since the last table */
static void take_para(PlanDraft *draft, const DocPara *para, uint32_t *from)
{
    bool exact = n_cells(para->text, '\t') > 2 || n_cells(para->text, '|') > 2;
    Str typed = para->label.n == 0 && (str_find(para->text, STR("   ")) != SIZE_MAX || str_find(para->text, STR("\t")) != SIZE_MAX) ? columns_as_tabs(draft->arena, para->text) : STR_EMPTY;
    if (para->label.n > 0 || (!exact && n_cells(typed, '\t') <= 2)) {
        draft_text(draft, para);
        return;
    }
    DocPara line = *para;
    for (size_t at = 0, i = 0, at_typed = 0; i <= para->text.n; i++) {
        if (i < para->text.n && para->text.at[i] != '\n') continue;
        size_t end = at_typed;
        while (end < typed.n && typed.at[end] != '\n') end++;
        line.text = str_slice(para->text, at, i);
        Str ways[] = { line.text, str_slice(typed, at_typed, end) };
        bool as_it_is = n_cells(line.text, '\t') == draft->columns.n; /* a cell may be empty; in a head several tabs only move the next word */
        bool taken = !is_signature(ways[1]) && (take_line(draft, &line, ways[!as_it_is], *from) || take_line(draft, &line, ways[as_it_is], *from));
        at_typed = end + 1;
        if (taken) *from = draft->n_lines;
        else draft_parts(draft, &line);
        line.line += draft_is_text(draft);
        at = i + 1;
    }
}

static void take_block(PlanDraft *draft, const DocTable *table, uint32_t *from)
{
    const SheetPart *parts;
    const DocTable *cards = cards_as_rows(table, draft->arena);
    if (cards != NULL) table = cards;
    for (uint32_t i = 0, n = sheet_parts(table, is_sheet(draft), draft->arena, &parts); i < n; i++) {
        DocTable part = *table;
        part.rows += parts[i].from;
        part.n_rows = parts[i].to - parts[i].from;
        if (!parts[i].text && take_table(draft, &part, *from)) *from = draft->n_lines;
        else draft_table(draft, &part, part.n_rows);
    }
}

/* A table drawn around a whole sheet: it holds a table of measures and is none. */
static bool is_frame(PlanDraft *draft, const DocTable *table)
{
    bool holds = false;
    for (uint32_t i = 0; i < table->n_rows && !holds; i++)
        for (uint32_t k = 0; k < table->rows[i].n_cells && !holds; k++)
            for (uint32_t t = 0; t < table->rows[i].cells[k].n_tables && !holds; t++) holds = columns_find(&table->rows[i].cells[k].tables[t], draft->arena, &draft->found);
    return holds && !columns_find(table, draft->arena, &draft->found);
}

static void take_frame(PlanDraft *draft, const DocTable *table, uint32_t *from)
{
    for (uint32_t i = 0; i < table->n_rows; i++)
        for (uint32_t k = 0; k < table->rows[i].n_cells; k++) {
            const DocCell *cell = &table->rows[i].cells[k];
            for (uint32_t p = 0, t = 0; p <= cell->n_paras; p++) {
                while (t < cell->n_tables && cell->tables[t].after == p) take_block(draft, &cell->tables[t++], from);
                if (p < cell->n_paras) take_para(draft, &cell->paras[p], from);
            }
        }
}

static bool has_plan(PlanDraft *draft, uint32_t i)
{
    Columns *columns = &draft->found;
    const SourceDoc *doc = draft->doc;
    for (i++; i < doc->n_blocks && doc->blocks[i].kind != DOC_SHEET; i++)
        if (doc->blocks[i].kind == DOC_TABLE && columns_find(&doc->blocks[i].table, draft->arena, columns)) return true;
    return false;
}

static void take_blocks(PlanDraft *draft)
{
    uint32_t n_sheets = 0, from = 0;
    for (uint32_t i = 0; i < draft->doc->n_blocks; i++) n_sheets += draft->doc->blocks[i].kind == DOC_SHEET && has_plan(draft, i);
    for (uint32_t i = 0; i < draft->doc->n_blocks; i++) {
        const DocBlock *block = &draft->doc->blocks[i];
        if (block->kind == DOC_PARA) take_para(draft, &block->para, &from);
        if (block->kind == DOC_SHEET) {
            draft->columns = (Columns){ 0 };
            from = draft->n_lines;
            draft->i_section = draft->i_task = UINT32_MAX;
            if (n_sheets > 1 && has_plan(draft, i)) draft_section(draft, block->para.text);
        }
        if (block->kind != DOC_TABLE) continue;
        bool frame = is_frame(draft, &block->table);
        (frame ? take_frame : take_block)(draft, &block->table, &from);
    }
    first_heading(draft);
    if (draft->n_measures == 0) draft->n_front = draft->n_lines;
}

/* ---- what it becomes ---- */

/* Points of an order and its plan together are no more than one plan holds. */
static void leave_over(PlanDraft *draft, PlanContent *out)
{
    while (draft->n_measures + out->n_decisions > LIMIT_PLAN_MEASURES) {
        if (draft->n_over == 0 || draft->n_measures > 0) draft->over_line = draft->n_measures > 0 ? draft->measures[draft->n_measures - 1].line_from : out->decisions[out->n_decisions - 1].line_from;
        *(draft->n_measures > 0 ? &draft->n_measures : &out->n_decisions) -= 1;
        draft->n_over++;
    }
    if (draft->n_over == 0) return;
    draft_warn(draft, arena_printf(draft->arena, "В документе %.*s, а в одном плане их бывает до %.*s: взяты первые, остальное не взято со строки %u. Разделите документ и загрузите остаток отдельным планом.",
        STR_ARG(number_of(draft->arena, draft->n_measures + out->n_decisions + draft->n_over, "пункт", "пункта", "пунктов")), STR_ARG(number_int(draft->arena, LIMIT_PLAN_MEASURES)), draft->over_line));
}

static void put_measures(PlanDraft *draft, PlanContent *out)
{
    Measure *measures = arena_array(draft->arena, Measure, draft->n_measures + 1u);
    for (uint32_t i = 0; i < draft->n_measures; i++) measures[i] = draft_measure(draft, &draft->measures[i]);
    out->n_measures = draft->n_measures;
    out->measures = measures;
    out->n_sections = draft->n_sections;
    out->sections = draft->sections;
    out->n_columns = draft->n_columns;
    out->columns = draft->heads;
}

static bool refuse(const SourceDoc *doc, Err *err)
{
    uint32_t n_tables = 0;
    for (uint32_t i = 0; i < doc->n_blocks; i++) n_tables += doc->blocks[i].kind == DOC_TABLE;
    const char *scan = doc->n_pictures > 0 ? " Есть картинки: слова на них не прочитаны; если это снимок бумаги, нужен исходный файл или распознанный текст." : "";
    const char *hint = "Нужна таблица с колонкой «Мероприятия» и хотя бы одной из колонок «Срок», «Ответственный», «Результат», либо пронумерованные пункты приказа или решения протокола.";
    if (n_tables > 0) return err_set(err, ERR_INPUT, hint, "В документе «%.*s» есть таблицы, но ни одна не похожа на план мероприятий.%s", STR_ARG(doc->file_name), scan);
    return err_set(err, ERR_INPUT, hint, "В документе «%.*s» нет ни таблицы мероприятий, ни пунктов приказа, ни решений протокола.%s", STR_ARG(doc->file_name), scan);
}

bool plan_read(const SourceDoc *doc, Arena *arena, PlanContent *out, Err *err) { return plan_read_columns(doc, STR_EMPTY, arena, out, NULL, err); }

bool plan_read_columns(const SourceDoc *doc, Str choices, Arena *arena, PlanContent *out, PlanColumns *columns, Err *err)
{
    PlanDraft *draft = arena_one(arena, PlanDraft);
    PlanContent content = { .approved_on = DATE_NONE };
    *draft = (PlanDraft){ .arena = arena, .doc = note_advice(flat_table(doc, arena), arena), .i_section = UINT32_MAX, .i_task = UINT32_MAX, .i_heading = UINT32_MAX, .seen = columns };
    draft->n_choices = plan_columns_choices(choices, arena, &draft->choices);
    take_blocks(draft);
    front_read(draft, &content);
    approval_read(draft, &content);
    points_read(draft, &content);
    leave_over(draft, &content);
    if (draft->n_measures + content.n_decisions == 0) return refuse(doc, err);
    front_year(draft, &content);
    content.controller = who_controls_plan(draft, &content);
    put_measures(draft, &content);
    points_of_table(draft, &content);
    draft_check(draft, &content);
    content.n_warnings = draft->n_warnings;
    content.warnings = draft->warnings;
    *out = content;
    return true;
}
