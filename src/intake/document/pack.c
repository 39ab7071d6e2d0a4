#include "intake/document/pack_.h"

#include <stdio.h>

#include "base/utf8.h"
#include "intake/document/build_.h"
#include "intake/document/hint_.h"

/* A record is its letter, numbers of four bytes and texts with their length: «P» paragraph, «S» sheet, «N» new page, «T» table, «R» row, «C» cell,
 * «c» its end, «t» end of the table (inside a cell too), «W» warning, «E» the end. */
enum { BOLD = 1, CENTRED = 2 };

static void put_number(Buf *buf, uint32_t value) { buf_add(buf, (Str){ (const char *)&value, sizeof value }); }

static void put_text(Buf *buf, Str text)
{
    put_number(buf, (uint32_t)text.n);
    buf_add(buf, text);
}

static void put_para(Buf *buf, char kind, const DocPara *para)
{
    buf_add_char(buf, kind);
    put_number(buf, (para->bold ? BOLD : 0u) | (para->centred ? CENTRED : 0u));
    put_number(buf, para->level);
    put_number(buf, para->heading);
    put_number(buf, para->line);
    put_text(buf, para->label);
    put_text(buf, para->text);
}

static void put_cell(Buf *buf, const DocCell *cell);

static void put_table(Buf *buf, const DocTable *table)
{
    buf_add_char(buf, 'T');
    for (uint32_t r = 0; r < table->n_rows; r++) {
        const DocRow *row = &table->rows[r];
        buf_add_char(buf, 'R');
        put_number(buf, row->line);
        put_number(buf, row->is_head);
        for (uint32_t c = 0; c < row->n_cells; c++) put_cell(buf, &row->cells[c]);
    }
    buf_add_char(buf, 't');
}

static void put_cell(Buf *buf, const DocCell *cell)
{
    uint32_t i_table = 0;
    buf_add_char(buf, 'C');
    put_number(buf, cell->column);
    put_number(buf, cell->col_span);
    put_number(buf, cell->row_span);
    for (uint32_t p = 0; p <= cell->n_paras; p++) {
        while (i_table < cell->n_tables && cell->tables[i_table].after == p) put_table(buf, &cell->tables[i_table++]);
        if (p < cell->n_paras) put_para(buf, 'P', &cell->paras[p]);
    }
    buf_add_char(buf, 'c');
}

void doc_pack(Buf *buf, const SourceDoc *doc)
{
    put_number(buf, doc->n_pictures);
    put_number(buf, doc->n_deleted);
    for (uint32_t i = 0; i < doc->n_warnings; i++) {
        buf_add_char(buf, 'W');
        put_text(buf, doc->warnings[i]);
    }
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const DocBlock *block = &doc->blocks[i];
        if (block->kind == DOC_PARA) put_para(buf, 'P', &block->para);
        else if (block->kind == DOC_SHEET) put_para(buf, 'S', &block->para);
        else if (block->kind == DOC_PAGE) buf_add_char(buf, 'N');
        else put_table(buf, &block->table);
    }
    buf_add_char(buf, 'E');
}

typedef struct Unpack { Str bytes; size_t at; bool bad; } Unpack;

static uint32_t number(Unpack *in)
{
    uint32_t value = 0;
    if (in->bytes.n - in->at < sizeof value) in->bad = true;
    if (in->bad) return 0;
    memcpy(&value, in->bytes.at + in->at, sizeof value);
    in->at += sizeof value;
    return value;
}

static Str text(Unpack *in)
{
    uint32_t n = number(in);
    if (in->bytes.n - in->at < n) in->bad = true;
    if (in->bad) return STR_EMPTY;
    in->at += n;
    return (Str){ in->bytes.at + in->at - n, n };
}

