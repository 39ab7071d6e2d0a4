/* An identity token is believed only when it is of our provider, for us, now, for this sign-in, and signed by a key that may sign. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "base/secret.h"
#include "flow/oidc_.h"

#define CLAIMS "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}"
#define RS256  "{\"alg\":\"RS256\",\"kid\":\"k\"}"
#define ES256  "{\"alg\":\"ES256\",\"kid\":\"k\"}"

typedef struct Signer { gnutls_privkey_t key; bool ecdsa; Str keys; } Signer;

static Str of(gnutls_datum_t d) { return (Str){ (const char *)d.data, d.size }; }

static Str trimmed(Str number) /* DER puts a zero before a high bit */
{
    while (number.n > 0 && number.at[0] == 0) number = str_slice(number, 1, number.n);
    return number;
}

static Str half(Str number, Arena *arena)
{
    char *out = arena_alloc(arena, 32);
    number = trimmed(number);
    memcpy(out + 32 - number.n, number.at, number.n);
    return (Str){ out, 32 };
}

static Signer signer(bool ecdsa, unsigned bits, const char *kid, const char *use, Arena *arena)
{
    Signer out = { .ecdsa = ecdsa };
    gnutls_datum_t a, b;
    gnutls_privkey_init(&out.key);
    if (ecdsa) {
        assert_int_equal(gnutls_privkey_generate(out.key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0), 0);
        gnutls_ecc_curve_t curve;
        gnutls_datum_t secret;
        assert_int_equal(gnutls_privkey_export_ecc_raw(out.key, &curve, &a, &b, &secret), 0);
        out.keys = arena_printf(arena, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"},{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"%s\",\"use\":\"%s\",\"x\":\"%.*s\",\"y\":\"%.*s\"}]}", kid, use,
            STR_ARG(secret_base64url(half(of(a), arena), arena)), STR_ARG(secret_base64url(half(of(b), arena), arena)));
        gnutls_free(secret.data);
    } else {
        assert_int_equal(gnutls_privkey_generate(out.key, GNUTLS_PK_RSA, bits, 0), 0);
        gnutls_datum_t rest[6];
        assert_int_equal(gnutls_privkey_export_rsa_raw(out.key, &a, &b, &rest[0], &rest[1], &rest[2], &rest[3], &rest[4], &rest[5]), 0);
        out.keys = arena_printf(arena, "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"%s\",\"use\":\"%s\",\"n\":\"%.*s\",\"e\":\"%.*s\"}]}", kid, use,
            STR_ARG(secret_base64url(trimmed(of(a)), arena)), STR_ARG(secret_base64url(trimmed(of(b)), arena)));
        for (int i = 0; i < 6; i++) gnutls_free(rest[i].data);
    }
    gnutls_free(a.data), gnutls_free(b.data);
    return out;
}

static Str sign(const Signer *by, const char *header, const char *claims, Arena *arena)
{
    Str text = arena_printf(arena, "%.*s.%.*s", STR_ARG(secret_base64url(str_of(header), arena)), STR_ARG(secret_base64url(str_of(claims), arena)));
    gnutls_datum_t data = { (unsigned char *)(uintptr_t)text.at, (unsigned)text.n }, signature, r, s;
    assert_int_equal(gnutls_privkey_sign_data2(by->key, by->ecdsa ? GNUTLS_SIGN_ECDSA_SHA256 : GNUTLS_SIGN_RSA_SHA256, 0, &data, &signature), 0);
    Str raw = of(signature);
    if (by->ecdsa) {
        assert_int_equal(gnutls_decode_rs_value(&signature, &r, &s), 0);
        raw = arena_str(arena, half(of(r), arena));
        char *both = arena_alloc(arena, 64);
        memcpy(both, half(of(r), arena).at, 32);
        memcpy(both + 32, half(of(s), arena).at, 32);
        raw = (Str){ both, 64 };
    }
    Str token = arena_printf(arena, "%.*s.%.*s", STR_ARG(text), STR_ARG(secret_base64url(raw, arena)));
    gnutls_free(signature.data);
    if (by->ecdsa) gnutls_free(r.data), gnutls_free(s.data);
    return token;
}

static bool believed(Str token, Str keys, Arena *arena, Str *subject)
{
    OidcExpect expect = { .issuer = STR("https://id"), .client = STR("merilo"), .nonce = STR("n1"), .now = 1100 };
    Err err = { 0 };
    bool done = oidc_token_check(token, keys, &expect, arena, subject, &err);
    if (!done) assert_int_equal(err.code, ERR_DENIED);
    return done;
}

static void rightly_signed_tokens_are_believed(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Signer rsa = signer(false, 2048, "k", "sig", arena), ec = signer(true, 0, "k", "sig", arena);
    Str subject;
    assert_true(believed(sign(&rsa, RS256, CLAIMS, arena), rsa.keys, arena, &subject));
    assert_true(str_eq(subject, STR("https://id u1")));
    for (int i = 0; i < 20; i++) assert_true(believed(sign(&ec, ES256, CLAIMS, arena), ec.keys, arena, &subject)); /* halves of the signature may begin with zeros */
    static const char *const fine[] = { "{\"iss\":\"https://id\",\"aud\":[\"merilo\"],\"sub\":\"u1\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":[\"x\",\"merilo\"],\"azp\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1150,\"exp\":1050,\"nonce\":\"n1\"}" /* clocks a minute apart */ };
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) assert_true(believed(sign(&rsa, RS256, fine[i], arena), rsa.keys, arena, &subject));
    assert_true(believed(sign(&rsa, "{\"alg\":\"RS256\"}", CLAIMS, arena), rsa.keys, arena, &subject)); /* no name of a key: any of them */
    gnutls_privkey_deinit(rsa.key), gnutls_privkey_deinit(ec.key);
    arena_free(arena);
}

