/* What people are told about (the bell, letters, the list of notices). The word stands in the database. */
#ifndef DOMAIN_NOTICE_H
#define DOMAIN_NOTICE_H

#include "base/str.h"

typedef enum NoticeKind {
    NOTICE_DUE = 1,   /* a last day is near, or today */
    NOTICE_LATE,      /* it has passed */
    NOTICE_ESCALATED, /* it has passed so long ago that the controller is told */
    NOTICE_RETURNED,  /* evidence or a measure came back */
    NOTICE_OFFERED,   /* something waits for the controller */
    NOTICE_CASCADE,   /* what came from above: to acknowledge, to make a plan of */
    NOTICE_EXPIRES,   /* a record of a register: a local act, a letter */
    NOTICE_UNDATED,   /* terms that hang on days nobody has entered */
    NOTICE_DIGEST,    /* of a week */
    N_NOTICE_KINDS,
} NoticeKind;
const char *notice_kind_word(NoticeKind kind);  /* «due»: database, addresses */
const char *notice_kind_title(NoticeKind kind); /* «срок близко» */
NoticeKind notice_kind_find(Str word);          /* 0 when there is none */

/* When a person is written to. */
typedef enum MailChoice { MAIL_AT_ONCE = 1, MAIL_WEEKLY, MAIL_NEVER, N_MAIL_CHOICES } MailChoice;
const char *mail_choice_title(MailChoice choice); /* «сразу», «раз в неделю», «не слать»: database, setting, pages */
MailChoice mail_choice_find(Str title);           /* 0 when there is none */

#endif
