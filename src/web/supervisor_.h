/* Inside of the supervisor. */
#ifndef WEB_SUPERVISOR__H
#define WEB_SUPERVISOR__H

#include <sys/types.h>

#include "web/server_place_.h"
#include "web/supervisor.h"

typedef enum ChildKind { CHILD_WORKER, CHILD_HASHER, CHILD_CONVERTER, CHILD_JOB } ChildKind;

typedef struct Child {
    ChildKind kind;
    uint32_t i;          /* among its kind, from 0 */
    pid_t pid;           /* 0: not running */
    int64_t born_us, due_us; /* due: when to start it again */
    uint32_t n_early;    /* deaths in a row soon after birth */
    bool replacing;      /* told to go, another takes its place */
} Child;

typedef struct Supervisor {
    SupervisorOptions options;
    Arena *arena;        /* certificates */
    int listen_fd, signal_fd;
    Child *children;
    uint32_t n_children, n_workers;
    WebSlot *slots;      /* of the workers, and slots[n_workers]: ours, which counts deaths of the others */
    int asks[2];         /* [0] workers write, [1] hashers read */
    int converts[2];     /* [0] workers write, [1] converters read */
    int (*answers)[2];   /* of each worker: [0] it reads, [1] hashers write */
    int *answer_ends;    /* answers[i][1] together, for the hashers */
    uint32_t i_replace;  /* worker that is being replaced after SIGHUP; n_workers: none */
    bool stopping;
    int64_t kill_us;
} Supervisor;

/* In the child; never return. */
_Noreturn void child_run(Supervisor *supervisor, const Child *child);

#endif
