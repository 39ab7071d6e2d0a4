/* Texts of a request: percent-encoding, «a=1&b=2», cookies. All refuse NUL, malformed UTF-8 and «%» without two hexadecimal digits. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/http.h"

/* plus: «+» is a space, as in queries and forms. out is raw itself when nothing was encoded. false: malformed. */
bool form_decode(Str raw, bool plus, Arena *arena, Str *out);
/* Pairs in their order; a name without «=» has an empty value, empty pieces are left out. ERR_INPUT malformed, ERR_LIMIT more than most. */
bool form_pairs(Str raw, uint32_t most, Arena *arena, const Pair **out, uint32_t *n_out, Err *err);
/* Of a Cookie header; prefix («__Host-» or empty) is required and taken off, other cookies are left out. Malformed ones are left out too:
 * a neighbour's cookie must not lock anybody out. At most LIMIT_COOKIES. */
void form_cookies(Str header, Str prefix, Arena *arena, const Pair **out, uint32_t *n_out);
/* «отчёт 2.xlsx» as the end of a Content-Disposition: filename="_____ 2.xlsx"; filename*=UTF-8''%D0… (RFC 6266, 8187). */
Str form_disposition(Str name, Arena *arena);
/* A Location: bytes that may not stand in a header are percent-encoded. */
Str form_location(Str address, Arena *arena);

#endif
