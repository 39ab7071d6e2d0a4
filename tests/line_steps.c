/* Walks a form through its states for ever, saying every step that is done: for tests that kill it.
 * usage: line_steps DATABASE REGION PROCEDURE SCHOOL */
#include <stdio.h>
#include <stdlib.h>

#include "flow/submission.h"
#include "store/org.h"

static SubmissionAction next_of(SubmissionState state)
{
    switch (state) {
    case SUBMISSION_SENT: return SUBMISSION_ACCEPT;
    case SUBMISSION_ACCEPTED: return rand() % 2 == 0 ? SUBMISSION_RETURN : SUBMISSION_LOCK;
    case SUBMISSION_LOCKED: return SUBMISSION_UNLOCK;
    default: return SUBMISSION_SEND;
    }
}

int main(int argc, char **argv)
{
    Err err = { 0 };
    Flow *flow;
    Org school;
    bool found = false;
    Arena *arena = arena_new(0);
    if (argc != 5 || !flow_open(argv[1], 5, &flow, &err)) return 2;
    const Who who = flow_program(strtoll(argv[2], NULL, 10));
    if (!org_by_code(flow_reader(flow), who.region_id, str_of(argv[4]), arena, &school, &found, &err) || !found) return 3;
    srand((unsigned)school.id);
    for (;;) {
        SubmissionRow form;
        Arena *scratch = arena_new(0);
        if (!submission_get(flow_reader(flow), who.region_id, str_of(argv[3]), school.id, scratch, &form, &found, &err) || !found) return 4;
        if (!flow_submission_step(flow, &who, next_of(form.state), str_of(argv[3]), &school, STR("проверка"), &err)) return 5;
        if (!submission_get(flow_reader(flow), who.region_id, str_of(argv[3]), school.id, scratch, &form, &found, &err)) return 6;
        printf("%d\n", (int)form.state);
        fflush(stdout);
        arena_free(scratch);
    }
}
