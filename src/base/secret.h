/* Random secrets and how they are written. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/arena.h"

Str secret_bytes(Arena *arena, size_t n);
/* 32 random bytes in base64url: 43 characters. */
Str secret_token(Arena *arena);
/* 80 random bits as «K7QF-3MXP-9T2H-5WDN»: letters and digits that are not taken for one another, typed from paper. */
Str secret_code(Arena *arena);
/* As secret_code() writes it, whatever case, spaces and dashes a person typed; empty when it cannot be one. */
Str secret_code_read(Str typed, Arena *arena);

Str secret_base64url(Str bytes, Arena *arena);         /* without padding */
bool secret_base64url_read(Str text, Arena *arena, Str *bytes); /* false: malformed */
Str secret_base32(Str bytes, Arena *arena);            /* RFC 4648 without padding */
bool secret_base32_read(Str text, Arena *arena, Str *bytes); /* any case, spaces left out */
/* In time that does not depend on where they differ. */
bool secret_equal(Str a, Str b);

#endif
