/* A field «какая это работа»: works of the region whose results are forms; olympiads and contests are not. */
#ifndef WEB_PROCEDURE_FIELD_H
#define WEB_PROCEDURE_FIELD_H

#include "web/page.h"

/* name «procedure»; its first choice, empty, is what the file says. label and hint are the caller's. */
bool procedure_field(Ctx *ctx, Str chosen, Field *out, Err *err);

#endif
