/* Every threshold that the program applies or shows, with whose it is: the federal profile beside ours. A threshold of ours is never shown as somebody else's.
 * The code keeps its own constants (rooms below domain/ cannot read this table); tests/test_rules.c ties each row to the line of code that applies it. */
#ifndef DOMAIN_RULE_H
#define DOMAIN_RULE_H

#include <stdint.h>

typedef enum RuleProfile { RULE_FEDERAL, RULE_OURS } RuleProfile;

typedef struct Rule {
    const char *id;      /* English, stable */
    const char *topic;   /* Russian; rows of one topic stand together */
    const char *name;    /* Russian */
    RuleProfile profile;
    double value;        /* NaN: the source names none */
    int decimals;
    const char *unit;    /* Russian, after the number; may be empty */
    const char *source;  /* Russian */
    const char *page;    /* «23–26»; NULL: no page is known (federal), none needed (ours) */
    int year;            /* 0: none */
    const char *file, *code; /* where it is applied: a part of that file's text, which holds the value; NULL: nothing to hold */
} Rule;

extern const Rule rule_table[]; /* id == NULL at the end */

const char *rule_profile_title(RuleProfile profile); /* федеральный, Мерило */

#endif
