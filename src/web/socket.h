/* The listening socket. */
#ifndef WEB_SOCKET_H
#define WEB_SOCKET_H

#include "base/arena.h"

/* address: «8080» (this machine only), «*:8080» (every address, IPv4 and IPv6), «192.0.2.1:8080», «[::1]:8080»; port 0: any free one.
 * fails   ERR_INPUT an address that is none, ERR_CONFLICT the port is taken, ERR_DENIED a port under 1024 without the right, ERR_IO */
bool socket_listen(const char *address, int *fd, Err *err);
/* The socket that systemd opened for us; false: there is none. */
bool socket_from_systemd(int *fd);
/* «http://127.0.0.1:8080/» of a listening socket; a socket on every address is shown as 127.0.0.1. */
Str socket_url(int fd, bool tls, Arena *arena);
/* No new connection reaches the socket any more; those that have can still be accepted. */
void socket_stop(int fd);
bool socket_stopped(int fd);

#endif
