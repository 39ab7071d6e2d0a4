/* The first start of «merilo serve»: a root and its administrator, or a demonstration; and what to print of it once the address is known. */
#ifndef CLI_FIRST__H
#define CLI_FIRST__H

#include "flow/demo.h"
#include "flow/org.h"

typedef struct FirstAsk { bool demo, region; Str place; /* name of the root; empty: a usual one */ } FirstAsk;
typedef struct Welcome {
    DemoDone demo;   /* n_people 0: no demonstration */
    Str to_try;      /* folder of forms to try; empty: none */
    Str code;        /* of the administrator of a new database; empty: it was there already */
} Welcome;

/* A database of today's schema, maybe empty. One of a demonstration gets new links every time. */
bool first_start(const char *url, const FirstAsk *ask, Arena *arena, Welcome *out, Err *err);
/* url: «http://127.0.0.1:8080/» */
void first_print(const Welcome *welcome, const char *url);

#endif
