/* A form that came too late: after sign-out, after the session was over, after somebody else signed in here. What was typed is not lost. */
#ifndef WEB_STALE_FORM_H
#define WEB_STALE_FORM_H

#include "web/answer.h"

/* Whether the browser itself says that the form was sent from our pages: only then is it shown again; a foreign site gets a refusal. */
bool stale_form_is_ours(const Request *request);
/* The page in place of a refusal: what was typed, a button that sends it again, and, for who is not signed in, a way to sign in beside it. */
void stale_form_answer(Ctx *ctx, int status, const Err *why, Reply *reply);

#endif
