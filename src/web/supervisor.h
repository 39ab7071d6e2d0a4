/* The first process of «merilo serve»: opens the socket, forks workers, hashers, converters and the job worker, restarts what dies, stops gracefully.
 *
 *   SIGTERM, SIGINT   no new connections, requests in work are finished (10 s at most), exit
 *   SIGHUP            certificates are read again, workers are replaced one by one; no request is lost
 *   a child dies      another takes its place at once; one that dies within two seconds of its birth waits 0.1 s … 5 s
 *   a handler hangs   its worker is killed after LIMIT_HANDLER_MS and replaced */
#ifndef WEB_SUPERVISOR_H
#define WEB_SUPERVISOR_H

#include "web/sandbox.h"
#include "web/server.h"

typedef struct SupervisorOptions {
    const char *listen;           /* «8080», «127.0.0.1:8080», «[::1]:8080», «0.0.0.0:8080»; port 0: any free one. A socket given by systemd goes first */
    uint32_t n_workers;           /* 0: max(8, 4 × cores) */
    uint32_t n_hashers;           /* 0: 2 */
    uint32_t n_converters;        /* 0: 2; none without server.convert */
    uint32_t n_programs; const char *const *programs; /* of the system, which converters may start */
    const char *tls_cert, *tls_key; /* paths of PEM files; NULL: plain HTTP */
    ServerOptions server;         /* tls_* of it are filled from the files */
    SandboxOptions sandbox;       /* of workers; the job worker may also connect outwards */
    HttpHandler handler;
    void *context;                /* given to all functions below and to the handler; copied by fork */
    /* In the child, before the sandbox closes. node: 1, 2, …; different in every living process, for db_open(). false: the child ends and is tried again later. */
    bool (*worker_start)(void *context, uint32_t node, Err *err);
    /* The job worker; NULL: none. Returns when supervisor_pause() says false. */
    void (*job_loop)(void *context, uint32_t node);
    void (*listening)(void *context, const char *url); /* once, when requests are accepted: «http://127.0.0.1:8080/»; may be NULL */
} SupervisorOptions;

/* Runs until told to stop. true: stopped as told. fails   ERR_INPUT (address), ERR_IO (port is taken, files of TLS) before anything is started. */
bool supervisor_run(const SupervisorOptions *options, Err *err);

/* For job_loop: sleeps up to ms; false at once when this process is asked to stop. pause(0) only asks. */
bool supervisor_pause(uint32_t ms);

#endif
