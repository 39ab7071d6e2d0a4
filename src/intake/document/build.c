#include "intake/document/build_.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "intake/document/grid_.h"

enum { LEVELS = 2 /* a table in a cell of a table; nobody reads a third one as a table */ };
/* silent: text of a cell that only goes on */
typedef struct Level { Grid *grid; bool in_cell, silent; } Level;

typedef struct BlockNode { struct BlockNode *next; DocBlock block; } BlockNode;

struct DocBuild {
    Arena *arena;
    SourceDoc *out;
    Err *err;
    bool failed;
    BlockNode *first, *last;
    uint32_t n_blocks, line;
    size_t n_bytes;
    /* the paragraph being read */
    Buf text;
    bool any_bold, any_plain;
    /* the tables being read */
    uint32_t depth, n_rows, n_cells; /* tables within tables; of the whole document */
    Level levels[LEVELS];
    uint32_t n_crowded, crowded_line; /* rows whose merged cells were cut */
    uint32_t n_warnings;
    Str warnings[LIMIT_DOC_WARNINGS];
};

static void free_text(void *at, size_t n)
{
    (void)n;
    buf_free(at);
}

DocBuild *build_new(Arena *arena, SourceDoc *out, Err *err)
{
    DocBuild *build = arena_one(arena, DocBuild);
    build->arena = arena;
    build->out = out;
    build->err = err;
    buf_init(&build->text, LIMIT_DOC_TEXT_BYTES);
    arena_on_free(arena, free_text, &build->text, sizeof build->text);
    return build;
}

bool build_ok(const DocBuild *build) { return !build->failed; }

static void *need(DocBuild *build, size_t size)
{
    void *at = build->failed ? NULL : arena_try(build->arena, size, build->err);
    build->failed = at == NULL;
    return at;
}

static void too_much(DocBuild *build, const char *what, unsigned long long ceiling)
{
    if (!build->failed) err_set(build->err, ERR_LIMIT, "Разделите документ на части и загрузите их отдельно.", "В документе больше %llu %s.", ceiling, what);
    build->failed = true;
}

/* The table that rows and cells belong to; NULL: none, or one that is too deep to be one. */
static Level *ours(DocBuild *build) { return build->depth == 0 || build->depth > LEVELS || build->failed ? NULL : &build->levels[build->depth - 1]; }

static uint32_t n_levels(const DocBuild *build) { return build->depth < LEVELS ? build->depth : LEVELS; }

static bool is_silent(const DocBuild *build)
{
    for (uint32_t i = 0; i < n_levels(build); i++)
        if (build->levels[i].silent) return true;
    return false;
}

/* The innermost cell; words between the cells of an inner table are the outer cell's. */
static Level *cell_of(DocBuild *build)
{
    for (uint32_t i = n_levels(build); i-- > 0;)
        if (build->levels[i].in_cell) return &build->levels[i];
    return NULL;
}

void build_text(DocBuild *build, Str piece, bool bold)
{
    if (is_silent(build) || build->failed) return;
    if (build->n_bytes + build->text.n + piece.n > LIMIT_DOC_TEXT_BYTES) {
        too_much(build, "МБ текста", LIMIT_DOC_TEXT_BYTES >> 20);
        return;
    }
    for (size_t i = 0; i < piece.n; i++) {
        if ((unsigned char)piece.at[i] <= ' ') continue;
        *(bold ? &build->any_bold : &build->any_plain) = true;
        break;
    }
    buf_add(&build->text, piece);
}

/* What is seen of a character: '\0' for nothing, else what to put. Signs without width, soft hyphens and control bytes are not seen. */
static uint32_t seen(uint32_t cp)
{
    if (cp == '\r' || cp == '\v' || cp == 0x85 || cp == 0x2028 || cp == 0x2029) return '\n';
    if (cp == 0x2011) return '-'; /* it forbids a line to break, and is a hyphen otherwise */
    if ((cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7F && cp < 0xA0)) return 0;
    if (cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x2064) || cp == 0xFEFF) return 0;
    if (cp == 0xFFFE || cp == 0xFFFF) return 0;
    return cp == UTF8_BAD ? 0xFFFD : cp;
}

/* Lines trimmed, empty ones left out. at has room for three bytes a byte of text. */
static Str clean(Str text, char *at)
{
    size_t n = 0, line = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = seen(utf8_next(text, &i));
        if (cp == 0) continue;
        if (cp != '\n') {
            n += utf8_put(cp, at + n);
            continue;
        }
        Str trimmed = str_trim((Str){ at + line, n - line });
        memmove(at + line, trimmed.at, trimmed.n);
        n = line + trimmed.n;
        if (trimmed.n > 0) at[n++] = '\n';
        line = n;
    }
    Str last = str_trim((Str){ at + line, n - line });
    if (last.n == 0) return (Str){ at, line > 0 ? line - 1 : 0 };
    memmove(at + line, last.at, last.n);
    return (Str){ at, line + last.n };
}

