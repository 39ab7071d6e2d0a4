#include "web/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096, SYSTEMD_FD = 3 }; /* the kernel cuts the first to net.core.somaxconn */

typedef union Address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
} Address;

static bool parse(const char *text, Address *out, socklen_t *n, bool *both)
{
    char host[64];
    Str all = str_of(text);
    size_t colon = all.n;
    while (colon > 0 && all.at[colon - 1] != ':') colon--;
    long long port;
    if (!str_to_int(str_slice(all, colon, all.n), &port) || port > 65535) return false;
    Str name = colon != 0 ? str_slice(all, 0, colon - 1) : STR("127.0.0.1");
    bool six = name.n > 2 && name.at[0] == '[' && name.at[name.n - 1] == ']';
    if (six) name = str_slice(name, 1, name.n - 1);
    *both = str_eq(name, STR("*"));
    if (*both) name = STR("::");
    if (name.n >= sizeof host) return false;
    memcpy(host, name.at, name.n);
    host[name.n] = '\0';
    memset(out, 0, sizeof *out);
    if (six || *both) {
        out->six = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
        *n = sizeof out->six;
        return inet_pton(AF_INET6, host, &out->six.sin6_addr) == 1;
    }
    out->four = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    *n = sizeof out->four;
    return inet_pton(AF_INET, host, &out->four.sin_addr) == 1;
}

static bool open_at(const Address *address, socklen_t n, bool both, int *out)
{
    int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), yes = 1, only = !both;
    if (fd < 0) return false;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (address->any.sa_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
    if (bind(fd, &address->any, n) == 0 && listen(fd, BACKLOG) == 0) return *out = fd, true;
    int why = errno;
    close(fd);
    errno = why;
    return false;
}

bool socket_listen(const char *text, int *fd, Err *err)
{
    Address address;
    socklen_t n;
    bool both;
    if (!parse(text, &address, &n, &both))
        return err_set(err, ERR_INPUT, "Пишите «8080», «*:8080», «192.0.2.1:8080» или «[::1]:8080».", "Адрес «%s» не разобрать.", text);
    bool opened = open_at(&address, n, both, fd);
    if (!opened && both && errno == EAFNOSUPPORT) { /* no IPv6 here */
        in_port_t port = address.six.sin6_port;
        address.four = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = port };
        opened = open_at(&address, sizeof address.four, false, fd);
    }
    if (opened) return true;
    int why = errno;
    if (why == EADDRINUSE) err_set(err, ERR_CONFLICT, "Остановите другую программу или выберите другой порт.", "Адрес «%s» уже занят.", text);
    else if (why == EACCES) err_set(err, ERR_DENIED, "Выберите порт от 1024 или поставьте впереди nginx.", "Нет права занять адрес «%s».", text);
    else err_set(err, ERR_IO, "Проверьте, есть ли такой адрес у этой машины.", "Не открывается адрес «%s».", text);
    err_detail(err, "%s", strerror(why));
    return false;
}

/* Packets that have come over any router, or from a machine that counts from 64 or 128 as all do, are dropped: a client that comes now tries again and is refused when the
 * socket closes, instead of being cut after its request. A filter (SO_ATTACH_FILTER) would say the same, but there are kernels where only root may set one. */
enum { HOPS_ALL = 0, HOPS_NONE = 255 };

static void least_hops(int fd, int hops)
{
    setsockopt(fd, IPPROTO_IP, IP_MINTTL, &hops, sizeof hops); /* also what comes to a socket of IPv6 by IPv4 */
    setsockopt(fd, IPPROTO_IPV6, IPV6_MINHOPCOUNT, &hops, sizeof hops);
}

void socket_stop(int fd) { least_hops(fd, HOPS_NONE); }

bool socket_stopped(int fd)
{
    int four = 0, six = 0;
    socklen_t n_four = sizeof four, n_six = sizeof six;
    return (getsockopt(fd, IPPROTO_IP, IP_MINTTL, &four, &n_four) == 0 && four == HOPS_NONE) || (getsockopt(fd, IPPROTO_IPV6, IPV6_MINHOPCOUNT, &six, &n_six) == 0 && six == HOPS_NONE);
}

bool socket_from_systemd(int *fd)
{
    const char *pid = getenv("LISTEN_PID"), *n = getenv("LISTEN_FDS");
    long long whose, many;
    if (pid == NULL || n == NULL || !str_to_int(str_of(pid), &whose) || !str_to_int(str_of(n), &many) || whose != getpid() || many < 1) return false;
    int listens = 0;
    socklen_t size = sizeof listens;
    *fd = SYSTEMD_FD;
    if (getsockopt(*fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0) return false;
    least_hops(*fd, HOPS_ALL); /* it may be the one that the server before us stopped */
    return fcntl(*fd, F_SETFL, fcntl(*fd, F_GETFL) | O_NONBLOCK) == 0 && fcntl(*fd, F_SETFD, FD_CLOEXEC) == 0;
}

Str socket_url(int fd, bool tls, Arena *arena)
{
    Address address = { .any = { .sa_family = AF_UNSPEC } };
    socklen_t n = sizeof address;
    char host[INET6_ADDRSTRLEN] = "";
    const char *scheme = tls ? "https" : "http";
    if (getsockname(fd, &address.any, &n) != 0 || (address.any.sa_family != AF_INET && address.any.sa_family != AF_INET6)) return STR_EMPTY;
    if (address.any.sa_family == AF_INET6 && !IN6_IS_ADDR_UNSPECIFIED(&address.six.sin6_addr)) {
        inet_ntop(AF_INET6, &address.six.sin6_addr, host, sizeof host);
        return arena_printf(arena, "%s://[%s]:%u/", scheme, host, ntohs(address.six.sin6_port));
    }
    in_port_t port = address.any.sa_family == AF_INET6 ? address.six.sin6_port : address.four.sin_port;
    struct in_addr shown = { htonl(INADDR_LOOPBACK) };
    if (address.any.sa_family == AF_INET && address.four.sin_addr.s_addr != htonl(INADDR_ANY)) shown = address.four.sin_addr;
    inet_ntop(AF_INET, &shown, host, sizeof host);
    return arena_printf(arena, "%s://%s:%u/", scheme, host, ntohs(port));
}

