#include "flow/totp.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "base/percent.h"

enum { STEP_S = 30, DIGITS = 6 };

uint32_t totp_at(Str secret, int64_t step, int digits)
{
    unsigned char message[8], mac[20];
    for (int i = 0; i < 8; i++) message[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    BUG_ON(gnutls_hmac_fast(GNUTLS_MAC_SHA1, secret.at, secret.n, message, sizeof message, mac) != 0);
    unsigned at = mac[19] & 15u; /* dynamic truncation */
    uint32_t value = (uint32_t)(mac[at] & 127u) << 24 | (uint32_t)mac[at + 1] << 16 | (uint32_t)mac[at + 2] << 8 | mac[at + 3];
    uint32_t modulus = 1;
    for (int i = 0; i < digits; i++) modulus *= 10;
    return value % modulus;
}

int64_t totp_step_of(Str secret, Str code, int64_t now)
{
    long long typed;
    char digits[DIGITS];
    int n = 0;
    for (size_t i = 0; i < code.n; i++) { /* «123 456» */
        if (code.at[i] == ' ') continue;
        if (n == DIGITS) return 0;
        digits[n++] = code.at[i];
    }
    if (n != DIGITS || !str_to_int((Str){ digits, DIGITS }, &typed)) return 0;
    int64_t step = now / STEP_S;
    for (int64_t s = step - 1; s <= step + 1; s++)
        if (totp_at(secret, s, DIGITS) == (uint32_t)typed) return s;
    return 0;
}

Str totp_address(Str secret_base32, Str login, Arena *arena)
{
    return arena_printf(arena, "otpauth://totp/Merilo:%.*s?secret=%.*s&issuer=Merilo", STR_ARG(percent_encode(arena, login)), STR_ARG(secret_base32));
}
