/* OpenID Connect below the use cases: one HTTP request, and an identity token that is believed. */
#ifndef FLOW_OIDC__H
#define FLOW_OIDC__H

#include <stdint.h>

#include "base/arena.h"

/* https, or http to this very machine (for trying things out). Nothing else is ever asked. */
bool oidc_address_fits(Str url);
/* GET, or POST of a urlencoded form when form is not empty. No redirects, ten seconds, at most 256 KB. fails ERR_IO, ERR_INPUT (status other than 200), ERR_LIMIT */
bool oidc_fetch(Str url, Str form, Arena *arena, Str *body, Err *err);

typedef struct OidcMeta { Str issuer, authorization, token, keys; } OidcMeta;
/* A discovery document of this issuer. fails ERR_INPUT */
bool oidc_meta_read(Str json, Str issuer, Arena *arena, OidcMeta *out, Err *err);

/* Whether an identity token is of this issuer, for us, now, for this sign-in, and signed by one of the keys (RS256 with 2048 bits and more, or ES256).
 * subject: «issuer sub». fails ERR_DENIED: in words what does not fit */
typedef struct OidcExpect { Str issuer, client, nonce; int64_t now; } OidcExpect;
bool oidc_token_check(Str token, Str keys_json, const OidcExpect *expect, Arena *arena, Str *subject, Err *err);
/* «id_token» of a token endpoint's answer. fails ERR_INPUT */
bool oidc_token_of(Str json, Arena *arena, Str *token, Err *err);

#endif
