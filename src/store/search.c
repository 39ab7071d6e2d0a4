#include "store/search.h"

#include <stdarg.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "store/search_.h"

Str search_text(Arena *arena, uint32_t n, ...)
{
    Buf buf;
    buf_init(&buf, 0);
    va_list parts;
    va_start(parts, n);
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) buf_add_char(&buf, ' ');
        buf_add(&buf, va_arg(parts, Str));
    }
    va_end(parts);
    Str out = utf8_fold(arena, buf_str(&buf));
    out = arena_str(arena, out);
    buf_free(&buf);
    return out;
}

Str search_pattern(Str words, Arena *arena)
{
    Str folded = utf8_fold(arena, words);
    char *pattern = arena_alloc(arena, 2 * folded.n + 3);
    size_t n = 0;
    pattern[n++] = '%';
    for (size_t i = 0; i < folded.n; i++) {
        if (strchr("%_!", folded.at[i]) != NULL) pattern[n++] = '!';
        pattern[n++] = folded.at[i];
    }
    pattern[n++] = '%';
    return (Str){ pattern, n };
}

bool search_rarest_first(DbRead *db, const Sql *count, int64_t region_id, uint32_t n_words, const Str *words, Str out[SEARCH_WORDS], Err *err)
{
    enum { COMMON = 1000 }; /* beyond it no word is rare */
    int64_t least = COMMON + 1;
    for (uint32_t i = 0; i < SEARCH_WORDS; i++) out[i] = i < n_words ? words[i] : STR_EMPTY;
    for (uint32_t i = 0; i < n_words && i < SEARCH_WORDS && n_words > 1; i++) {
        bool found;
        int64_t places = 0;
        DbRows *rows = db_one(db, count, DB_ARGS(DB_INT("region", region_id), DB_TEXT("word", words[i]), DB_INT("most", COMMON)), &found, err);
        if (rows != NULL && found) places = db_int(rows, 0);
        if (!db_end(rows, err)) return false;
        if (places >= least) continue;
        least = places;
        out[i] = out[0]; /* stands where the rarest stood; order of the others is no matter */
        out[0] = words[i];
    }
    return true;
}
