#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "web/server_.h"

/* A round of the loop serves everybody who is ready: were only one let in a round, those at the door would wait longest when it is busiest. */
enum { GIVE_WAY_US = 2000, NO_FILES_US = 100000, LINGER_US = 3000000, FRESH_AT_STOP_US = 1000000, LEAD = 4, ADMITTED_A_ROUND = 16 };

static void ip_text(const struct sockaddr_storage *peer, char out[46])
{
    out[0] = '\0';
    if (peer->ss_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, out, 46);
    } else if (peer->ss_family == AF_INET6) {
        const struct in6_addr *address = &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(address)) inet_ntop(AF_INET, address->s6_addr + 12, out, 46);
        else inet_ntop(AF_INET6, address, out, 46);
    }
}

void link_listen(Worker *worker, bool on)
{
    if (worker->listening == on) return;
    struct epoll_event event = { .events = EPOLLIN, .data.fd = worker->listen_fd };
    if (epoll_ctl(worker->epoll_fd, on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, worker->listen_fd, &event) == 0) worker->listening = on;
}

static void listen_later(Worker *worker, int64_t us)
{
    link_listen(worker, false);
    worker->listen_again_us = clock_ticks_us() + us;
}

uint32_t link_room(const Worker *worker) { return worker->options.n_connections + 1; }

/* The library may tell of a new connection only in its next round. */
static uint32_t n_mine(const Worker *worker) { return worker->n_links + worker->n_fresh; }

/* Some living worker has clearly fewer connections: it should take the next one. */
static bool others_first(const Worker *worker)
{
    for (uint32_t i = 0; i < worker->place.n_slots; i++) {
        const WebSlot *slot = &worker->place.slots[i];
        if (slot->alive && slot->n_connections + LEAD < n_mine(worker) && slot->busy_since_us == 0) return true;
    }
    return false;
}

/* Room for one more: the one that has been idle for the longest goes. */
static bool make_room(Worker *worker)
{
    if (n_mine(worker) < worker->options.n_connections) return true;
    Link *oldest = NULL;
    for (uint32_t i = 0; i < worker->n_links; i++) {
        Link *link = worker->links[i];
        if (link->state == LINK_WAIT && link->served && (oldest == NULL || link->deadline_us < oldest->deadline_us)) oldest = link;
    }
    if (oldest != NULL) shutdown(oldest->fd, SHUT_RDWR);
    return false; /* its place is free after the library has looked at it */
}

static bool trusted(const Worker *worker, const char *ip)
{
    for (uint32_t i = 0; i < worker->options.n_trusted_proxies; i++)
        if (strcmp(worker->options.trusted_proxies[i], ip) == 0) return true;
    return false;
}

static bool too_many_of(const Worker *worker, const char *ip)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < worker->n_links; i++) n += strcmp(worker->links[i]->ip, ip) == 0;
    return n >= worker->options.n_connections_per_ip && !trusted(worker, ip);
}

