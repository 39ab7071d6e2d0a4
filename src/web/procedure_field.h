/* A field «какая это работа»: works of the region whose results are forms; olympiads and contests are not. */
#ifndef WEB_PROCEDURE_FIELD_H
#define WEB_PROCEDURE_FIELD_H

#include "web/page.h"

/* name «procedure»; its first choice is empty and called none: «как сказано в файле». label and hint are the caller's. */
bool procedure_field(Ctx *ctx, Str chosen, const char *none, Field *out, Err *err);

#endif
