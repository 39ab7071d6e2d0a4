/* Signing in by an outer identity: OpenID Connect, authorization code with PKCE. Workers may not connect out, so the code that came back waits in the database and the
 * job worker asks the provider who it was.
 *
 *   browser → us: a cookie with a fresh secret; state, nonce and verifier follow from it, nothing is kept yet
 *   browser → provider → us: flow_outer_back() keeps the code, asks for a job
 *   job worker: flow_outer_check(): code → identity token → subject
 *   browser waits, then flow_outer_finish() (signs in) or flow_outer_join() (a person signed in by password joins the identity to the own account) */
#ifndef FLOW_OUTER_H
#define FLOW_OUTER_H

#include "flow/session.h"
#include "store/outer_login.h"

/* Is it set up? */
bool flow_outer_on(DbRead *db, Arena *arena, bool *on, Err *err);
/* Where to send the browser. address empty: the provider is not known yet, the job worker is asking it. fails ERR_CONFLICT when it is not set up */
bool flow_outer_address(Flow *flow, Str secret, Arena *arena, Str *address, Err *err);
/* fails  ERR_DENIED when the state is not of this secret; ERR_BUSY for one address that comes too often; ERR_CONFLICT: it came before */
/* who: nobody, or who is signed in here and wants to join the identity. */
bool flow_outer_back(Flow *flow, const Who *who, Str secret, Str state, Str code, Str ip, Arena *arena, Err *err);

typedef struct OuterView { OuterLogin login; bool has_account; Account account; /* whose identity it is */ } OuterView;
/* fails  ERR_NOT_FOUND: nothing came back for this secret, or it is too late */
bool flow_outer_look(DbRead *db, Str secret, Arena *arena, OuterView *out, Err *err);
bool flow_outer_finish(Flow *flow, Str secret, const SignInFrom *from, Arena *arena, SignedIn *out, Err *err);
/* Within flow_confirm(). fails ERR_DENIED, ERR_CONFLICT (somebody else's) */
bool flow_outer_join(Flow *flow, const Session *session, Str secret, Err *err);
bool flow_outer_leave(Flow *flow, const Session *session, Err *err);

/* Of the job worker. Refusals of the provider are written for the person who waits; what fails here fails the job. */
bool flow_outer_discover(Flow *flow, Arena *arena, Err *err);
bool flow_outer_check(Flow *flow, int64_t region_id, Str state_hash, Arena *arena, Err *err);

#endif
