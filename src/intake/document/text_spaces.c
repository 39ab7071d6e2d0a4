/* Tables in plain text whose columns are kept apart by blanks, as typewriters and programs that turn paper into text write them. Blanks are in prose too, so a head of three
 * columns and two rows under it are asked for: columns go where two blanks and more stand one above another, or, in a row that is out of line, where its parts are as many. */
#include "base/limits.h"
#include "base/utf8.h"
#include "intake/document/text_.h"

enum { LEAST_COLUMNS = 3, LEAST_ROWS = 2, APART = 2 /* blanks */, MOST_BARE = 20 /* lines in a row that fill one column */, SECTION_BYTES = 400 };

/* Blanks between two columns: places in characters, to not included. */
typedef struct Gap { uint32_t from, to; } Gap;
typedef struct Gaps { uint32_t n; Gap at[LIMIT_DOC_COLUMNS]; } Gaps;

typedef struct Block { uint32_t behind, n_rows; Gaps gaps; } Block;

static bool is_blank_sign(uint32_t cp) { return cp == ' ' || cp == 0xA0; }

/* Runs of blanks inside the line, those at its beginning counted as one; the last one has no end. false: more than there are columns. */
static bool runs_of(Str line, Gaps *out)
{
    uint32_t place = 0, begun = 0, n_blank = 0;
    out->n = 0;
    for (size_t i = 0; i < line.n; place++) {
        uint32_t cp = utf8_next(line, &i);
        if (is_blank_sign(cp)) {
            if (n_blank++ == 0) begun = place;
            continue;
        }
        if (n_blank >= APART || (n_blank > 0 && begun == 0)) {
            if (out->n + 1 == LIMIT_DOC_COLUMNS) return false;
            out->at[out->n++] = (Gap){ begun, place };
        }
        n_blank = 0;
    }
    out->at[out->n++] = (Gap){ place - n_blank, UINT32_MAX };
    return true;
}

/* Gaps of a head; false: it is none. */
static bool head_of(Str line, Gaps *out)
{
    if (!runs_of(line, out)) return false;
    out->n--;
    if (out->n > 0 && out->at[0].from == 0) { /* an indent parts nothing */
        memmove(out->at, out->at + 1, (out->n - 1) * sizeof *out->at);
        out->n--;
    }
    return out->n + 1 >= LEAST_COLUMNS;
}

/* Narrows the gaps to what is blank in this line as well; false: some words stand across one, and gaps stay. */
static bool fits(Str line, Gaps *gaps)
{
    Gaps runs, out = { .n = gaps->n };
    if (!runs_of(line, &runs)) return false;
    for (uint32_t g = 0, r = 0; g < gaps->n; g++) {
        Gap best = { 0, 0 };
        while (r < runs.n && runs.at[r].to <= gaps->at[g].from) r++;
        for (uint32_t k = r; k < runs.n && runs.at[k].from < gaps->at[g].to; k++) {
            Gap both = { runs.at[k].from > gaps->at[g].from ? runs.at[k].from : gaps->at[g].from, runs.at[k].to < gaps->at[g].to ? runs.at[k].to : gaps->at[g].to };
            if (both.to - both.from > best.to - best.from) best = both;
        }
        if (best.to == best.from) return false;
        out.at[g] = best;
    }
    *gaps = out;
    return true;
}

static size_t byte_of(Str line, uint32_t place)
{
    size_t i = 0;
    while (i < line.n && place-- > 0) utf8_next(line, &i);
    return i;
}

static Str cell_of(Str line, const Gaps *gaps, uint32_t column)
{
    size_t from = column == 0 ? 0 : byte_of(line, gaps->at[column - 1].to), to = column < gaps->n ? byte_of(line, gaps->at[column].from) : line.n;
    return str_trim(str_slice(line, from, to));
}

static uint32_t n_filled(Str line, const Gaps *gaps)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c <= gaps->n; c++) n += cell_of(line, gaps, c).n > 0;
    return n;
}

/* Cells of a line that is a row of the table: in line with the others, or of as many parts. */
static bool row_gaps(Str line, const Gaps *table, Gaps *out)
{
    *out = *table;
    return fits(line, out) || (head_of(line, out) && out->n == table->n);
}

/* The rest of a cell begins where its column does. */
static bool begins_column(const Gaps *gaps, uint32_t place)
{
    for (uint32_t g = 0; g < gaps->n; g++)
        if (gaps->at[g].to == place) return true;
    return false;
}

