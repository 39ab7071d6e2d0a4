/* What a password must be: long, and not what everybody tries first. No rules about digits and capitals: they make passwords worse (NIST SP 800-63B). */
#ifndef FLOW_PASSWORD_H
#define FLOW_PASSWORD_H

#include "base/str.h"
#include "base/err.h"

/* fails  ERR_INPUT: in words what to change */
bool password_check(Str password, Str login, Err *err);

#endif
