/* What the children of the supervisor do. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "web/log.h"
#include "web/supervisor_.h"

enum { EXIT_START = 7, NICE_HELPER = 10 };

/* Every child ends with its parent, leaves SIGINT and SIGHUP of a terminal to it, and is told by SIGTERM. */
static void settle(bool own_term)
{
    sigset_t all, term;
    sigfillset(&all);
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    if (own_term) sigprocmask(SIG_BLOCK, &term, NULL); /* read from a signalfd or asked by supervisor_pause() */
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
}

static void sandbox(const SandboxOptions *options, const char *who)
{
    SandboxState state;
    sandbox_enter(options, &state);
    if (options->off || (state.files && state.calls && (state.connections || options->outgoing || options->database_port != 0))) return;
    Arena *arena = arena_new(4096);
    log_line(LOG_LEVEL_CARE, "%s: %.*s", who, STR_ARG(sandbox_words(state, arena)));
    arena_free(arena);
}

static _Noreturn void worker_run(Supervisor *supervisor, uint32_t i)
{
    const SupervisorOptions *options = &supervisor->options;
    Err err = { 0 };
    ServerPlace place = { .i_worker = i, .slots = supervisor->slots, .n_slots = supervisor->n_workers, .keeper = &supervisor->slots[supervisor->n_workers], .n_hashers = supervisor->options.n_hashers,
                          .asks_fd = supervisor->asks[0], .answers_fd = supervisor->answers[i][0],
                          .converts_fd = supervisor->options.n_converters > 0 ? supervisor->converts[0] : -1 };
    settle(true);
    if (options->worker_start != NULL && !options->worker_start(options->context, i + 1, &err)) {
        log_err(&err);
        exit(EXIT_START);
    }
    if (i == 0) sandbox(&options->sandbox, "Рабочие процессы");
    else sandbox_enter(&options->sandbox, &(SandboxState){ 0 });
    if (!server_loop_at(&options->server, &place, supervisor->listen_fd, options->handler, options->context, &err)) {
        log_err(&err);
        exit(EXIT_START);
    }
    exit(0);
}

static _Noreturn void job_run(const Supervisor *supervisor)
{
    const SupervisorOptions *options = &supervisor->options;
    SandboxOptions open = options->sandbox;
    open.outgoing = true;
    settle(true);
    close(supervisor->listen_fd);
    sandbox(&open, "Процесс заданий");
    options->job_loop(options->context, supervisor->n_workers + 1);
    exit(0);
}

static _Noreturn void hash_run(const Supervisor *supervisor)
{
    settle(false);
    close(supervisor->listen_fd);
    setpriority(PRIO_PROCESS, 0, NICE_HELPER);
    SandboxOptions closed = { .off = supervisor->options.sandbox.off };
    sandbox_enter(&closed, &(SandboxState){ 0 });
    hasher_run(supervisor->asks[1], supervisor->answer_ends, supervisor->n_workers);
}

/* What it reads is hostile, and the children that read it have its memory: the key of the certificate is not for them. */
static _Noreturn void convert_run(const Supervisor *supervisor)
{
    const SupervisorOptions *options = &supervisor->options;
    settle(false);
    close(supervisor->listen_fd);
    setpriority(PRIO_PROCESS, 0, NICE_HELPER);
    if (options->server.tls_key.n > 0) explicit_bzero((char *)(uintptr_t)options->server.tls_key.at, options->server.tls_key.n);
    SandboxOptions closed = { .off = options->sandbox.off, .n_run = options->n_programs, .run = options->programs };
    sandbox_enter(&closed, &(SandboxState){ 0 });
    converter_run(supervisor->converts[1], options->server.convert);
}

void child_run(Supervisor *supervisor, const Child *child)
{
    close(supervisor->signal_fd);
    switch (child->kind) {
    case CHILD_WORKER: worker_run(supervisor, child->i);
    case CHILD_HASHER: hash_run(supervisor);
    case CHILD_CONVERTER: convert_run(supervisor);
    case CHILD_JOB: job_run(supervisor);
    }
    abort();
}

static bool term_pending(void)
{
    sigset_t pending;
    return sigpending(&pending) == 0 && sigismember(&pending, SIGTERM) == 1;
}

bool supervisor_pause(uint32_t ms)
{
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    if (term_pending() || ms == 0) return !term_pending();
    int fd = signalfd(-1, &term, SFD_CLOEXEC); /* readable when SIGTERM waits; it is not taken, so the next call sees it too */
    if (fd < 0) {
        clock_sleep_ms(ms);
        return !term_pending();
    }
    struct pollfd wait = { .fd = fd, .events = POLLIN };
    poll(&wait, 1, ms > INT32_MAX ? INT32_MAX : (int)ms);
    close(fd);
    return !term_pending();
}
