/* Inside store/: what tables of words share. */
#ifndef STORE_SEARCH__H
#define STORE_SEARCH__H

#include "store/db.h"

enum { SEARCH_WORDS = 6 };

/* The same words, the one that stands in fewest places first, the rest of out empty: a search walks the places of the first one only. count: «:word», «:most» → how many, most at most.
 * n_words is 1 at least; more than SEARCH_WORDS are left out. */
bool search_rarest_first(DbRead *db, const Sql *count, int64_t region_id, uint32_t n_words, const Str *words, Str out[SEARCH_WORDS], Err *err);

#endif
