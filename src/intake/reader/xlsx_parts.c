/* sharedStrings.xml and styles.xml. */
#include <stdlib.h>
#include <string.h>

#include "intake/reader/hint_.h"
#include "intake/reader/xlsx_.h"

/* sst 1, si 2, t 3 or r 3, t 4. rPh (how a word is read in Japanese) has its own t, which is no part of the text. */
static bool shared_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    (void)attributes, (void)err;
    SharedStrings *shared = context;
    if (depth == 2) buf_clear(&shared->text);
    if (depth == 3) shared->phonetic = strcmp(name, "rPh") == 0;
    shared->taking = (depth == 3 || depth == 4) && !shared->phonetic && strcmp(name, "t") == 0;
    return true;
}

static bool shared_keep(SharedStrings *shared, Err *err)
{
    if (shared->n == LIMIT_SHARED_STRINGS)
        return err_set(err, ERR_LIMIT, "Разделите файл на части.", "В книге больше %u разных строк.", LIMIT_SHARED_STRINGS);
    Str **block = &shared->blocks[shared->n / SHARED_BLOCK];
    if (*block == NULL && (*block = arena_try(shared->arena, SHARED_BLOCK * sizeof(Str), err)) == NULL) return false;
    Str kept = STR_EMPTY;
    if (shared->text.n > 0) {
        size_t n = value_unescape(shared->text.at, shared->text.n);
        char *at = arena_try(shared->arena, n, err);
        if (at == NULL) return false;
        memcpy(at, shared->text.at, n);
        kept = (Str){ at, n };
    }
    (*block)[shared->n % SHARED_BLOCK] = kept;
    shared->n++;
    return true;
}

static bool shared_end(void *context, uint32_t depth, const char *name, Err *err)
{
    SharedStrings *shared = context;
    shared->taking = false;
    if (depth == 3) shared->phonetic = false;
    return depth != 2 || strcmp(name, "si") != 0 || shared_keep(shared, err);
}

static bool shared_text(void *context, Str piece, Err *err)
{
    SharedStrings *shared = context;
    if (!shared->taking) return true;
    shared->n_bytes += piece.n;
    if (shared->n_bytes > LIMIT_SHARED_BYTES)
        return err_set(err, ERR_LIMIT, "Разделите файл на части.", "Строки книги занимают больше %zu МБ.", LIMIT_SHARED_BYTES >> 20);
    if (shared->text.n + piece.n > LIMIT_CELL_BYTES)
        return err_set(err, ERR_LIMIT, "Найдите в книге самую длинную ячейку и сократите её.", "Одна из ячеек книги длиннее %u байт.", LIMIT_CELL_BYTES);
    buf_add(&shared->text, piece);
    return buf_ok(&shared->text, err);
}

const XmlEvents xlsx_shared_events = { .start = shared_start, .end = shared_end, .text = shared_text };

static bool styles_ready(Styles *styles, Err *err)
{
    if (styles->formats != NULL) return true;
    if ((styles->formats = arena_try(styles->arena, STYLE_ROOM, err)) == NULL) return false;
    if ((styles->kinds = arena_try(styles->arena, STYLE_ROOM, err)) == NULL) return false;
    memset(styles->formats, 0xFF, STYLE_ROOM);
    if (!styles->as_seen) return true;
    styles->codes = arena_try(styles->arena, STYLE_ROOM * sizeof(Str), err);
    styles->looks = styles->codes != NULL ? arena_try(styles->arena, STYLE_ROOM * sizeof(Str), err) : NULL;
    return styles->looks != NULL;
}

/* styleSheet 1, numFmts 2, numFmt 3; cellXfs 2, xf 3. */
static bool style_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    Styles *styles = context;
    if (!styles_ready(styles, err)) return false;
    if (depth == 2) styles->in_cells = strcmp(name, "cellXfs") == 0;
    if (depth != 3) return true;
    uint32_t id = xml_number(attributes, "numFmtId", STYLE_ROOM - 1, STYLE_ROOM);
    if (strcmp(name, "numFmt") == 0) {
        const char *code = xml_attribute(attributes, "formatCode");
        if (id < STYLE_ROOM && code != NULL) styles->formats[id] = (unsigned char)value_kind_format(str_of(code));
        if (id < STYLE_ROOM && code != NULL && styles->as_seen) styles->codes[id] = arena_str(styles->arena, str_slice(str_of(code), 0, 255)); /* Excel allows no more */
    } else if (styles->in_cells && strcmp(name, "xf") == 0 && styles->n < STYLE_ROOM) {
        ValueKind kind = VALUE_NUMBER;
        if (id < STYLE_ROOM) kind = styles->formats[id] != 0xFF ? (ValueKind)styles->formats[id] : value_kind_builtin(id);
        if (styles->as_seen && id < STYLE_ROOM) {
            Str look = styles->codes[id].n > 0 ? styles->codes[id] : value_builtin_code(id);
            styles->looks[styles->n] = look;
            if (look.n > 0) kind = VALUE_LOOK;
        }
        styles->kinds[styles->n++] = (unsigned char)kind;
    }
    return true;
}

const XmlEvents xlsx_style_events = { .start = style_start, .end = xml_ignore_end, .text = xml_ignore_text };
