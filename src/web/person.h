/* A person of the address «/people/:person…». */
#ifndef WEB_PERSON_H
#define WEB_PERSON_H

#include "store/account.h"
#include "web/page.h"

#define PERSON_PARAM { .name = "person", .kind = PARAM_INT, .title = "номер человека", .min = 1, .max = 1000000000 }

bool person_of(Ctx *ctx, Account *account, Err *err);
/* Page.org_of: the organisation of the first of that person's grants over which the page's right is held; a person nobody here may see is not there. */
bool person_org(Ctx *ctx, Str *path, Err *err);
/* Everything kept about a person, for the person and for those who must hand it out (152-ФЗ). */
bool person_data(Ctx *ctx, const Account *account, Err *err);

#endif
