#include "web/supervisor.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "web/log.h"
#include "web/socket.h"
#include "web/supervisor_.h"

enum { EARLY_US = 2000000, PAUSE_US = 100000, LONGEST_PAUSE_US = 5000000, WATCH_MS = 500, LEAST_WORKERS = 8, PER_CORE = 4, HASHERS = 2, CONVERTERS = 2, PEM_BYTES = 1 << 20 };

static const char *const kinds[] = { "Рабочий процесс", "Процесс проверки паролей", "Процесс чтения документов", "Процесс заданий" };

static bool failed(Err *err, const char *what)
{
    int why = errno;
    err_set(err, ERR_IO, "Проверьте память и число открытых файлов.", "Сервер не запустился: %s.", what);
    err_detail(err, "%s", strerror(why));
    return false;
}

static void child_start(Supervisor *s, Child *child)
{
    child->born_us = clock_ticks_us();
    child->replacing = false;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) child_run(s, child);
    if (pid > 0) {
        child->pid = pid;
        return;
    }
    log_line(LOG_LEVEL_ERROR, "%s %u не запустился: %s. Следующая попытка через 5 секунд.", kinds[child->kind], child->i + 1, strerror(errno));
    child->due_us = child->born_us + LONGEST_PAUSE_US;
}

/* Certificates are read before the sandbox and by one process. */
static bool read_tls(Supervisor *s, Err *err)
{
    SupervisorOptions *options = &s->options;
    Str cert, key;
    if (options->tls_cert == NULL && options->tls_key == NULL) return true;
    if (options->tls_cert == NULL || options->tls_key == NULL)
        return err_set(err, ERR_INPUT, "Назовите и сертификат, и ключ.", "Для https нужны два файла, а назван один.");
    if (!file_read(options->tls_cert, PEM_BYTES, s->arena, &cert, err) || !file_read(options->tls_key, PEM_BYTES, s->arena, &key, err)) return false;
    options->server.tls_cert = arena_str(s->arena, cert); /* NUL after it */
    options->server.tls_key = arena_str(s->arena, key);
    return true;
}

static bool open_channels(Supervisor *s, Err *err)
{
    s->answers = calloc(s->n_workers, sizeof *s->answers);
    s->answer_ends = calloc(s->n_workers, sizeof *s->answer_ends);
    s->slots = stats_share(s->n_workers + 1);
    bool good = s->answers != NULL && s->answer_ends != NULL && s->slots != NULL && socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, s->asks) == 0 &&
                socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, s->converts) == 0;
    for (uint32_t i = 0; good && i < s->n_workers; i++) {
        good = socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, s->answers[i]) == 0;
        if (good) s->answer_ends[i] = s->answers[i][1];
    }
    return good || failed(err, "не открылись каналы между процессами");
}

static bool prepare(Supervisor *s, Err *err)
{
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGHUP);
    sigaddset(&watched, SIGCHLD);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t wanted = s->options.n_workers;
    if (wanted == 0) wanted = cores * PER_CORE > LEAST_WORKERS ? (uint32_t)cores * PER_CORE : LEAST_WORKERS;
    s->n_workers = s->i_replace = wanted < LIMIT_WORKERS ? wanted : LIMIT_WORKERS;
    if (s->options.n_hashers == 0) s->options.n_hashers = HASHERS;
    if (s->options.n_converters == 0) s->options.n_converters = CONVERTERS;
    if (s->options.server.convert == NULL) s->options.n_converters = 0;
    s->n_children = s->n_workers + s->options.n_hashers + s->options.n_converters + (s->options.job_loop != NULL);
    s->children = calloc(s->n_children, sizeof *s->children);
    if (s->children == NULL || sigprocmask(SIG_BLOCK, &watched, NULL) != 0) return failed(err, "не хватает памяти");
    s->signal_fd = signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC);
    if (s->signal_fd < 0) return failed(err, "не настроены сигналы");
    const uint32_t n_kinds[] = { [CHILD_WORKER] = s->n_workers, [CHILD_HASHER] = s->options.n_hashers, [CHILD_CONVERTER] = s->options.n_converters, [CHILD_JOB] = s->options.job_loop != NULL };
    Child *child = s->children;
    for (int kind = CHILD_WORKER; kind <= CHILD_JOB; kind++)
        for (uint32_t i = 0; i < n_kinds[kind]; i++) *child++ = (Child){ .kind = (ChildKind)kind, .i = i };
    if (!read_tls(s, err) || !open_channels(s, err)) return false;
    return socket_from_systemd(&s->listen_fd) || socket_listen(s->options.listen, &s->listen_fd, err);
}

