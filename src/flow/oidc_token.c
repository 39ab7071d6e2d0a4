/* What a provider says is believed only when it is signed, and says what was asked for. */
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <jansson.h>

#include "base/secret.h"
#include "flow/oidc_.h"

enum { SKEW_S = 60, SHORTEST_RSA_BYTES = 256, ES256_HALF = 32 };

static json_t *parse(Str text)
{
    json_error_t ignored;
    return json_loadb(text.at, text.n, JSON_REJECT_DUPLICATES, &ignored);
}

/* A member that is text, else empty. Lives as long as the object. */
static Str text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? (Str){ json_string_value(value), json_string_length(value) } : STR_EMPTY;
}

static bool unfit(Err *err, const char *what) { return err_set(err, ERR_DENIED, "Попробуйте ещё раз; если не выйдет, сообщите администратору.", "Ответу внешней службы верить нельзя: %s.", what); }

bool oidc_meta_read(Str text, Str issuer, Arena *arena, OidcMeta *out, Err *err)
{
    json_t *json = parse(text);
    *out = (OidcMeta){ arena_str(arena, text_of(json, "issuer")), arena_str(arena, text_of(json, "authorization_endpoint")), arena_str(arena, text_of(json, "token_endpoint")),
        arena_str(arena, text_of(json, "jwks_uri")) };
    json_decref(json);
    bool fits = str_eq(out->issuer, issuer) && oidc_address_fits(out->authorization) && oidc_address_fits(out->token) && oidc_address_fits(out->keys);
    return fits || err_set(err, ERR_INPUT, "Проверьте адрес службы в настройках: он должен точно совпадать с тем, что служба говорит о себе.", "Сведения внешней службы входа не подходят.");
}

bool oidc_token_of(Str text, Arena *arena, Str *token, Err *err)
{
    json_t *json = parse(text);
    *token = arena_str(arena, text_of(json, "id_token"));
    json_decref(json);
    return token->n > 0 || err_set(err, ERR_INPUT, "Попробуйте ещё раз.", "Внешняя служба не сказала, кто вошёл.");
}

/* ---- signature ---- */

typedef struct Parts { Str header, claims, signature, signed_text; } Parts;

static bool split(Str token, Arena *arena, Parts *out)
{
    const char *first = memchr(token.at, '.', token.n);
    if (first == NULL) return false;
    const char *second = memchr(first + 1, '.', (size_t)(token.at + token.n - first - 1));
    if (second == NULL) return false;
    size_t a = (size_t)(first - token.at), b = (size_t)(second - token.at);
    out->signed_text = str_slice(token, 0, b);
    return secret_base64url_read(str_slice(token, 0, a), arena, &out->header) && secret_base64url_read(str_slice(token, a + 1, b), arena, &out->claims) &&
        secret_base64url_read(str_slice(token, b + 1, token.n), arena, &out->signature);
}

static gnutls_datum_t datum(Str s) { return (gnutls_datum_t){ (unsigned char *)(uintptr_t)s.at, (unsigned)s.n }; }

static bool number_of_key(const json_t *key, const char *name, Arena *arena, Str *out) { return secret_base64url_read(text_of(key, name), arena, out) && out->n > 0; }

static bool rsa_holds(gnutls_pubkey_t public, const json_t *key, const Parts *parts, Arena *arena)
{
    Str n, e;
    if (!str_eq(text_of(key, "kty"), STR("RSA")) || !number_of_key(key, "n", arena, &n) || !number_of_key(key, "e", arena, &e)) return false;
    while (n.n > 0 && n.at[0] == 0) n = str_slice(n, 1, n.n);
    if (n.n < SHORTEST_RSA_BYTES) return false;
    gnutls_datum_t modulus = datum(n), exponent = datum(e), text = datum(parts->signed_text), signature = datum(parts->signature);
    return gnutls_pubkey_import_rsa_raw(public, &modulus, &exponent) == 0 && gnutls_pubkey_verify_data2(public, GNUTLS_SIGN_RSA_SHA256, 0, &text, &signature) >= 0;
}

