#include "publish/paper/make_.h"

#include "base/date.h"
#include "base/utf8.h"

void make_heading(Make *make, const char *text) { make_block(make, PAPER_HEADING, str_of(text))->stay = true; }

void make_paras(Make *make, uint32_t n, const Str *paras)
{
    for (uint32_t i = 0; i < n; i++) make_block(make, PAPER_PARA, make_kept(make, paras[i]));
}

void make_points(Make *make, uint32_t n, const Str *points)
{
    for (uint32_t i = 0; i < n; i++) make_point(make, arena_printf(make->arena, "%u.", i + 1), make_kept(make, points[i]));
}

static PaperBlock inner(PaperBlockKind kind, Str text) { return (PaperBlock){ .kind = kind, .label = STR_EMPTY, .text = text, .other = STR_EMPTY }; }

/* Lines of a wide head do not fit a half. */
static Str one_line(Make *make, Str text)
{
    char *out = arena_alloc(make->arena, text.n + 1);
    for (size_t i = 0; i < text.n; i++) out[i] = text.at[i] == '\n' ? ' ' : text.at[i];
    return make_typed(make, (Str){ out, text.n });
}

void make_letterhead(Make *make, Str addressee, Str reply)
{
    const PaperRequisites *org = make->org;
    PaperBlock *left = arena_array(make->arena, PaperBlock, 6);
    uint32_t n = 0;
    if (org->parent.n > 0) left[n++] = inner(PAPER_PARENT, one_line(make, org->parent));
    if (org->name.n > 0) left[n++] = inner(PAPER_ORG, one_line(make, org->name));
    if (org->short_name.n > 0) left[n++] = inner(PAPER_ORG_SHORT, arena_printf(make->arena, "(%.*s)", STR_ARG(org->short_name)));
    Str lines[5], phone = org->phone.n == 0 ? STR_EMPTY : arena_printf(make->arena, "Тел.: %.*s", STR_ARG(org->phone));
    uint32_t n_lines = 0;
    const Str all[] = { make_typed(make, org->address), phone, org->email, org->site, org->codes };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].n > 0) lines[n_lines++] = all[i];
    if (n_lines > 0) left[n++] = inner(PAPER_ADDRESS, russian_join(make->arena, n_lines, lines, "\n"));
    Str day = make->input->day == DATE_NONE ? STR("____________") : date_short(make->arena, make->input->day);
    Str number = make->input->number.n > 0 ? make->input->number : STR("____________");
    left[n++] = inner(PAPER_REFERENCE, arena_printf(make->arena, "%.*s №\u00A0%.*s%s%.*s", STR_ARG(day), STR_ARG(number), reply.n > 0 ? "\n" : "", STR_ARG(reply)));
    PaperBlock *block = make_block(make, PAPER_LETTERHEAD, addressee.n > 0 ? make_typed(make, addressee) : STR(" "));
    block->n_inner = n;
    block->inner = left;
}

void make_annexes(Make *make, const char *to, PlanLayout layout)
{
    const PlanContent *plan = make->input->plan;
    uint32_t n = make->input->n_annexes, number = 0; /* of the annex */
    bool has_plan = plan != NULL && plan->n_measures > 0;
    bool numbered = n + (has_plan ? 1 : 0) > 1;
    if (has_plan) {
        make_annex(make, numbered ? ++number : 0, to, make_plan_is_wide(plan, layout));
        make_plan_title(make, plan);
        make_plan(make, plan, layout);
    }
    for (uint32_t i = 0; i < n; i++) {
        const NotePart *annex = &make->input->annexes[i];
        make_annex(make, numbered ? ++number : 0, to, false);
        make_block(make, PAPER_TITLE, make_typed(make, annex->heading));
        for (uint32_t k = 0; k < annex->n_tables; k++) make_frozen(make, &annex->tables[k]);
        make_paras(make, annex->n_paras, annex->paras);
    }
}

/* «post | name», or a name alone. */
static void person(Make *make, Str line, uint32_t number, PaperCell *cells)
{
    size_t bar = str_find(line, STR("|"));
    Str post = bar == SIZE_MAX ? STR_EMPTY : str_trim(str_slice(line, 0, bar));
    Str name = str_trim(str_slice(line, bar == SIZE_MAX ? 0 : bar + 1, line.n));
    cells[0] = (PaperCell){ .text = arena_printf(make->arena, "%u", number) };
    cells[1] = (PaperCell){ .text = make_typed(make, post) };
    cells[2] = (PaperCell){ .text = paper_name_listed(make->arena, name) };
    cells[3] = cells[4] = (PaperCell){ .text = STR_EMPTY };
}

enum { EMPTY_ROWS = 18, N_SHEET_COLUMNS = 5 };