/* A name of a part of the table stands over a row, between its columns. */
static bool is_section(TextLines text, uint32_t i, const Gaps *gaps)
{
    Gaps own;
    uint32_t k = i + 1;
    if (!runs_of(text.lines[i], &own) || own.n > 2 || (own.n == 2 && own.at[0].from != 0) || str_trim(text.lines[i]).n > SECTION_BYTES) return false;
    if (own.n == 2 && !text_blank(text.lines[i - 1]) && begins_column(gaps, own.at[0].to)) return false;
    while (k < text.n && text_blank(text.lines[k]) && k <= i + 2) k++;
    return k < text.n && row_gaps(text.lines[k], gaps, &own) && n_filled(text.lines[k], &own) >= 2 && cell_of(text.lines[k], &own, 0).n > 0;
}

static bool is_number(Str cell)
{
    for (size_t i = 0; i < cell.n; i++)
        if ((cell.at[i] < '0' || cell.at[i] > '9') && cell.at[i] != '.') return false;
    return cell.n > 0;
}

/* enough: rows after which there is no need to go on. */
static bool look(TextLines text, uint32_t i, uint32_t enough, Block *out)
{
    uint32_t n_bare = 0, n_empty = 0;
    bool numbered = true;
    *out = (Block){ .behind = i + 1 };
    if (!head_of(text.lines[i], &out->gaps)) return false;
    for (uint32_t k = i + 1; k < text.n && out->n_rows < enough && n_bare < MOST_BARE; k++) {
        Str line = text.lines[k];
        Gaps own, wider = out->gaps;
        if (text_blank(line)) {
            if (++n_empty > 2) break;
            continue;
        }
        if (is_section(text, k, &out->gaps)) {
            n_empty = 0, out->behind = k + 1;
            continue;
        }
        if (!row_gaps(line, &out->gaps, &own)) break;
        bool filled = n_filled(line, &own) >= 2, number = is_number(cell_of(line, &own, 0));
        if (n_empty > 0 && numbered && out->n_rows > 0 && cell_of(line, &own, 0).n > 0 && !number) break; /* who signed */
        numbered = numbered && (number || cell_of(line, &own, 0).n == 0);
        if (fits(line, &wider)) out->gaps = wider;
        n_bare = filled ? 0 : n_bare + 1;
        out->n_rows += filled;
        n_empty = 0, out->behind = k + 1;
    }
    return out->n_rows >= LEAST_ROWS;
}

static void put_cell(DocBuild *build, TextLines text, uint32_t from, uint32_t to, const Gaps *gaps, uint32_t column)
{
    TextMarks marks = { .about = { .label = STR_EMPTY, .line = from + 1 } };
    bool any = false;
    for (uint32_t k = from; k < to; k++) {
        Gaps own;
        Str piece = row_gaps(text.lines[k], gaps, &own) ? cell_of(text.lines[k], &own, column) : STR_EMPTY;
        if (piece.n == 0) continue;
        if (any) build_text(build, STR("\n"), false);
        text_marked(build, &marks, piece);
        any = true;
    }
    text_para_end(build, &marks);
}

/* Lines whose first column is empty go on the row above. */
static uint32_t row_end(TextLines text, uint32_t i, const Block *block)
{
    Gaps own;
    uint32_t k = i + 1;
    while (k < block->behind && !text_blank(text.lines[k]) && !is_section(text, k, &block->gaps) && row_gaps(text.lines[k], &block->gaps, &own) && cell_of(text.lines[k], &own, 0).n == 0) k++;
    return k;
}

uint32_t text_spaces(DocBuild *build, TextLines text, uint32_t i)
{
    Block block;
    if (!look(text, i, build != NULL ? UINT32_MAX : LEAST_ROWS, &block)) return i;
    if (build == NULL) return i + 1; /* only asked */
    build_table(build);
    for (uint32_t k = i, to; k < block.behind && build_ok(build); k = to) {
        to = k + 1;
        if (text_blank(text.lines[k])) continue;
        bool section = k > i && is_section(text, k, &block.gaps);
        if (!section) to = row_end(text, k, &block);
        build_row(build, k + 1, false);
        for (uint32_t c = 0; c <= (section ? 0 : block.gaps.n); c++) {
            build_cell(build, BUILD_NEXT, section ? block.gaps.n + 1 : 1, 1);
            if (section) {
                TextMarks marks = { .about = { .label = STR_EMPTY, .line = k + 1 } };
                text_marked(build, &marks, str_trim(text.lines[k]));
                text_para_end(build, &marks);
            } else put_cell(build, text, k, to, &block.gaps, c);
            build_cell_end(build);
        }
    }
    build_table_end(build);
    return block.behind;
}
