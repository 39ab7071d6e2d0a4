/* The order in which a Russian reads names: a key of bytes, so that both databases and memcmp() order alike. */
#ifndef BASE_TEXT_KEY_H
#define BASE_TEXT_KEY_H

#include "base/arena.h"

/* Key of a line of text: a stands before b when key(a) < key(b) as bytes (str_cmp). Spaces, then signs, numbers by value («№ 2» before «№ 10»), Cyrillic, Latin,
 * everything else; ё with е and case only where nothing else differs. The order of CLDR for Russian with numeric collation (a test compares it with ICU)
 * for ASCII, Cyrillic and the signs of Russian typography; other writing goes by code point. Changing it means new keys in every database: a migration.
 * cost     O(n); at most about 5 bytes a character */
Str text_sort_key(Str text, Arena *arena);

#endif
