/* One-time codes of RFC 6238: SHA-1, 30 seconds, six digits, as every application on a telephone has them. */
#ifndef FLOW_TOTP_H
#define FLOW_TOTP_H

#include <stdint.h>

#include "base/arena.h"

/* HOTP (RFC 4226) of a counter; digits 6..8 */
uint32_t totp_at(Str secret, int64_t step, int digits);
/* The step that this code is of: now, one before, one after (clocks of telephones); 0: none. */
int64_t totp_step_of(Str secret, Str code, int64_t now);
/* otpauth://totp/… for the application. */
Str totp_address(Str secret_base32, Str login, Arena *arena);

#endif
