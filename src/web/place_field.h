/* Fields «роль» and «организация» of those who invite: only what this person may give. */
#ifndef WEB_PLACE_FIELD_H
#define WEB_PLACE_FIELD_H

#include "web/ask.h"

/* Roles that this person may give somewhere below ctx->org. */
void place_role_field(Ask *ask, Str chosen);
/* Organisations below path: a list, or a field for the code where a list would be too long. */
bool place_org_field(Ask *ask, Str path, Str chosen, Err *err);

#endif