static void tell_death(const Supervisor *s, const Child *child, int status)
{
    const char *path = child->kind == CHILD_WORKER && s->slots[child->i].busy_since_us != 0 ? s->slots[child->i].current : NULL;
    char how[64];
    if (WIFSIGNALED(status)) snprintf(how, sizeof how, "сигнал %d", WTERMSIG(status));
    else snprintf(how, sizeof how, "код %d", WEXITSTATUS(status));
    log_line(LOG_LEVEL_ERROR, "%s %u упал (%s)%s%s%s. Запускается новый.", kinds[child->kind], child->i + 1, how, path != NULL ? " на странице «" : "",
             path != NULL ? path : "", path != NULL ? "»" : "");
}

/* The next worker to be replaced after SIGHUP. */
static void replace_next(Supervisor *s)
{
    while (s->i_replace < s->n_workers && s->children[s->i_replace].pid == 0) s->i_replace++;
    if (s->i_replace == s->n_workers) return;
    s->children[s->i_replace].replacing = true;
    kill(s->children[s->i_replace].pid, SIGTERM);
}

static void child_ended(Supervisor *s, Child *child, int status)
{
    int64_t now_us = clock_ticks_us();
    bool replaced = child->replacing;
    child->pid = 0;
    if (s->stopping) return;
    if (!replaced) {
        tell_death(s, child, status);
        s->slots[child->kind == CHILD_WORKER ? child->i : s->n_workers].n_restarts++;
    }
    if (child->kind == CHILD_WORKER) {
        s->slots[child->i].alive = 0;
        s->slots[child->i].n_connections = 0;
        s->slots[child->i].busy_since_us = 0;
        s->slots[child->i].n_hashing = 0;
    }
    child->n_early = !replaced && now_us - child->born_us < EARLY_US ? child->n_early + 1 : 0;
    int64_t pause_us = child->n_early == 0 ? 0 : (int64_t)PAUSE_US << (child->n_early < 7 ? child->n_early - 1 : 6);
    child->due_us = now_us + (pause_us < LONGEST_PAUSE_US ? pause_us : LONGEST_PAUSE_US);
    if (!replaced) return;
    child_start(s, child);
    s->i_replace++;
    replace_next(s);
}

static void reap(Supervisor *s)
{
    for (uint32_t i = 0; i < s->n_children; i++) {
        int status;
        if (s->children[i].pid != 0 && waitpid(s->children[i].pid, &status, WNOHANG) > 0) child_ended(s, &s->children[i], status);
    }
}

static void tell(Supervisor *s, ChildKind kind, int signal)
{
    for (uint32_t i = 0; i < s->n_children; i++)
        if (s->children[i].pid != 0 && s->children[i].kind == kind) kill(s->children[i].pid, signal);
}

/* Workers wait for them, so they end last. */
static bool helps(const Child *child) { return child->kind == CHILD_HASHER || child->kind == CHILD_CONVERTER; }

static bool any(const Supervisor *s, bool helpers)
{
    for (uint32_t i = 0; i < s->n_children; i++)
        if (s->children[i].pid != 0 && (helpers || !helps(&s->children[i]))) return true;
    return false;
}

static void begin_stop(Supervisor *s)
{
    if (s->stopping) return;
    log_line(LOG_LEVEL_FACT, "Сервер останавливается: начатые запросы заканчиваются.");
    uint32_t drain_ms = s->options.server.drain_ms != 0 ? s->options.server.drain_ms : LIMIT_DRAIN_MS;
    s->stopping = true;
    s->kill_us = clock_ticks_us() + ((int64_t)drain_ms + 1000) * 1000;
    socket_stop(s->listen_fd);
    tell(s, CHILD_WORKER, SIGTERM);
    tell(s, CHILD_JOB, SIGTERM);
}

