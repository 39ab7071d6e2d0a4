/* The form of a record: made of its register, read back into values. */
#ifndef WEB_RECORD_FORM_H
#define WEB_RECORD_FORM_H

#include "web/record_part.h"

/* What was typed. Fields that this person does not see keep what stands in kept (NULL: empty). */
RecordData *record_form_read(Ctx *ctx, const RecordType *type, Str org_path, const RecordData *kept);

/* action, button: where it is sent and how the button is called. org: whose record. data: what stands in the fields. n_blank: empty rows under each list.
 * complaints: shown at their fields; NULL: none. last: one more field behind the register's own; NULL: none */
typedef struct RecordForm { Str action; const char *button; const Org *org; RecordData *data; uint32_t revision, n_blank; bool restricted; uint32_t n_complaints; const RecordComplaint *complaints; const Field *last; } RecordForm;
bool record_form_show(Ctx *ctx, Node *parent, const RecordForm *form, Err *err);

#endif