void make_acquaintance(Make *make, Str what, Str people)
{
    make_type(make, "ЛИСТ ОЗНАКОМЛЕНИЯ", what);
    uint32_t n = 1;
    for (size_t i = 0; i < people.n; i++) n += people.at[i] == '\n';
    if (n < EMPTY_ROWS) n = EMPTY_ROWS;
    PaperRow *rows = arena_array(make->arena, PaperRow, n);
    uint32_t n_rows = 0;
    while (people.n > 0 || n_rows == 0) {
        size_t end = str_find(people, STR("\n"));
        Str line = str_trim(str_slice(people, 0, end == SIZE_MAX ? people.n : end));
        people = end == SIZE_MAX ? STR_EMPTY : str_slice(people, end + 1, people.n);
        if (line.n == 0 && people.n > 0) continue;
        if (line.n == 0) break;
        PaperCell *cells = arena_array(make->arena, PaperCell, N_SHEET_COLUMNS);
        person(make, line, n_rows + 1, cells);
        rows[n_rows++].cells = cells;
    }
    if (n_rows == 0) {
        for (; n_rows < EMPTY_ROWS; n_rows++) {
            PaperCell *cells = arena_array(make->arena, PaperCell, N_SHEET_COLUMNS);
            person(make, STR_EMPTY, n_rows + 1, cells);
            rows[n_rows].cells = cells;
        }
    }
    static const PaperColumn columns[N_SHEET_COLUMNS] = { { { "№ п/п", 9 }, 12, true, false }, { { "Должность", 18 }, 58, false, false }, { { "Фамилия, инициалы", 32 }, 46, false, false },
        { { "Дата", 8 }, 26, false, false }, { { "Подпись", 14 }, 28, false, false } };
    PaperTable *table = arena_one(make->arena, PaperTable);
    *table = (PaperTable){ .title = STR_EMPTY, .n_columns = N_SHEET_COLUMNS, .columns = columns, .n_rows = n_rows, .rows = rows, .note = STR_EMPTY };
    make_table(make, table);
}

/* Characters of the longest word: a column is never narrower, so that no head is broken inside a word. */
static size_t longest_word(Str head)
{
    size_t longest = 0;
    while (head.n > 0) {
        size_t end = str_find(head, STR(" "));
        size_t n = utf8_length(str_slice(head, 0, end == SIZE_MAX ? head.n : end));
        if (n > longest) longest = n;
        head = end == SIZE_MAX ? STR_EMPTY : str_slice(head, end + 1, head.n);
    }
    return longest;
}

void make_frozen(Make *make, const FrozenTable *frozen)
{
    PaperTable *table = arena_one(make->arena, PaperTable);
    PaperColumn *columns = arena_array(make->arena, PaperColumn, frozen->n_columns);
    PaperRow *rows = arena_array(make->arena, PaperRow, frozen->n_rows);
    PaperCell *cells = arena_array(make->arena, PaperCell, (size_t)frozen->n_rows * frozen->n_columns);
    for (uint32_t c = 0; c < frozen->n_columns; c++) {
        bool is_number = frozen->is_number != NULL && frozen->is_number[c];
        size_t widest = utf8_length(frozen->heads[c]) * 2 / 3, word = longest_word(frozen->heads[c]) + 2; /* and the margins of a cell */
        if (word > widest) widest = word;
        for (uint32_t r = 0; r < frozen->n_rows; r++) {
            Str text = frozen->cells[(size_t)r * frozen->n_columns + c];
            size_t n = utf8_length(text);
            if (n > widest) widest = n;
            cells[(size_t)r * frozen->n_columns + c] = (PaperCell){ .text = make_cell(make, text) };
        }
        columns[c] = (PaperColumn){ .head = frozen->heads[c], .width = (uint16_t)(widest < 5 ? 5 : widest > 40 ? 40 : widest), .is_number = is_number };
    }
    for (uint32_t r = 0; r < frozen->n_rows; r++) rows[r].cells = cells + (size_t)r * frozen->n_columns;
    Str note = make_typed(make, frozen->note);
    if (frozen->taken_on != DATE_NONE)
        note = arena_printf(make->arena, "%.*s%sДанные на %.*s%s%.*s%s", STR_ARG(note), note.n > 0 ? " " : "", STR_ARG(date_short(make->arena, frozen->taken_on)),
                            frozen->sha256.n > 0 ? ", контрольная сумма " : "", STR_ARG(str_slice(frozen->sha256, 0, frozen->sha256.n < 12 ? frozen->sha256.n : 12)), ".");
    *table = (PaperTable){ .title = make_typed(make, frozen->title), .n_columns = frozen->n_columns, .columns = columns, .n_rows = frozen->n_rows, .rows = rows, .is_numbered = frozen->n_columns > 3, .note = note };
    if (table->n_columns > 0) make_table(make, table);
}