static void para(Unpack *in, DocBuild *build, char kind)
{
    uint32_t flags = number(in), level = number(in), heading = number(in), line = number(in);
    Str label = text(in), words = text(in);
    if (in->bad) return;
    if (kind == 'S') {
        build_sheet(build, words);
        return;
    }
    build_text(build, words, (flags & BOLD) != 0);
    build_para(build, &(DocPara){ .label = label, .level = (uint8_t)level, .heading = (uint8_t)(heading <= 6 ? heading : 6), .centred = (flags & CENTRED) != 0, .line = line });
}

bool doc_unpack(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    Unpack in = { .bytes = bytes };
    DocBuild *build = build_new(arena, out, err);
    out->n_pictures = number(&in);
    out->n_deleted = number(&in);
    bool ended = false;
    while (!in.bad && !ended && build_ok(build) && in.at < bytes.n) {
        char kind = bytes.at[in.at++];
        switch (kind) {
        case 'W': build_warn(build, text(&in)); break;
        case 'P':
        case 'S': para(&in, build, kind); break;
        case 'N': build_page(build); break;
        case 'T': build_table(build); break;
        case 'R': {
            uint32_t line = number(&in), is_head = number(&in);
            build_row(build, line, is_head != 0);
            break;
        }
        case 'C': {
            uint32_t column = number(&in), col_span = number(&in), row_span = number(&in);
            build_cell(build, column, col_span, row_span);
            break;
        }
        case 'c': build_cell_end(build); break;
        case 't': build_table_end(build); break;
        case 'E': ended = true; break;
        default: in.bad = true;
        }
    }
    if (!build_ok(build)) return false;
    return ended && !in.bad && build_finish(build);
}

static const struct { char letter; ErrCode code; } failures[] = { { 'i', ERR_INPUT }, { 'l', ERR_LIMIT }, { 'o', ERR_IO } };

void doc_pack_answer(Buf *buf, bool read, const SourceDoc *doc, const Err *err)
{
    char letter = 'i';
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (err->code == failures[i].code) letter = failures[i].letter;
    buf_add_char(buf, read ? 'd' : letter);
    if (read) {
        doc_pack(buf, doc);
        return;
    }
    buf_add(buf, (Str){ err->what, sizeof err->what });
    buf_add(buf, (Str){ err->hint, sizeof err->hint });
    buf_add(buf, (Str){ err->detail, sizeof err->detail });
}

/* Words of a failure; false when the bytes are none: a captured child could say anything, and people will read it. */
static bool failure(char letter, Str words, Err *err)
{
    static const Err size;
    char what[sizeof size.what], hint[sizeof size.hint], detail[sizeof size.detail];
    if (words.n != sizeof what + sizeof hint + sizeof detail) return false;
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        if (letter != failures[i].letter) continue;
        snprintf(what, sizeof what, "%.*s", (int)sizeof what - 1, words.at);
        snprintf(hint, sizeof hint, "%.*s", (int)sizeof hint - 1, words.at + sizeof what);
        snprintf(detail, sizeof detail, "%.*s", (int)sizeof detail - 1, words.at + sizeof what + sizeof hint);
        if (what[0] == '\0' || !utf8_valid(str_of(what)) || !utf8_valid(str_of(hint)) || !utf8_valid(str_of(detail))) return false;
        err_set(err, failures[i].code, hint, "%s", what);
        err_detail(err, "%s", detail);
        return true;
    }
    return false;
}

bool doc_unpack_answer(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    Str words = str_slice(bytes, 1, bytes.n);
    Err heard = { 0 }, *target = err != NULL ? err : &heard;
    if (bytes.n > 0 && bytes.at[0] == 'd') {
        target->code = ERR_NONE;
        if (doc_unpack(words, arena, out, target)) return true;
        if (target->code != ERR_NONE) return false;
    } else if (bytes.n > 0 && failure(bytes.at[0], words, err)) {
        return false;
    }
    return err_set(err, ERR_INPUT, HINT_SAVE_DOCX, "Файл не читается: он повреждён или сделан так, что программа чтения на нём падает.");
}