static DocBlock *new_block(DocBuild *build)
{
    if (++build->n_blocks > LIMIT_DOC_BLOCKS) too_much(build, "абзацев", LIMIT_DOC_BLOCKS);
    BlockNode *node = need(build, sizeof *node);
    if (node == NULL) return NULL;
    if (build->last != NULL) build->last->next = node;
    else build->first = node;
    build->last = node;
    return &node->block;
}

static Str cleaned(DocBuild *build, Str text)
{
    char *at = text.n == 0 ? NULL : need(build, text.n * 3);
    return at != NULL ? clean(text, at) : STR_EMPTY;
}

static Str taken(DocBuild *build)
{
    Str out = cleaned(build, buf_str(&build->text));
    buf_clear(&build->text);
    build->n_bytes += out.n;
    return out;
}

bool build_para(DocBuild *build, const DocPara *about)
{
    DocPara para = *about;
    para.text = taken(build);
    para.bold = build->any_bold && !build->any_plain;
    build->any_bold = build->any_plain = false;
    Level *level = cell_of(build);
    bool numbers = about->label.n > 0 && level != NULL; /* a column that the program numbers: its cells hold nothing else */
    if ((para.text.n == 0 && !numbers) || build->failed) return false;
    para.label = cleaned(build, about->label); /* from rules of the file, or from a child: not believed more than text */
    if (para.text.n == 0 && para.label.n == 0) return false;
    if (build->depth > 0) {
        if (level != NULL && !is_silent(build) && !grid_para(level->grid, &para, build->err)) build->failed = true;
        return level != NULL && !build->failed;
    }
    if (para.line == 0) para.line = ++build->line;
    DocBlock *block = new_block(build);
    if (block != NULL) *block = (DocBlock){ .kind = DOC_PARA, .para = para };
    return block != NULL;
}

BuildAside build_aside(DocBuild *build)
{
    BuildAside aside = { STR_EMPTY, build->any_bold, build->any_plain };
    char *at = build->text.n == 0 ? NULL : need(build, build->text.n);
    if (at != NULL) aside.text = (Str){ memcpy(at, build->text.at, build->text.n), build->text.n };
    buf_clear(&build->text);
    build->any_bold = build->any_plain = false;
    return aside;
}

void build_resume(DocBuild *build, BuildAside aside)
{
    buf_clear(&build->text);
    buf_add(&build->text, aside.text);
    build->any_bold = aside.any_bold;
    build->any_plain = aside.any_plain;
}

bool build_any(const DocBuild *build) { return build->any_bold || build->any_plain; }

void build_sheet(DocBuild *build, Str name)
{
    buf_clear(&build->text);
    buf_add(&build->text, name);
    Str text = taken(build);
    DocBlock *block = new_block(build);
    if (block != NULL) *block = (DocBlock){ .kind = DOC_SHEET, .para = { .text = text, .label = STR_EMPTY, .line = build->line + 1 } };
}

/* A break inside a table is not told: the table goes on. */
void build_page(DocBuild *build)
{
    if (build->depth > 0 || build->last == NULL || build->last->block.kind == DOC_PAGE) return;
    DocBlock *block = new_block(build);
    if (block != NULL) *block = (DocBlock){ .kind = DOC_PAGE, .para = { .text = STR_EMPTY, .label = STR_EMPTY, .line = build->line + 1 } };
}

void build_table(DocBuild *build)
{
    if (build->depth > 0 && build_any(build)) build_para(build, &(DocPara){ .label = STR_EMPTY }); /* words before it */
    if (++build->depth > LIMIT_DOC_NESTING) too_much(build, "таблиц одна внутри другой", LIMIT_DOC_NESTING);
    Level *level = ours(build);
    if (level == NULL) return;
    *level = (Level){ .grid = grid_new(build->arena, build->err) };
    build->failed = level->grid == NULL;
}

void build_table_edges(DocBuild *build, const float *edges, uint32_t n)
{
    if (ours(build) != NULL) grid_edges(ours(build)->grid, edges, n);
}

void build_row(DocBuild *build, uint32_t line, bool is_head)
{
    Level *level = ours(build);
    if (level == NULL) return;
    if (level->in_cell) build_cell_end(build); /* only in damaged files */
    if (++build->n_rows > LIMIT_DOC_ROWS) too_much(build, "строк таблиц", LIMIT_DOC_ROWS);
    else build->failed = !grid_row(level->grid, line != 0 ? line : ++build->line, is_head, build->err);
}

void build_row_again(DocBuild *build, uint32_t line)
{
    Level *level = ours(build);
    if (level == NULL) return;
    if (++build->n_rows > LIMIT_DOC_ROWS) too_much(build, "строк таблиц", LIMIT_DOC_ROWS);
    else build->failed = !grid_row_again(level->grid, line, build->err);
}

static bool one_more_cell(DocBuild *build)
{
    if (++build->n_cells > LIMIT_DOC_CELLS) too_much(build, "ячеек таблиц", LIMIT_DOC_CELLS);
    return !build->failed;
}