static bool ecdsa_holds(gnutls_pubkey_t public, const json_t *key, const Parts *parts, Arena *arena)
{
    Str x, y;
    if (!str_eq(text_of(key, "kty"), STR("EC")) || !str_eq(text_of(key, "crv"), STR("P-256")) || !number_of_key(key, "x", arena, &x) || !number_of_key(key, "y", arena, &y)) return false;
    if (x.n != ES256_HALF || y.n != ES256_HALF || parts->signature.n != 2 * ES256_HALF) return false;
    gnutls_datum_t ax = datum(x), ay = datum(y), r = datum(str_slice(parts->signature, 0, ES256_HALF)), s = datum(str_slice(parts->signature, ES256_HALF, 2 * ES256_HALF)), signature = { NULL, 0 },
                   text = datum(parts->signed_text);
    if (gnutls_encode_rs_value(&signature, &r, &s) != 0) return false;
    bool holds = gnutls_pubkey_import_ecc_raw(public, GNUTLS_ECC_CURVE_SECP256R1, &ax, &ay) == 0 && gnutls_pubkey_verify_data2(public, GNUTLS_SIGN_ECDSA_SHA256, 0, &text, &signature) >= 0;
    gnutls_free(signature.data);
    return holds;
}

/* By a key of the provider that may sign and, where both name one, has the name the token gives. The token chooses between two algorithms, never the key's kind: «none»
 * and a shared secret do not exist here. */
static bool signed_by(const json_t *keys, const json_t *header, const Parts *parts, Arena *arena)
{
    Str algorithm = text_of(header, "alg"), kid = text_of(header, "kid");
    bool rsa = str_eq(algorithm, STR("RS256")), ecdsa = str_eq(algorithm, STR("ES256"));
    size_t i;
    json_t *key;
    json_array_foreach(json_object_get(keys, "keys"), i, key)
    {
        Str name = text_of(key, "kid"), use = text_of(key, "use");
        if ((name.n > 0 && kid.n > 0 && !str_eq(name, kid)) || (use.n > 0 && !str_eq(use, STR("sig")))) continue;
        gnutls_pubkey_t public;
        if (gnutls_pubkey_init(&public) != 0) return false;
        bool holds = (rsa && rsa_holds(public, key, parts, arena)) || (ecdsa && ecdsa_holds(public, key, parts, arena));
        gnutls_pubkey_deinit(public);
        if (holds) return true;
    }
    return false;
}

/* ---- what it says ---- */

static bool is_for(const json_t *claims, Str client)
{
    const json_t *audience = json_object_get(claims, "aud");
    if (json_is_string(audience)) return str_eq(text_of(claims, "aud"), client);
    bool among = false;
    size_t i;
    json_t *one;
    json_array_foreach(audience, i, one) among = among || (json_is_string(one) && str_eq((Str){ json_string_value(one), json_string_length(one) }, client));
    /* Of several, the one it was made for must be named. */
    return among && (json_array_size(audience) == 1 || str_eq(text_of(claims, "azp"), client));
}

static bool claims_fit(const json_t *claims, const OidcExpect *expect, Err *err)
{
    int64_t ends = json_integer_value(json_object_get(claims, "exp")), made = json_integer_value(json_object_get(claims, "iat")), before = json_integer_value(json_object_get(claims, "nbf"));
    if (!str_eq(text_of(claims, "iss"), expect->issuer)) return unfit(err, "он от другой службы");
    if (!is_for(claims, expect->client)) return unfit(err, "он для другой программы");
    if (ends <= expect->now - SKEW_S) return unfit(err, "его срок прошёл; проверьте часы сервера");
    if (made > expect->now + SKEW_S || before > expect->now + SKEW_S) return unfit(err, "он из будущего; проверьте часы сервера");
    if (expect->nonce.n == 0 || !secret_equal(text_of(claims, "nonce"), expect->nonce)) return unfit(err, "он от другого входа");
    Str subject = text_of(claims, "sub");
    return (subject.n > 0 && subject.n <= 255) || unfit(err, "в нём не сказано, кто вошёл");
}

bool oidc_token_check(Str token, Str keys_json, const OidcExpect *expect, Arena *arena, Str *subject, Err *err)
{
    Parts parts;
    if (!split(token, arena, &parts)) return unfit(err, "он повреждён");
    json_t *header = parse(parts.header), *claims = parse(parts.claims), *keys = parse(keys_json);
    bool done = signed_by(keys, header, &parts, arena) ? claims_fit(claims, expect, err) : unfit(err, "подпись не сходится");
    if (done) *subject = arena_printf(arena, "%.*s %.*s", STR_ARG(expect->issuer), STR_ARG(text_of(claims, "sub")));
    json_decref(header);
    json_decref(claims);
    json_decref(keys);
    return done;
}
