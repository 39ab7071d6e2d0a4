/* How often one may try: what is counted for whom (docs/adr/0015). Every name in the table of counters is a hash.
 *
 *   pair      login × network, or login × known computer: five free, then the wait doubles
 *   address   different logins that failed from a network lately; who got in after all is taken out again
 *   login     failures of a login from everywhere it has never been signed in to; it holds only such places
 *
 * A computer with the cookie of an earlier sign-in of this login answers for its own failures only: nobody can hold its owner. A network where this login was
 * signed in to before is held by its pair only. */
#ifndef FLOW_DOOR__H
#define FLOW_DOOR__H

#include "flow/session_.h"

typedef struct Door {
    Str pair, address, failed_here, login; /* counters */
    Str place, device;                     /* marks: signed in from this network, on this computer */
    bool known_device, known_place;
} Door;

/* what: «login», «code» have counters of their own, the marks are common. */
bool door_find(DbRead *db, Str what, Str login, const SignInFrom *from, int64_t now, Arena *arena, Door *out, Err *err);
/* fails  ERR_BUSY with *wait_s */
bool door_open(DbRead *db, const Door *door, int64_t now, Arena *arena, int *wait_s, Err *err);
/* One failure: in a transaction of its own. Always false: ERR_INPUT with what and hint, or why it could not be written. */
bool door_failed(Flow *flow, const Door *door, int64_t now, const char *what, const char *hint, Err *err);
/* The right answer: this pair's failures are forgotten, the address has one login less that failed. */
bool door_passed(DbWrite *write, const Door *door, int64_t now, Err *err);
/* Wholly signed in: network and computer are known from now on. device: what the browser keeps. */
bool door_remember(DbWrite *write, Str login, const SignInFrom *from, int64_t now, Arena *arena, Str *device, Err *err);

#endif
