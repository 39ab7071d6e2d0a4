/* An analytical note: only its advice is to be done; conclusions say what is, and whoever signed it is no term. */
#include "base/utf8.h"
#include "intake/plan/prose_.h"
#include "intake/plan/read_.h"

enum { HEAD_PARAS = 12 /* of the organisation over the name of the paper */, NO_BLOCK = -1 };

static Str folded(const SourceDoc *doc, uint32_t i, Arena *arena) { return doc->blocks[i].kind == DOC_PARA ? str_trim(prose_fold(arena, doc->blocks[i].para.text)) : STR_EMPTY; }

static bool is_note(const SourceDoc *doc, Arena *arena)
{
    for (uint32_t i = 0; i < doc->n_blocks && i < HEAD_PARAS; i++) {
        Str words = folded(doc, i, arena);
        if (str_eq(words, STR("аналитическая справка")) || str_eq(words, STR("справка"))) return true;
    }
    return false;
}

/* The last heading of advice; NO_BLOCK: none. */
static int64_t advice_at(const SourceDoc *doc, Arena *arena)
{
    int64_t at = NO_BLOCK;
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        Str words = folded(doc, i, arena);
        if (str_eq(words, STR("рекомендации")) || str_eq(words, STR("рекомендации:")) || str_eq(words, STR("предложения")) || str_eq(words, STR("предложения:"))) at = i;
    }
    return at;
}

static bool is_numbered(const DocPara *para) { return para->label.n > 0 || (para->text.n > 0 && para->text.at[0] >= '0' && para->text.at[0] <= '9'); }

const SourceDoc *note_advice(const SourceDoc *doc, Arena *arena)
{
    int64_t at = is_note(doc, arena) ? advice_at(doc, arena) : NO_BLOCK;
    if (at == NO_BLOCK) return doc;
    DocBlock *blocks = arena_array(arena, DocBlock, doc->n_blocks);
    uint32_t n = 0;
    bool numbered = false;
    for (uint32_t i = 0; i < (uint32_t)at && i < HEAD_PARAS; i++) {
        if (doc->blocks[i].kind != DOC_PARA || doc->blocks[i].para.heading > 0) continue;
        blocks[n++] = doc->blocks[i];
        if (prose_starts(folded(doc, i, arena), "о результатах|об итогах|по итогам|по результатам|о ")) break;
    }
    for (uint32_t i = (uint32_t)at + 1; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind == DOC_TABLE) return doc; /* a plan is its annex */
    for (uint32_t i = (uint32_t)at + 1; i < doc->n_blocks; i++) {
        if (doc->blocks[i].kind != DOC_PARA) break;
        if (numbered && !is_numbered(&doc->blocks[i].para)) break; /* who signed */
        numbered = numbered || is_numbered(&doc->blocks[i].para);
        blocks[n++] = doc->blocks[i];
    }
    if (!numbered) return doc;
    SourceDoc *out = arena_one(arena, SourceDoc);
    *out = *doc;
    out->n_blocks = n, out->blocks = blocks;
    return out;
}
