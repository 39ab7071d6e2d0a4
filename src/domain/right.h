/* Who may do what: a role gives rights, a grant gives a role over an organisation and everything below it. Nothing else gives a right. */
#ifndef DOMAIN_RIGHT_H
#define DOMAIN_RIGHT_H

#include "domain/org.h"

typedef enum Role {
    ROLE_ADMIN = 1,    /* администратор: the program and its people, not results */
    ROLE_REGION,       /* региональный координатор */
    ROLE_MUNICIPALITY, /* муниципальный координатор */
    ROLE_METHODOLOGIST,/* методист */
    ROLE_SCHOOL,       /* школьный координатор (завуч) */
    ROLE_TEACHER,      /* учитель */
    ROLE_EXPERT,       /* эксперт */
    ROLE_OBSERVER,     /* наблюдатель */
    ROLE_READER,       /* читатель */
    N_ROLES,
} Role;
const char *role_title(Role role);       /* «муниципальный координатор» */
const char *role_word(Role role);        /* «municipality»: command line, addresses */
Role role_find(Str word);                /* 0 when there is none */
const char *role_what(Role role);        /* Russian sentence: what such a person does here */

typedef enum Right {
    RIGHT_NONE,             /* never held: a route that forgot its right is closed */
    RIGHT_PUBLIC,           /* anybody, also without signing in */
    RIGHT_SIGNED_IN,        /* anybody with an account: own sessions, own data, help */
    RIGHT_ORG_READ,         /* see the organisation, its schools, procedures and the status of forms */
    RIGHT_RESULTS_READ,     /* results of schools and classes */
    RIGHT_RESULTS_WRITE,    /* bring forms, correct, send */
    RIGHT_RESULTS_ACCEPT,   /* accept, return, lock, un-accept */
    RIGHT_PROCEDURE_WRITE,  /* register procedures and own works */
    RIGHT_SIGNS_READ,       /* signs of schools, list of schools to study */
    RIGHT_SIGNS_ANSWER,     /* the school's answer */
    RIGHT_SIGNS_DECIDE,     /* ask, take into study, lift with a reason, close; start an analysis */
    RIGHT_CASE_OPEN,        /* restricted records of a case; asks for a reason, which is logged */
    RIGHT_ORG_WRITE,        /* organisations: import, rename, close */
    RIGHT_PEOPLE_WRITE,     /* invite, grant, block; of roles not above one's own */
    RIGHT_PERSONAL_DATA,    /* export and erase a person's data */
    RIGHT_AUDIT_READ,       /* the journal of changes */
    RIGHT_PLAN_READ,        /* plans, calendars, registers of the organisation and below */
    RIGHT_PLAN_WRITE,       /* make and correct plans, send them for approval, send letters and plans down */
    RIGHT_PLAN_APPROVE,     /* approve a plan, enter its order, withdraw it */
    RIGHT_PLAN_CONTROL,     /* accept or return evidence; a measure's named controller may do it for that measure too */
    RIGHT_EVIDENCE_WRITE,   /* bring evidence, say «сделано» */
    RIGHT_RECORD_WRITE,     /* registers: make and change records */
    RIGHT_PAPER_WRITE,      /* issue papers with a number, requisites of the organisation */
    RIGHT_SYSTEM,           /* settings, jobs of others, copies, health */
    N_RIGHTS,
} Right;
const char *right_title(Right right);    /* «принимать формы»: used in «Для этого нужно право …» */

bool role_gives(Role role, Right right);
/* May a person with this role give that one to others? */
bool role_may_grant(Role role, Role given);

/* Where this role can be held: a school coordinator at a school, a regional one at the region, an administrator at the root. */
bool role_fits(Role role, const Org *org);

typedef struct Grant { Role role; Org org; } Grant;

typedef struct Who {
    int64_t region_id, account_id;    /* 0: nobody is signed in, or the program itself when is_program */
    bool is_program;                  /* command line and jobs of the program: every right */
    Str login, name, post;
    uint32_t n_grants; const Grant *grants; /* those in force */
} Who;

/* Over an organisation given by Org.path. RIGHT_PUBLIC always, RIGHT_SIGNED_IN for any account; then a grant above (or at) the path. */
bool who_may(const Who *who, Right right, Str org_path);
/* May this person give (or take) that role over that organisation? Never above one's own, never outside one's subtree. */
bool who_may_grant(const Who *who, Role role, const Org *org);
/* Over anything at all. */
bool who_may_somewhere(const Who *who, Right right);
/* ERR_DENIED with the right's name unless who_may(). */
bool who_demand(const Who *who, Right right, Str org_path, Err *err);

#endif
