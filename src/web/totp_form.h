/* Setting up the second factor: the key is shown once, kept only after a code of it. */
#ifndef WEB_TOTP_FORM_H
#define WEB_TOTP_FORM_H

#include "store/account.h"
#include "web/page.h"

void totp_form(Ctx *ctx, Node *parent, Str action, const Account *account);
/* Of act(): keeps the key; recovery codes stand in a cookie of ten minutes for the page that shows them once. next: where «дальше» leads then. */
bool totp_form_done(Ctx *ctx, Str next, Err *err);

#endif
