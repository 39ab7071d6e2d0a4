/* Forms of pages, field by field: what was typed stays, what is wrong is said at the top. */
#ifndef WEB_ASK_H
#define WEB_ASK_H

#include "web/page.h"

enum { ASK_FIELDS = 64 /* the settings have some thirty */, ASK_BUTTONS = 3 };
typedef struct Ask { Ctx *ctx; InputForm form; Field fields[ASK_FIELDS]; FormButton buttons[ASK_BUTTONS]; } Ask;

Ask *ask_new(Ctx *ctx, Str action);
/* value: what stands there before anything was typed; passwords are never given back. The field is the caller's to describe further. */
Field *ask_field(Ask *ask, FieldKind kind, const char *name, const char *label, Str value);
/* For FIELD_SELECT and FIELD_RADIO. */
void ask_options(Field *field, uint32_t n, const FieldOption *options);
void ask_button(Ask *ask, const char *title, bool primary);
/* Into the document; the failure of act() is said by it. */
Node *ask_end(Ask *ask, Node *parent);
/* A button that posts by itself: «Закрыть вход». */
Button *ask_post(Ctx *ctx, Str action, const char *title, uint32_t n_pairs, const DocPair *pairs);
/* A link to another page under the form. */
void ask_links(Ctx *ctx, Node *parent, uint32_t n, ...); /* pairs: const char *title, Str href */

#endif