static void admit(Worker *worker, int fd, const struct sockaddr_storage *peer, socklen_t n_peer)
{
    char ip[46];
    int yes = 1;
    ip_text(peer, ip);
    if (too_many_of(worker, ip)) {
        worker->place.slots[worker->place.i_worker].n_refused++;
        close(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    worker->n_fresh++; /* begin() takes it back: called at once or in the next MHD_run() */
    if (MHD_add_connection(worker->daemon, fd, (const struct sockaddr *)peer, n_peer) != MHD_YES) worker->n_fresh--; /* refused: closed by the library */
}

static bool accept_one(Worker *worker)
{
    if (!worker->stopping && !worker->gave_way && others_first(worker)) {
        worker->gave_way = true;
        listen_later(worker, GIVE_WAY_US);
        return false;
    }
    worker->gave_way = false;
    if (!make_room(worker)) {
        listen_later(worker, GIVE_WAY_US);
        return false;
    }
    struct sockaddr_storage peer = { 0 };
    socklen_t n_peer = sizeof peer;
    int fd = accept4(worker->listen_fd, (struct sockaddr *)&peer, &n_peer, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) admit(worker, fd, &peer, n_peer);
    else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) listen_later(worker, NO_FILES_US);
    else if (worker->stopping && (errno == EAGAIN || errno == EINVAL)) link_listen(worker, false);
    return fd >= 0;
}

void link_accept(Worker *worker)
{
    for (uint32_t i = 0; i < ADMITTED_A_ROUND && accept_one(worker); i++) continue;
}

void link_deadline(Link *link, LinkState state, uint32_t ms, uint64_t n_bytes)
{
    link->state = state;
    link->deadline_us = clock_ticks_us() + (int64_t)ms * 1000 + (int64_t)(n_bytes * 1000000 / link->worker->options.body_bytes_per_s);
}

/* The library is about to close the socket; the connection lives on in a copy until the client has stopped sending, so that it can read our refusal. */
static void linger(Link *link)
{
    Worker *worker = link->worker;
    if (worker->n_lingers == MOST_LINGERS) return;
    int copy = fcntl(link->fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) return;
    shutdown(copy, SHUT_WR);
    worker->lingers[worker->n_lingers++] = (Linger){ copy, clock_ticks_us() + LINGER_US };
}

static Link *begin(Worker *worker, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    BUG_ON(fd == NULL);
    BUG_ON(worker->n_links == link_room(worker));
    if (worker->n_fresh > 0) worker->n_fresh--;
    Link *link = worker->links[worker->n_links];
    *link = (Link){ .worker = worker, .i_link = worker->n_links++, .fd = fd->connect_fd };
    const union MHD_ConnectionInfo *peer = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (peer != NULL) ip_text((const struct sockaddr_storage *)(const void *)peer->client_addr, link->ip);
    link->trusted = trusted(worker, link->ip);
    link_deadline(link, LINK_WAIT, worker->options.header_ms, 0);
    return link;
}

static void end(Worker *worker, Link *link)
{
    if (link->linger) linger(link);
    Link *last = worker->links[--worker->n_links];
    worker->links[link->i_link] = last;
    worker->links[worker->n_links] = link; /* for another connection */
    last->i_link = link->i_link;
}

void link_notify(void *context, struct MHD_Connection *connection, void **socket_context, enum MHD_ConnectionNotificationCode code)
{
    Worker *worker = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) *socket_context = begin(worker, connection);
    else end(worker, *socket_context);
    worker->place.slots[worker->place.i_worker].n_connections = worker->n_links;
}

static bool drained(Linger *linger, int64_t now_us)
{
    char bytes[16384];
    ssize_t got;
    size_t total = 0;
    while ((got = recv(linger->fd, bytes, sizeof bytes, MSG_DONTWAIT)) > 0 && total < (4u << 20)) total += (size_t)got;
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR) || now_us > linger->until_us;
}

void link_sweep(Worker *worker, int64_t now_us)
{
    for (uint32_t i = 0; i < worker->n_links; i++) {
        Link *link = worker->links[i];
        if (link->state != LINK_WORK && now_us > link->deadline_us) shutdown(link->fd, SHUT_RDWR); /* the library sees the end and closes */
    }
    for (uint32_t i = worker->n_lingers; i > 0; i--) {
        if (!drained(&worker->lingers[i - 1], now_us)) continue;
        close(worker->lingers[i - 1].fd);
        worker->lingers[i - 1] = worker->lingers[--worker->n_lingers];
    }
    if (!worker->stopping && !worker->listening && now_us > worker->listen_again_us) link_listen(worker, true);
}

void link_stop(Worker *worker)
{
    int64_t soon = clock_ticks_us() + FRESH_AT_STOP_US;
    for (uint32_t i = 0; i < worker->n_links; i++) {
        Link *link = worker->links[i];
        char byte;
        if (link->state != LINK_WAIT || recv(link->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0) continue; /* a request has come */
        if (link->served) shutdown(link->fd, SHUT_RDWR);
        else if (link->deadline_us > soon) link->deadline_us = soon;
    }
}
