/* A change of a person, in one transaction. */
#ifndef FLOW_PERSON__H
#define FLOW_PERSON__H

#include "flow/account.h"

enum { PERSON_LONGEST_WORDS = 300 };

typedef struct PersonTask {
    const Who *who;
    int64_t number;
    const Invite *invite;
    Role role;
    Str org_code, name, post, email;
    bool block;
    Arena *arena;
    OneTime *out;
    /* read by task_find() */
    Account account;
    uint32_t n_grants;
    GrantRow *grants;
} PersonTask;

/* task->arena NULL: an own one. */
bool task_run(Flow *flow, DbBody body, PersonTask *task, Err *err);
bool task_audit(DbWrite *write, const PersonTask *task, int64_t org_id, const char *verb, Str words, Err *err);
/* About which organisation an entry on the person is. */
int64_t task_org(const PersonTask *task);
/* The person of task->number with grants; ERR_NOT_FOUND also for an erased one. */
bool task_find(DbWrite *write, PersonTask *task, Err *err);
/* The same, and ERR_DENIED unless task->who may change that person. */
bool task_begin(DbWrite *write, PersonTask *task, Err *err);
bool task_is_self(const PersonTask *task);
/* ERR_CONFLICT when nobody would be left who runs the program. */
bool task_spares_admin(DbWrite *write, const PersonTask *task, Err *err);
bool person_may_change(const Who *who, const GrantRow *rows, uint32_t n);
/* fails  ERR_INPUT; what: «имя» */
bool person_word_fits(Str word, bool needed, size_t longest, const char *what, Err *err);
bool person_words_fit(Str name, Str post, Str email, Err *err);

#endif
