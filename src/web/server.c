#include "web/server.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "web/server_.h"
#include "web/socket.h"

enum { TICK_MS = 50 };

static void or_limit(uint32_t *value, uint32_t limit)
{
    if (*value == 0) *value = limit;
}

static void fill(ServerOptions *options)
{
    or_limit(&options->header_ms, LIMIT_HEADER_MS);
    or_limit(&options->idle_ms, LIMIT_IDLE_MS);
    or_limit(&options->body_ms, LIMIT_BODY_MS);
    or_limit(&options->reply_ms, LIMIT_REPLY_MS);
    or_limit(&options->drain_ms, LIMIT_DRAIN_MS);
    or_limit(&options->body_bytes_per_s, LIMIT_BODY_BYTES_PER_S);
    or_limit(&options->n_connections, LIMIT_CONNECTIONS);
    or_limit(&options->n_connections_per_ip, LIMIT_CONNECTIONS_PER_IP);
    or_limit(&options->n_hashing, LIMIT_HASHING);
    or_limit(&options->n_converting, LIMIT_CONVERTING);
    if (options->received_bytes == 0) options->received_bytes = LIMIT_RECEIVED_BYTES;
    if (options->data_folder == NULL) options->data_folder = P_tmpdir;
}

static size_t as_is(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text); /* form.c decodes, once */
}

/* The library's own words are about clients that went away in the middle: nothing for an administrator. */
static void quiet(void *context, const char *format, va_list args)
{
    (void)context;
    (void)format;
    (void)args;
}

static bool failed(Err *err, const char *what)
{
    int why = errno;
    err_set(err, ERR_IO, "Проверьте, не исчерпаны ли память и открытые файлы; подробности — в журнале.", "Сервер не запустился: %s.", what);
    err_detail(err, "%s", strerror(why));
    return false;
}

static bool daemon_start(Worker *worker, Err *err)
{
    unsigned flags = MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem tls[] = {
        { MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)worker->options.tls_cert.at },
        { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)worker->options.tls_key.at },
        { MHD_OPTION_END, 0, NULL },
    };
    bool secure = worker->options.tls_cert.n != 0;
    if (secure) flags |= MHD_USE_TLS;
    /* Half of the memory of a connection is its reading buffer: headers and pieces of a body. */
    worker->daemon = MHD_start_daemon(flags, 0, NULL, NULL, call_go, worker, MHD_OPTION_EXTERNAL_LOGGER, quiet, NULL,
                                      MHD_OPTION_CONNECTION_MEMORY_LIMIT, LIMIT_HEADER_BYTES * 2, MHD_OPTION_CONNECTION_LIMIT, link_room(worker),
                                      MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, as_is, NULL, MHD_OPTION_URI_LOG_CALLBACK, call_new, worker,
                                      MHD_OPTION_NOTIFY_COMPLETED, call_end, worker, MHD_OPTION_NOTIFY_CONNECTION, link_notify, worker,
                                      MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_ARRAY, secure ? tls : tls + 2, MHD_OPTION_END);
    return worker->daemon != NULL || failed(err, secure ? "сертификат или ключ не подходят" : "не хватает ресурсов системы");
}