static void restart(Supervisor *s)
{
    Err err = { 0 };
    if (s->stopping || s->i_replace < s->n_workers) return; /* already at it */
    log_line(LOG_LEVEL_FACT, "Рабочие процессы заменяются по одному.");
    if (!read_tls(s, &err)) log_err(&err); /* the old certificate stays */
    s->i_replace = 0;
    replace_next(s);
}

/* A hanging handler; children whose pause is over. */
static void look_after(Supervisor *s)
{
    int64_t now_us = clock_ticks_us();
    uint32_t handler_ms = s->options.server.handler_ms != 0 ? s->options.server.handler_ms : LIMIT_HANDLER_MS;
    for (uint32_t i = 0; i < s->n_children; i++) {
        Child *child = &s->children[i];
        if (child->pid == 0) {
            if (!s->stopping && now_us >= child->due_us) child_start(s, child);
            continue;
        }
        int64_t since_us = child->kind == CHILD_WORKER ? s->slots[child->i].busy_since_us : 0;
        if (since_us != 0 && now_us - since_us > (int64_t)handler_ms * 1000) {
            log_line(LOG_LEVEL_ERROR, "Рабочий процесс %u не отвечает %u с и заменяется.", child->i + 1, (uint32_t)((now_us - since_us) / 1000000));
            kill(child->pid, SIGKILL);
        }
    }
    if (!s->stopping || now_us < s->kill_us) return;
    tell(s, CHILD_WORKER, SIGKILL);
    tell(s, CHILD_JOB, SIGKILL);
}

static int wait_ms(const Supervisor *s)
{
    int64_t now_us = clock_ticks_us(), soon_us = (int64_t)WATCH_MS * 1000;
    for (uint32_t i = 0; i < s->n_children && !s->stopping; i++)
        if (s->children[i].pid == 0 && s->children[i].due_us - now_us < soon_us) soon_us = s->children[i].due_us - now_us;
    return soon_us <= 0 ? 0 : (int)(soon_us / 1000) + 1;
}

static void watch(Supervisor *s)
{
    while (!s->stopping || any(s, false)) {
        struct pollfd wait = { .fd = s->signal_fd, .events = POLLIN };
        struct signalfd_siginfo info;
        poll(&wait, 1, wait_ms(s));
        while (read(s->signal_fd, &info, sizeof info) == sizeof info) {
            if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT) begin_stop(s);
            else if (info.ssi_signo == SIGHUP) restart(s);
        }
        reap(s);
        look_after(s);
    }
    tell(s, CHILD_HASHER, SIGTERM);
    tell(s, CHILD_CONVERTER, SIGTERM);
    while (any(s, true)) {
        reap(s);
        clock_sleep_ms(2);
    }
}

bool supervisor_run(const SupervisorOptions *options, Err *err)
{
    Supervisor s = { .options = *options, .listen_fd = -1, .signal_fd = -1, .arena = arena_new(0) };
    bool ready = prepare(&s, err);
    if (ready) {
        malloc_trim(0); /* what the start used (migrations, a demonstration) would stay in every child */
        Str url = socket_url(s.listen_fd, options->tls_cert != NULL, s.arena);
        log_line(LOG_LEVEL_FACT, "Сервер открыт: %.*s, рабочих процессов %u.", STR_ARG(url), s.n_workers);
        for (uint32_t i = 0; i < s.n_children; i++) child_start(&s, &s.children[i]);
        if (options->listening != NULL) options->listening(options->context, arena_z(s.arena, url));
        watch(&s);
        log_line(LOG_LEVEL_FACT, "Сервер остановлен.");
    }
    if (s.listen_fd >= 0) close(s.listen_fd);
    if (s.signal_fd >= 0) close(s.signal_fd);
    free(s.children);
    free(s.answers);
    free(s.answer_ends);
    arena_free(s.arena);
    return ready;
}
