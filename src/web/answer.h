/* A document or a failure → bytes of a reply. */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include "web/page.h"
#include "web/route.h"

int answer_status(ErrCode code);
/* The document in the wanted format. status: of HTML; twins are always 200. */
void answer_doc(Ctx *ctx, Format format, int status, Reply *reply);
/* A page that says what failed and what to do; JSON for those who asked for it. */
void answer_failure(Ctx *ctx, Format format, int status, const Err *why, Reply *reply);
/* 303. words (may be empty) are shown once on the next page. */
void answer_redirect(Ctx *ctx, Str address, Str words, Reply *reply);
/* Words left by answer_redirect() for this page; taken away from the browser by the same reply. */
Str answer_flash(Ctx *ctx, Reply *reply);

#endif
