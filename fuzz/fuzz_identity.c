/* What comes from outside at the door: identity tokens with their keys, a provider's answers, one-time codes, keys of the second factor, lists of organisations. */
#include <stddef.h>
#include <stdint.h>

#include "base/secret.h"
#include "base/utf8.h"
#include "flow/oidc_.h"
#include "flow/password.h"
#include "flow/totp.h"
#include "intake/org_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_written(Str text, Arena *arena)
{
    Str read, code = secret_code_read(text, arena);
    BUG_ON(code.n > 0 && (code.n != 19 || !str_eq(secret_code_read(code, arena), code)));
    if (secret_base64url_read(text, arena, &read)) BUG_ON(!str_eq(secret_base64url(read, arena), text));
    if (secret_base32_read(text, arena, &read)) {
        Str again;
        BUG_ON(!secret_base32_read(secret_base32(read, arena), arena, &again) || !str_eq(again, read));
        int64_t step = totp_step_of(read, str_slice(text, 0, text.n < 7 ? text.n : 7), 1000000);
        BUG_ON(step != 0 && (step < 33332 || step > 33334));
    }
}

/* First line a token, the rest its keys. */
static void check_token(Str text, Arena *arena)
{
    const char *end = memchr(text.at, '\n', text.n);
    Str token = end == NULL ? text : str_slice(text, 0, (size_t)(end - text.at)), keys = end == NULL ? STR_EMPTY : str_slice(text, (size_t)(end - text.at) + 1, text.n), subject;
    OidcExpect expect = { .issuer = STR("https://id"), .client = STR("merilo"), .nonce = STR("n1"), .now = 1100 };
    OidcMeta meta;
    Err err = { 0 };
    bool believed = oidc_token_check(token, keys, &expect, arena, &subject, &err);
    BUG_ON(believed ? !str_starts(subject, STR("https://id ")) : err.code != ERR_DENIED);
    if (oidc_meta_read(keys, STR("https://id"), arena, &meta, &err)) BUG_ON(!oidc_address_fits(meta.token) || !oidc_address_fits(meta.keys) || !oidc_address_fits(meta.authorization));
    if (oidc_token_of(keys, arena, &subject, &err)) BUG_ON(subject.n == 0);
}

static void check_list(Str text, Arena *arena)
{
    OrgListRow *rows;
    uint32_t n_rows;
    Err err = { 0 };
    if (!intake_org_list(text, arena, &rows, &n_rows, &err)) {
        BUG_ON(err.code == ERR_NONE || err.what[0] == '\0');
        return;
    }
    for (uint32_t i = 0; i < n_rows; i++) BUG_ON(rows[i].row == 0 || rows[i].code.n + rows[i].name.n + rows[i].class_label.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)1 << 30);
    Str text = arena_str(arena, (Str){ (const char *)bytes, n });
    Err err = { 0 };
    check_written(text, arena);
    check_token(text, arena);
    check_list(text, arena);
    BUG_ON(password_check(text, STR("login"), &err) && (!utf8_valid(text) || utf8_length(text) < 10));
    arena_free(arena);
    return 0;
}