static void everything_else_is_not(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Signer rsa = signer(false, 2048, "k", "sig", arena), other = signer(false, 2048, "k", "sig", arena), weak = signer(false, 1024, "k", "sig", arena), enc = signer(false, 2048, "k", "enc", arena),
           ec = signer(true, 0, "k", "sig", arena);
    static const char *const claims[] = {
        "{\"iss\":\"https://evil\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id/\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":\"other\",\"sub\":\"u1\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":[\"x\",\"merilo\"],\"sub\":\"u1\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"sub\":\"u1\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"exp\":1040,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"exp\":\"1300\",\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1200,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"nbf\":1200,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n2\"}",
        "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"exp\":1300}",
        "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":7,\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}",
        "{\"iss\":\"https://id\",\"iss\":\"https://id\",\"aud\":\"merilo\",\"sub\":\"u1\",\"iat\":1000,\"exp\":1300,\"nonce\":\"n1\"}", /* said twice */
        "[]", "null", "{}", "", "{",
    };
    Str subject;
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
        if (believed(sign(&rsa, RS256, claims[i], arena), rsa.keys, arena, &subject)) fail_msg("%s", claims[i]);
    static const char *const headers[] = { "{\"alg\":\"none\"}", "{\"alg\":\"HS256\",\"kid\":\"k\"}", "{\"alg\":\"RS512\",\"kid\":\"k\"}", "{\"alg\":\"ES256\",\"kid\":\"k\"}", "{\"alg\":\"RS256\",\"kid\":\"k2\"}", "{\"kid\":\"k\"}", "{}", "x" };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (believed(sign(&rsa, headers[i], CLAIMS, arena), rsa.keys, arena, &subject)) fail_msg("%s", headers[i]);
    assert_false(believed(sign(&other, RS256, CLAIMS, arena), rsa.keys, arena, &subject)); /* a foreign key of the same name */
    assert_false(believed(sign(&weak, RS256, CLAIMS, arena), weak.keys, arena, &subject)); /* too short a key */
    assert_false(believed(sign(&enc, RS256, CLAIMS, arena), enc.keys, arena, &subject));   /* a key for something else */
    assert_false(believed(sign(&ec, RS256, CLAIMS, arena), ec.keys, arena, &subject));     /* the kind of the key is the key's */
    assert_false(believed(sign(&rsa, RS256, CLAIMS, arena), STR("{\"keys\":[]}"), arena, &subject));
    assert_false(believed(sign(&rsa, RS256, CLAIMS, arena), STR("not json"), arena, &subject));
    /* Every cut and every changed byte. */
    Str token = sign(&ec, ES256, CLAIMS, arena);
    for (size_t n = 0; n < token.n; n++)
        if (believed(str_slice(token, 0, n), ec.keys, arena, &subject)) fail_msg("%zu bytes of %zu", n, token.n);
    for (size_t i = 0; i < token.n; i++) {
        char *changed = arena_alloc(arena, token.n);
        memcpy(changed, token.at, token.n);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        if (believed((Str){ changed, token.n }, ec.keys, arena, &subject)) fail_msg("byte %zu", i);
    }
    const Signer *const all[] = { &rsa, &other, &weak, &enc, &ec };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) gnutls_privkey_deinit(all[i]->key);
    arena_free(arena);
}

static void addresses(void **state)
{
    (void)state;
    static const char *const good[] = { "https://id.example.ru/x", "http://127.0.0.1:8080/x", "http://localhost/x" };
    static const char *const bad[] = { "", "https://", "http://id.example.ru/", "http://127.0.0.1.evil.example/", "http://localhost.evil/", "file:///etc/passwd", "https://a b", "https://a\nHost: b", "ftp://id", "gopher://127.0.0.1:25/" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(oidc_address_fits(str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(oidc_address_fits(str_of(bad[i])));
    Arena *arena = arena_new(0);
    OidcMeta meta;
    Err err;
    Str fine = STR("{\"issuer\":\"https://id\",\"authorization_endpoint\":\"https://id/a\",\"token_endpoint\":\"https://id/t\",\"jwks_uri\":\"https://id/k\"}");
    assert_true(oidc_meta_read(fine, STR("https://id"), arena, &meta, &err));
    assert_false(oidc_meta_read(fine, STR("https://id/"), arena, &meta, &err));
    assert_false(oidc_meta_read(STR("{\"issuer\":\"https://id\",\"authorization_endpoint\":\"https://id/a\",\"token_endpoint\":\"http://10.0.0.1/t\",\"jwks_uri\":\"https://id/k\"}"), STR("https://id"), arena, &meta, &err));
    assert_false(oidc_meta_read(STR("x"), STR("https://id"), arena, &meta, &err));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(rightly_signed_tokens_are_believed), cmocka_unit_test(everything_else_is_not), cmocka_unit_test(addresses) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