static bool watch(Worker *worker, int fd)
{
    struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
    return epoll_ctl(worker->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

static bool start(Worker *worker, Err *err)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    if (sigprocmask(SIG_BLOCK, &stop, NULL) != 0 || signal(SIGPIPE, SIG_IGN) == SIG_ERR) return failed(err, "не настроены сигналы");
    worker->links = calloc(link_room(worker), sizeof(void *));
    worker->pool = calloc(link_room(worker), sizeof *worker->pool);
    worker->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    worker->signal_fd = signalfd(-1, &stop, SFD_NONBLOCK | SFD_CLOEXEC);
    if (worker->links == NULL || worker->pool == NULL || worker->epoll_fd < 0 || worker->signal_fd < 0) return failed(err, "не хватает ресурсов системы");
    for (uint32_t i = 0; i < link_room(worker); i++) worker->links[i] = &worker->pool[i];
    if (!daemon_start(worker, err)) return false;
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(worker->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    bool watched = info != NULL && watch(worker, info->epoll_fd) && watch(worker, worker->signal_fd);
    if (worker->place.asks_fd >= 0) watched = watched && watch(worker, worker->place.answers_fd);
    if (!watched) return failed(err, "не хватает ресурсов системы");
    link_listen(worker, true);
    worker->place.slots[worker->place.i_worker].alive = 1;
    return true;
}

static int wait_ms(const Worker *worker)
{
    MHD_UNSIGNED_LONG_LONG library_ms;
    if (MHD_get_timeout(worker->daemon, &library_ms) == MHD_YES && library_ms < TICK_MS) return (int)library_ms;
    if (!worker->listening && !worker->stopping) return 2;
    return worker->n_links != 0 || worker->n_lingers != 0 || worker->stopping ? TICK_MS : -1;
}

static void begin_stop(Worker *worker)
{
    if (worker->stopping) return;
    worker->stopping = true;
    worker->stop_us = clock_ticks_us() + (int64_t)worker->options.drain_ms * 1000;
    /* The whole server stops: whoever has connected already is served, link_accept() leaves when nobody is left. Else a brother takes them. */
    link_listen(worker, socket_stopped(worker->listen_fd));
}

static void run(Worker *worker)
{
    int64_t swept_us = 0;
    while (!worker->stopping || ((worker->n_links != 0 || worker->listening) && clock_ticks_us() < worker->stop_us)) {
        struct epoll_event events[8];
        int n = epoll_wait(worker->epoll_fd, events, 8, wait_ms(worker));
        bool knock = worker->stopping && worker->listening;
        for (int i = 0; i < n; i++) {
            if (events[i].data.fd == worker->signal_fd) begin_stop(worker);
            else if (events[i].data.fd == worker->listen_fd) knock = true;
            else if (events[i].data.fd == worker->place.answers_fd) hash_answers(worker);
            else convert_heard(worker, events[i].data.fd);
        }
        if (knock) link_accept(worker);
        MHD_run(worker->daemon);
        worker->n_fresh = 0;
        int64_t now_us = clock_ticks_us();
        if (now_us - swept_us < TICK_MS * 1000 / 2 && worker->listening) continue;
        swept_us = now_us;
        link_sweep(worker, now_us);
        hash_push(worker, now_us);
        convert_push(worker, now_us);
        if (worker->stopping && !worker->listening) link_stop(worker);
    }
}

static void end(Worker *worker)
{
    WebSlot *slot = &worker->place.slots[worker->place.i_worker];
    slot->alive = 0;
    slot->n_connections = 0;
    if (worker->daemon != NULL) {
        hash_drop(worker);
        convert_drop(worker);
        MHD_run(worker->daemon);
        MHD_stop_daemon(worker->daemon);
    }
    for (uint32_t i = 0; i < worker->n_lingers; i++) close(worker->lingers[i].fd);
    if (worker->epoll_fd >= 0) close(worker->epoll_fd);
    if (worker->signal_fd >= 0) close(worker->signal_fd);
    free(worker->links);
    free(worker->pool);
}

bool server_loop_at(const ServerOptions *options, const ServerPlace *place, int listen_fd, HttpHandler handler, void *context, Err *err)
{
    Worker worker = { .options = *options, .place = *place, .handler = handler, .context = context, .listen_fd = listen_fd, .epoll_fd = -1, .signal_fd = -1 };
    fill(&worker.options);
    bool started = start(&worker, err);
    if (started) run(&worker);
    end(&worker);
    return started;
}

bool server_loop(const ServerOptions *options, int listen_fd, HttpHandler handler, void *context, Err *err)
{
    ServerPlace place = { .asks_fd = -1, .answers_fd = -1, .converts_fd = -1 };
    place.slots = stats_slots(&place.n_slots);
    return server_loop_at(options, &place, listen_fd, handler, context, err);
}
