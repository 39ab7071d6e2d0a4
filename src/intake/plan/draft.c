/* What is gathered of a plan while its document is read: sections, warnings, lines outside tables. */
#include "base/limits.h"
#include "base/utf8.h"
#include "intake/plan/prose_.h"
#include "intake/plan/read_.h"

void draft_warn(PlanDraft *draft, Str words)
{
    for (uint32_t i = 0; i < draft->n_warnings; i++)
        if (str_eq(draft->warnings[i], words)) return;
    draft->warnings = prose_grow(draft->arena, draft->warnings, draft->n_warnings, &draft->room_warnings, sizeof *draft->warnings);
    draft->warnings[draft->n_warnings++] = words;
}

/* A section again, as at the top of the next page, is the same one. */
void draft_full(PlanDraft *draft, uint32_t line)
{
    if (draft->n_over++ == 0) draft->over_line = line;
}

Draft *draft_add(PlanDraft *draft, uint32_t line)
{
    if (draft->n_measures == LIMIT_PLAN_MEASURES) {
        draft_full(draft, line);
        return NULL;
    }
    draft->measures = prose_grow(draft->arena, draft->measures, draft->n_measures, &draft->room_measures, sizeof *draft->measures);
    Draft *measure = &draft->measures[draft->n_measures++];
    *measure = (Draft){ .i_section = draft->i_section, .i_task = UINT32_MAX, .line_from = line, .line_to = line };
    return measure;
}

void draft_section(PlanDraft *draft, Str text)
{
    Str title, number = prose_take_number(text, &title);
    title = prose_flat(draft->arena, title);
    while (title.n > 0 && title.at[title.n - 1] == ':') title = str_trim(str_slice(title, 0, title.n - 1));
    draft->i_task = UINT32_MAX;
    if (draft->i_section != UINT32_MAX && str_eq(draft->sections[draft->i_section].title, title) && str_eq(draft->sections[draft->i_section].number, number)) return;
    draft->sections = prose_grow(draft->arena, draft->sections, draft->n_sections, &draft->room_sections, sizeof *draft->sections);
    draft->i_section = draft->n_sections;
    draft->sections[draft->n_sections++] = (PlanSection){ number, title };
}

/* Lines of a paragraph are lines of the source; in other formats a paragraph is one. */
bool draft_is_text(const PlanDraft *draft) { return strcmp(draft->doc->format, "text") == 0; }

static bool is_letter(uint32_t cp) { return (cp >= 0x410 && cp <= 0x44F) || cp == 0x401 || cp == 0x451; }

/* Bytes of a blank at i, also one that does not break; 0: none. */
static size_t blank_at(Str text, size_t i) { return i < text.n && text.at[i] == ' ' ? 1 : str_starts(str_slice(text, i, text.n), STR("\u00A0")) ? 2 : 0; }

/* Bytes of letters with one blank between each two from i on, at least four of them: «п р и к а з ы в а ю»; 0: none. */
static size_t spaced_length(Str text, size_t i)
{
    enum { LEAST = 4 };
    size_t end = i, n = 0;
    for (;; n++) {
        size_t next = end + (n > 0 ? blank_at(text, end) : 0);
        if ((n > 0 && next == end) || next >= text.n || !is_letter(utf8_next(text, &next))) break;
        bool alone = next == text.n || blank_at(text, next) > 0 || strchr(":.\n", text.at[next]) != NULL;
        if (!alone) break;
        end = next;
    }
    return n >= LEAST ? end - i : 0;
}

/* Words whose letters stand apart are words; where two blanks stand another one begins. */
static Str unspaced(Arena *arena, Str text)
{
    Prose out = { 0 };
    size_t done = 0;
    bool begins = true;
    for (size_t i = 0; i < text.n;) {
        size_t length = begins ? spaced_length(text, i) : 0;
        if (length > 0) {
            if (i > done) prose_append(arena, &out, str_slice(text, done, i));
            for (size_t end = i + length; i < end;) {
                size_t from = i;
                if (blank_at(text, i) > 0) i += blank_at(text, i);
                else utf8_next(text, &i), prose_append(arena, &out, str_slice(text, from, i));
            }
            if (blank_at(text, i) > 0 && i + blank_at(text, i) < text.n && text.at[i + blank_at(text, i)] == ':') i += blank_at(text, i);
            done = i;
        }
        begins = blank_at(text, i) > 0;
        if (i < text.n) utf8_next(text, &i);
    }
    if (done == 0) return text;
    prose_append(arena, &out, str_slice(text, done, text.n));
    return prose_str(&out);
}

