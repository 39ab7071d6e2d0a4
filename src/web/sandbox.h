/* What a process gives up after its start: files outside the data folder (Landlock), other programs, foreign processes, new outgoing connections
 * (seccomp, Landlock). An old kernel gives less; what it gave is told by sandbox_state(). */
#ifndef WEB_SANDBOX_H
#define WEB_SANDBOX_H

#include <stdint.h>

#include "base/arena.h"

typedef struct SandboxOptions {
    bool off;                        /* for debugging and for tests under sanitizers */
    uint32_t n_write; const char *const *write; /* folders that may be read and written: the data folder */
    uint32_t n_read; const char *const *read;   /* folders and files to read beside the system's own libraries, fonts and zones */
    uint32_t n_run; const char *const *run;     /* programs that may be started, by their whole paths; 0: none */
    uint16_t database_port;          /* the one TCP port that may be connected to; 0: none (SQLite, or PostgreSQL by a unix socket) */
    bool outgoing;                   /* the job worker: mail and OpenID go anywhere */
} SandboxOptions;

typedef struct SandboxState {
    int landlock_abi;  /* of the kernel; 0: none */
    bool files;        /* files are restricted */
    bool connections;  /* outgoing TCP is restricted */
    bool calls;        /* execve (unless some program may be started), ptrace, mount… are refused */
} SandboxState;

/* For good; children inherit it. Never fails: what could not be had stays false in *out. */
void sandbox_enter(const SandboxOptions *options, SandboxState *out);
/* What this process has, and the same in one Russian sentence for the log and the doctor's page. */
SandboxState sandbox_state(void);
Str sandbox_words(SandboxState state, Arena *arena);

#endif