void build_cell(DocBuild *build, uint32_t column, uint32_t col_span, uint32_t row_span)
{
    Level *level = ours(build);
    if (level == NULL || !one_more_cell(build)) return;
    if (level->in_cell) build_cell_end(build);
    build->failed = !grid_cell(level->grid, column, col_span, row_span, build->err);
    level->in_cell = !build->failed;
}

void build_cell_again(DocBuild *build, uint32_t column)
{
    Level *level = ours(build);
    if (level != NULL && one_more_cell(build)) build->failed = !grid_cell_again(level->grid, column, build->err);
}

bool build_cell_below(DocBuild *build, uint32_t column, uint32_t col_span)
{
    Level *level = ours(build);
    if (level != NULL && level->in_cell) build_cell_end(build);
    if (ours(build) == NULL || !grid_cell_below(level->grid, column, col_span)) return false;
    level->in_cell = level->silent = true;
    return true;
}

void build_cell_end(DocBuild *build)
{
    Level *level = ours(build);
    if (level == NULL) return;
    build_para(build, &(DocPara){ .label = STR_EMPTY });
    level->in_cell = level->silent = false;
}

static void count_crowded(DocBuild *build, const Grid *grid)
{
    uint32_t line = 0, n = grid_crowded(grid, &line);
    if (build->n_crowded == 0) build->crowded_line = line;
    build->n_crowded += n;
}

static void warn_crowded(DocBuild *build)
{
    Str more = build->n_crowded > 1 ? arena_printf(build->arena, " и ещё %u", build->n_crowded - 1) : STR_EMPTY;
    if (build->n_crowded > 0)
        build_warn(build, arena_printf(build->arena, "Объединённые ячейки шире или выше самой таблицы укорочены, слова сохранены: строка %u%.*s. Сверьте с документом.", build->crowded_line, STR_ARG(more)));
}

void build_table_end(DocBuild *build)
{
    if (build->depth > 1) build_para(build, &(DocPara){ .label = STR_EMPTY });
    Level *level = ours(build);
    if (build->depth == 0 || --build->depth >= LEVELS || level == NULL) return;
    Grid *grid = level->grid;
    bool empty = grid_rows(grid) == 0;
    DocTable table;
    count_crowded(build, grid);
    build->failed = !empty && !grid_finish(grid, &build->n_cells, &table, build->err);
    *level = (Level){ 0 };
    if (build->n_cells > LIMIT_DOC_CELLS) too_much(build, "ячеек таблиц", LIMIT_DOC_CELLS);
    if (empty || build->failed) return;
    if (build->depth > 0) {
        Level *outer = ours(build);
        if (outer->in_cell && !outer->silent) build->failed = !grid_table(outer->grid, &table, build->err);
        return;
    }
    DocBlock *block = new_block(build);
    if (block != NULL) *block = (DocBlock){ .kind = DOC_TABLE, .para = { .text = STR_EMPTY, .label = STR_EMPTY, .line = table.rows[0].line }, .table = table };
}

void build_warn(DocBuild *build, Str words)
{
    words = cleaned(build, str_slice(words, 0, 1000));
    for (uint32_t i = 0; i < build->n_warnings; i++)
        if (str_eq(build->warnings[i], words)) return;
    if (build->n_warnings < LIMIT_DOC_WARNINGS) build->warnings[build->n_warnings++] = words;
}

void build_warn_left_out(DocBuild *build, uint32_t n_notes, uint32_t n_comments, uint32_t n_objects, uint32_t n_deleted)
{
    if (n_notes > 0) build_warn(build, arena_printf(build->arena, "Тексты сносок не прочитаны: %u.", n_notes));
    if (n_comments > 0) build_warn(build, arena_printf(build->arena, "Примечания на полях не прочитаны: %u.", n_comments));
    if (n_objects > 0) build_warn(build, arena_printf(build->arena, "Диаграммы и другие вложенные объекты не прочитаны: %u.", n_objects));
    if (n_deleted > 0) build_warn(build, arena_printf(build->arena, "Удалённое в режиме правки пропущено: %u.", n_deleted));
}

bool build_finish(DocBuild *build)
{
    while (build->depth > 0 && !build->failed) build_table_end(build);
    build_para(build, &(DocPara){ .label = STR_EMPTY });
    if (build->last != NULL && build->last->block.kind == DOC_PAGE) build->n_blocks--; /* a page that nothing follows */
    DocBlock *blocks = build->n_blocks == 0 ? NULL : need(build, sizeof(DocBlock) * build->n_blocks);
    if (build->failed) return false;
    warn_crowded(build);
    BlockNode *node = build->first;
    for (uint32_t i = 0; i < build->n_blocks; i++, node = node->next) blocks[i] = node->block;
    Str *warnings = arena_array(build->arena, Str, build->n_warnings);
    for (uint32_t i = 0; i < build->n_warnings; i++) warnings[i] = build->warnings[i];
    build->out->n_blocks = build->n_blocks;
    build->out->blocks = blocks;
    build->out->n_warnings = build->n_warnings;
    build->out->warnings = warnings;
    return true;
}
