/* What pages of signing in share. */
#ifndef WEB_ENTRY_H
#define WEB_ENTRY_H

#include "flow/session.h"
#include "web/page.h"

#define SESSION_COOKIE "session"
#define DEVICE_COOKIE  "device" /* this computer is known: its owner is not held while others guess his password */

SignInFrom entry_from(const Ctx *ctx);
/* Signed in: the cookie, the former session ends, then the code of the second factor or where the person wanted to go. */
bool entry_done(Ctx *ctx, const SignedIn *in);
/* What a finished sign-in leaves in the browser. */
void entry_signed(Ctx *ctx, const SignedIn *in);
/* Another secret of this session. */
void entry_cookie(Ctx *ctx, Str cookie);
/* Too many tries: how long to wait goes to the browser too. */
bool entry_wait(Ctx *ctx, int wait_s);
/* «https://merilo.example.ru/invite/…» as this browser reached us. */
Str entry_address(const Ctx *ctx, Str path);
/* The two fields of a new password, and what was typed in them: checked, and the same. */
struct Ask;
void entry_password_fields(struct Ask *ask);
bool entry_password(Ctx *ctx, Str login, Str *password, Err *err);

#endif
