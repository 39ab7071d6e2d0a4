/* The first page, «что мне сделать до пятницы?»: what waits for this person's decision and what falls due, gathered by role. */
#ifndef WEB_TODAY_H
#define WEB_TODAY_H

#include "web/page.h"

enum { TODAY_DECISIONS = 24, TODAY_TERMS = 24 }; /* what is more is counted in one line */

typedef struct DueTerm { int32_t day; Str what, href, left; } DueTerm;
typedef struct Today {
    int32_t day, friday;      /* friday: this week's; on a weekend the next one */
    uint32_t n, n_more; Decision decisions[TODAY_DECISIONS];
    uint32_t n_terms; DueTerm terms[TODAY_TERMS];
} Today;

/* button: words of it; the first one of the page is the primary one. Those over the ceiling are counted. */
void today_decide(Ctx *ctx, Today *today, Decision decision, const char *button);
/* A term until Friday, or one that has passed; others are left out. iso: may be empty */
void today_term(Ctx *ctx, Today *today, Str iso, Str what, Str href, Str left);
/* «сегодня», «вчера», «3-й день» */
Str today_since(Ctx *ctx, const Today *today, int64_t at);
/* «Школа № 3, Школа № 5 и ещё 2» */
Str today_names(Ctx *ctx, const Str *names, uint32_t n);

/* What a role adds. */
bool today_office(Ctx *ctx, Today *today, Err *err);  /* signs, answers, forms to accept */
bool today_school(Ctx *ctx, Today *today, Err *err);  /* forms to hand in, returned ones, questions */
bool today_own(Ctx *ctx, Today *today, Err *err);     /* drafts and failed jobs of the organisation */
bool today_system(Ctx *ctx, Today *today, Err *err);  /* copies, people without sign-in */

bool today_plans(Ctx *ctx, Today *today, Err *err);   /* measures to check, returned ones, plans to approve, what came from above */

/* Lists under the decisions and in the side column. */
bool today_board(Ctx *ctx, Node *side, Err *err);     /* the procedure that is open: who has handed in */
bool today_changes(Ctx *ctx, Node *side, const Today *today, Err *err); /* what changed since the last Friday */
bool today_results(Ctx *ctx, Node *main, Err *err);   /* the year's works and where tasks lie below the region */
bool today_works(Ctx *ctx, Node *main, Err *err);     /* works that are held, for those who see no results */

bool today_plan_strip(Ctx *ctx, Node *main, const Today *today, Err *err); /* how the organisation's plan goes, and its nearest terms */
bool today_mine(Ctx *ctx, Node *main, const Today *today, Err *err);       /* measures where this person is named */

#endif
