/* Words of a record as the search knows them: stems of Russian words (Snowball), ё as е. */
#include <libstemmer.h>

#include "base/utf8.h"
#include "record/record_.h"

static bool is_word(uint32_t cp) { return cp != UTF8_BAD && ((cp >= '0' && cp <= '9') || utf8_lower(cp) != utf8_upper(cp)); }

static bool known(const Str *stems, uint32_t n, Str stem)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(stems[i], stem)) return true;
    return false;
}

void record_stems(Str text, uint32_t most, Arena *arena, uint32_t *n, const Str **out)
{
    enum { LONGEST = 120 }; /* bytes: a longer «word» is a string of signs */
    Str folded = utf8_fold(arena, text), *stems = arena_array(arena, Str, most + 1u);
    struct sb_stemmer *stemmer = sb_stemmer_new("russian", "UTF_8");
    BUG_ON(stemmer == NULL);
    *n = 0;
    for (size_t i = 0, from = 0, letters = 0; i <= folded.n && *n < most;) {
        size_t at = i;
        uint32_t cp = ' '; /* the end ends a word too */
        if (i < folded.n) cp = utf8_next(folded, &i);
        else i++;
        if (is_word(cp)) {
            if (letters++ == 0) from = at;
            continue;
        }
        Str word = str_slice(folded, from, at);
        if (letters >= 2 || (letters == 1 && word.at[0] >= '0' && word.at[0] <= '9')) {
            if (word.n > LONGEST) word = str_slice(word, 0, utf8_valid_prefix(str_slice(word, 0, LONGEST)));
            const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word.at, (int)word.n);
            Str kept = arena_str(arena, (Str){ (const char *)stem, (size_t)sb_stemmer_length(stemmer) });
            if (kept.n > 0 && !known(stems, *n, kept)) stems[(*n)++] = kept;
        }
        letters = 0;
    }
    sb_stemmer_delete(stemmer);
    *out = stems;
}

Str record_search_text(const RecordData *data, const RecordLook *look, Arena *arena)
{
    const RecordType *type = data->type;
    Buf buf;
    buf_init(&buf, 0);
    for (uint32_t i = 0; type->fields[i].name != NULL; i++) {
        if (!type->fields[i].search || type->fields[i].see != RIGHT_NONE) continue; /* what not everybody sees is not found by everybody either */
        buf_add(&buf, record_field_words(&type->fields[i], look, arena, data->values[i]));
        buf_add_char(&buf, '\n');
    }
    for (uint32_t i = 0; i < record_lists_n(type); i++)
        for (uint32_t r = 0; r < data->lists[i].n; r++)
            for (uint32_t c = 0; type->lists[i].fields[c].name != NULL; c++) {
                if (!type->lists[i].fields[c].search) continue;
                buf_add(&buf, data->lists[i].rows[r].cells[c]);
                buf_add_char(&buf, '\n');
            }
    Str out = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}

void record_facets(const RecordData *data, Arena *arena, uint32_t *n, const RecordFacet **out)
{
    const RecordField *fields = data->type->fields;
    uint32_t room = 1;
    for (uint32_t i = 0; fields[i].name != NULL; i++)
        for (size_t b = 0; fields[i].facet && b <= data->values[i].n; b++) room += b == data->values[i].n || data->values[i].at[b] == '\n';
    RecordFacet *facets = arena_array(arena, RecordFacet, room);
    *n = 0;
    for (uint32_t i = 0; fields[i].name != NULL; i++) {
        Str rest = fields[i].facet ? data->values[i] : STR_EMPTY;
        while (rest.n > 0) facets[(*n)++] = (RecordFacet){ &fields[i], record_cut(&rest, '\n') };
    }
    *out = facets;
}
