/* The way of a school's form: sent by the school, accepted, returned or locked by whoever may accept. */
#ifndef FLOW_SUBMISSION_H
#define FLOW_SUBMISSION_H

#include "flow/flow.h"
#include "store/submission.h"

typedef enum SubmissionAction {
    SUBMISSION_SEND,      /* в работе, возвращено → сдано. RIGHT_RESULTS_WRITE */
    SUBMISSION_ACCEPT,    /* сдано → принято. RIGHT_RESULTS_ACCEPT, as all below */
    SUBMISSION_RETURN,    /* сдано, принято → возвращено; with a reason */
    SUBMISSION_UNACCEPT,  /* принято → сдано; with a reason */
    SUBMISSION_LOCK,      /* принято → закрыто */
    SUBMISSION_UNLOCK,    /* закрыто → принято; with a reason */
    N_SUBMISSION_ACTIONS,
} SubmissionAction;

const char *submission_action_word(SubmissionAction action);  /* «accept»: in addresses and forms */
const char *submission_action_title(SubmissionAction action); /* «Принять» */
bool submission_action_find(Str word, SubmissionAction *out);
bool submission_action_wants_reason(SubmissionAction action);
Right submission_action_right(SubmissionAction action);
/* «сдано, ждёт приёмки → принято», for the journal. */
Str submission_steps(SubmissionState before, SubmissionState after, Arena *arena);
/* May it be done from this state? */
bool submission_action_fits(SubmissionAction action, SubmissionState state);

/* fails   ERR_DENIED; ERR_NOT_FOUND (nothing was written yet); ERR_CONFLICT (state); ERR_INPUT (no reason) */
bool flow_submission_step(Flow *flow, const Who *who, SubmissionAction action, Str procedure, const Org *school, Str reason, Err *err);
/* The same for all forms of the procedure (empty: of all procedures) under above that are in the right state; with rows that wait for correction only when asked. */
bool flow_submission_all(Flow *flow, const Who *who, SubmissionAction action, Str procedure, const Org *above, bool with_waiting, Str reason, uint32_t *n_done, Err *err);

#endif
