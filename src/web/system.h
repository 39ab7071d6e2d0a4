/* What pages of the system share. */
#ifndef WEB_SYSTEM_H
#define WEB_SYSTEM_H

#include "flow/doctor.h"
#include "web/page.h"

/* Page.org_of: the root, because copies and settings are of the whole database. */
bool system_root(Ctx *ctx, Str *path, Err *err);
void system_tabs(Ctx *ctx, const char *current);
/* As seen from this request. */
void system_findings(Ctx *ctx, const DoctorFinding **out, uint32_t *n);

#endif