void draft_text(PlanDraft *draft, const DocPara *para)
{
    uint32_t number = draft->n_paras++, line = para->line;
    for (size_t from = 0, i = 0; i <= para->text.n; i++) {
        if (i < para->text.n && para->text.at[i] != '\n') continue;
        Str text = prose_flat(draft->arena, unspaced(draft->arena, str_slice(para->text, from, i)));
        bool first = from == 0;
        uint32_t here = line;
        line += draft_is_text(draft);
        from = i + 1;
        if (text.n == 0) continue;
        draft->lines = prose_grow(draft->arena, draft->lines, draft->n_lines, &draft->room_lines, sizeof *draft->lines);
        draft->lines[draft->n_lines++] = (TextLine){ .text = text, .folded = prose_fold(draft->arena, text), .label = first ? para->label : STR_EMPTY, .bold = para->bold, .centred = para->centred, .heading = para->heading, .para = number, .line = here };
    }
}

/* ---- words of tables that are no plans ---- */

static void cell_words(PlanDraft *draft, const DocCell *cell)
{
    for (uint32_t p = 0, t = 0; p <= cell->n_paras; p++) {
        while (t < cell->n_tables && cell->tables[t].after == p) draft_table(draft, &cell->tables[t], cell->tables[t].n_rows), t++; /* none of them has tables inside */
        if (p < cell->n_paras) draft_text(draft, &cell->paras[p]);
    }
}

static bool begins_block(Arena *arena, const DocCell *cell)
{
    Str folded = cell->n_paras > 0 ? prose_fold(arena, cell->paras[0].text) : STR_EMPTY;
    return prose_starts(folded, "утвержд|«утвержд|\"утвержд|согласован|«согласован|\"согласован|рассмотрен|«рассмотрен|\"рассмотрен|принят|«принят|\"принят");
}

/* «Рассмотрено | Согласовано | Утверждаю» over columns of their own: rows from i that belong to them; 0: none. Words of a block stand under its head. */
static uint32_t n_block_rows(PlanDraft *draft, const DocTable *table, uint32_t i, uint32_t n_rows)
{
    enum { BLOCK_ROWS = 10 };
    const DocRow *head = &table->rows[i];
    bool column[PLAN_COLUMNS] = { false };
    uint32_t n_blocks = 0, n = 1;
    for (uint32_t k = 0; k < head->n_cells; k++) {
        if (head->cells[k].n_paras == 0 || head->cells[k].column >= sizeof column) continue;
        if (!begins_block(draft->arena, &head->cells[k])) return 0;
        column[head->cells[k].column] = true;
        n_blocks++;
    }
    for (; n_blocks >= 2 && i + n < n_rows && n < BLOCK_ROWS; n++)
        for (uint32_t k = 0; k < table->rows[i + n].n_cells; k++) {
            const DocCell *cell = &table->rows[i + n].cells[k];
            TextLine line = { .text = cell->n_paras > 0 ? cell->paras[0].text : STR_EMPTY };
            line.folded = prose_fold(draft->arena, line.text);
            if (line.text.n > 0 && (cell->column >= sizeof column || !column[cell->column] || front_is_title(&line))) return n;
        }
    return n_blocks >= 2 ? n : 0;
}

void draft_table(PlanDraft *draft, const DocTable *table, uint32_t n_rows)
{
    for (uint32_t i = 0; i < n_rows; i++) {
        uint32_t n = n_block_rows(draft, table, i, n_rows);
        for (uint16_t c = 0; n > 1 && c < table->n_columns; c++)
            for (uint32_t r = i; r < i + n; r++)
                for (uint32_t k = 0; k < table->rows[r].n_cells; k++)
                    if (table->rows[r].cells[k].column == c) cell_words(draft, &table->rows[r].cells[k]);
        if (n > 1) {
            i += n - 1;
            continue;
        }
        for (uint32_t k = 0; k < table->rows[i].n_cells; k++) cell_words(draft, &table->rows[i].cells[k]);
    }
}
