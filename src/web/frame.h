/* The frame of a page: what stands around every document for this person. */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H

#include "publish/frame.h"
#include "web/page.h"

/* Never fails: what cannot be read is left out. bare: sign-in and pages of failures for those who are not signed in. */
void frame_fill(Ctx *ctx, DocFrame *out);
/* Settings of sight from their cookie; anything malformed means the plain look. */
void frame_sight(const Request *request, DocFrame *out);

#endif
