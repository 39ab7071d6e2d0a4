/* A small server for tests of src/web: shows what it understood of a request, and does on demand what goes wrong in life.
 *   web_echo [--listen ADDRESS] [--data FOLDER] [--workers N] [--hashers N] [--converters N] [--host NAME]… [--proxy IP]… [--tls CERT KEY] [--no-sandbox] [--ms NAME N]… [--received BYTES]
 *            [--alone: one process without a supervisor]
 * The address is printed on standard output. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "web/socket.h"
#include "web/supervisor.h"
#include "web/web_stats.h"

typedef struct Echo { uint32_t node; const char *data; } Echo;

static long long number(Str text)
{
    long long value;
    return str_to_int(text, &value) ? value : 0;
}

static void put_pairs(Json *json, const char *key, uint32_t n, const Pair *pairs)
{
    json_key(json, key);
    json_array(json);
    for (uint32_t i = 0; i < n; i++) {
        json_array(json);
        json_str(json, pairs[i].name);
        json_str(json, pairs[i].value);
        json_array_end(json);
    }
    json_array_end(json);
}

static void put_files(Json *json, const Request *request)
{
    json_key(json, "files");
    json_array(json);
    for (uint32_t i = 0; i < request->n_files; i++) {
        char hash[65];
        hash_sha256_hex(request->files[i].bytes, hash);
        json_array(json);
        json_str(json, request->files[i].field);
        json_str(json, request->files[i].name);
        json_int(json, (long long)request->files[i].bytes.n);
        json_z(json, hash);
        json_array_end(json);
    }
    json_array_end(json);
}

static void show(const Echo *echo, const Request *request, Buf *out)
{
    static const char *const methods[] = { "GET", "HEAD", "POST", "OTHER" };
    Json json;
    json_init(&json, out, true);
    json_object(&json);
    json_put_z(&json, "method", methods[request->method]);
    json_put_str(&json, "path", request->path);
    json_put_str(&json, "raw_query", request->raw_query);
    json_put_str(&json, "host", request->host);
    json_put_z(&json, "ip", request->ip);
    json_put_str(&json, "body", request->body);
    json_put_str(&json, "type", request->content_type);
    json_put_bool(&json, "secure", request->secure);
    json_put_int(&json, "node", echo->node);
    json_put_int(&json, "pid", getpid());
    put_pairs(&json, "query", request->n_query, request->query);
    put_pairs(&json, "fields", request->n_fields, request->fields);
    put_pairs(&json, "cookies", request->n_cookies, request->cookies);
    put_files(&json, request);
    json_object_end(&json);
}

/* What the sandbox lets through: «файл», «запись», «программа», «соединение» as 0 or 1. */
static void try_out(const Echo *echo, Buf *out)
{
    char path[4096];
    int foreign = open("/var/log", O_RDONLY), file = open("/etc/passwd", O_WRONLY | O_APPEND), wire = socket(AF_INET, SOCK_STREAM, 0);
    snprintf(path, sizeof path, "%s/written", echo->data);
    int own = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    pid_t child = -1;
    char *const args[] = { "true", NULL };
    bool ran = posix_spawn(&child, "/bin/true", NULL, NULL, args, NULL) == 0;
    int status = 0;
    if (ran && waitpid(child, &status, 0) == child) ran = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    SandboxState state = sandbox_state();
    buf_printf(out, "{\"foreign\":%d,\"system\":%d,\"own\":%d,\"exec\":%d,\"socket\":%d,\"abi\":%d,\"files\":%d,\"calls\":%d}", foreign >= 0, file >= 0, own >= 0, ran,
               wire >= 0, state.landlock_abi, state.files, state.calls);
}

static void figures(Buf *out)
{
    WebFigures now = web_figures();
    buf_printf(out, "{\"workers\":%u,\"connections\":%u,\"requests\":%llu,\"refused\":%llu,\"n5xx\":%llu,\"n503\":%llu,\"hashed\":%llu,\"restarts\":%llu,\"p95\":%.3f,\"most\":%.3f}",
               now.n_workers, now.n_connections, (unsigned long long)now.n_requests, (unsigned long long)now.n_refused, (unsigned long long)now.n_5xx,
               (unsigned long long)now.n_503, (unsigned long long)now.n_hashed, (unsigned long long)now.n_restarts, now.classes[ROUTE_EXPORT].p95_ms, now.classes[ROUTE_EXPORT].most_ms);
}

static void hashing(const Request *request, Reply *reply, Buf *out)
{
    if (!request->hash.given) {
        reply->hash.wanted = true;
        reply->hash.password = request_field(request, "password");
        reply->hash.stored = request_field(request, "stored");
        return;
    }
    Json json;
    json_init(&json, out, true);
    json_object(&json);
    json_put_bool(&json, "ok", request->hash.ok);
    json_put_str(&json, "made", request->hash.made);
    json_object_end(&json);
}

/* A converter that does what the name says: slow-MS, dies, big-BYTES, silent; else tells what it was given. */
static void convert(Str name, Str bytes, Buf *answer)
{
    char hash[65];
    if (str_starts(name, STR("slow-"))) clock_sleep_ms((uint32_t)number(str_slice(name, 5, name.n)));
    if (str_eq(name, STR("dies"))) abort();
    if (str_eq(name, STR("silent"))) return;
    hash_sha256_hex(bytes, hash);
    buf_printf(answer, "%s %d ", hash, getpid());
    for (long long i = str_starts(name, STR("big-")) ? number(str_slice(name, 4, name.n)) : 0; i > 0; i--) buf_add_char(answer, 'x');
    buf_add(answer, name);
}

static void converting(const Request *request, Reply *reply, Buf *out)
{
    if (!request->converted.given) {
        reply->convert.wanted = true;
        reply->convert.name = request_query(request, "name");
        reply->convert.bytes = request->n_files > 0 ? request->files[0].bytes : STR("без файла");
        return;
    }
    buf_printf(out, "%d %.*s", request->converted.answer.n > 0, STR_ARG(request->converted.answer));
}

static void special(const Request *request, Reply *reply, Arena *arena, Buf *out)
{
    Str path = request->path;
    if (str_eq(path, STR("/cookie"))) {
        reply->n_cookies = 2;
        reply->cookies[0].name = STR("session");
        reply->cookies[0].value = STR("abc");
        reply->cookies[1].name = STR("old");
        reply->cookies[1].value = STR_EMPTY;
        reply->cookies[1].max_age_s = -1;
    } else if (str_eq(path, STR("/tag"))) {
        reply->etag = STR("\"v1\"");
        buf_add_z(out, "tagged");
    } else if (str_eq(path, STR("/static"))) {
        reply->cacheable = true;
        buf_add_z(out, "static");
    } else if (str_eq(path, STR("/go"))) {
        reply->status = 303;
        reply->location = request_query(request, "to");
    } else if (str_eq(path, STR("/download"))) {
        reply->disposition = request_query(request, "name");
        buf_add_z(out, "file");
    } else if (str_eq(path, STR("/big"))) {
        size_t n = (size_t)number(request_query(request, "n"));
        char *at = arena_alloc(arena, n + 1);
        memset(at, 'x', n);
        reply->body = (Str){ at, n };
    }
}

static void handle(void *context, const Request *request, Reply *reply, Arena *arena)
{
    const Echo *echo = context;
    Buf out;
    buf_init(&out, 0);
    reply->status = 200;
    reply->type = STR("application/json");
    if (str_eq(request->path, STR("/crash"))) abort();
    if (str_eq(request->path, STR("/slow"))) clock_sleep_ms((uint32_t)number(request_query(request, "ms")));
    if (str_eq(request->path, STR("/hash"))) hashing(request, reply, &out);
    else if (str_eq(request->path, STR("/convert"))) converting(request, reply, &out);
    else if (str_eq(request->path, STR("/try"))) try_out(echo, &out);
    else if (str_eq(request->path, STR("/figures"))) figures(&out);
    else special(request, reply, arena, &out);
    if (out.n == 0 && reply->body.n == 0 && !reply->hash.wanted && !reply->convert.wanted) show(echo, request, &out);
    if (out.n != 0) reply->body = arena_str(arena, buf_str(&out));
    buf_free(&out);
}

static bool start(void *context, uint32_t node, Err *err)
{
    (void)err;
    ((Echo *)context)->node = node;
    return true;
}

static void jobs(void *context, uint32_t node)
{
    (void)context;
    (void)node;
    while (supervisor_pause(60000)) {}
}

static void listening(void *context, const char *url)
{
    (void)context;
    puts(url);
    fflush(stdout);
}

static uint32_t *setting(ServerOptions *server, const char *name)
{
    const struct { const char *name; uint32_t *at; } all[] = {
        { "header", &server->header_ms }, { "idle", &server->idle_ms }, { "body", &server->body_ms }, { "reply", &server->reply_ms }, { "drain", &server->drain_ms },
        { "rate", &server->body_bytes_per_s }, { "connections", &server->n_connections }, { "per-ip", &server->n_connections_per_ip }, { "hashing", &server->n_hashing }, { "converting", &server->n_converting }, { "handler", &server->handler_ms },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(name, all[i].name) == 0) return all[i].at;
    fprintf(stderr, "web_echo: %s?\n", name);
    exit(2);
}

static bool run_alone(const SupervisorOptions *options, Err *err)
{
    int fd;
    Arena *arena = arena_new(0);
    bool done = socket_listen(options->listen, &fd, err);
    if (done) {
        listening(NULL, socket_url(fd, false, arena).at);
        done = server_loop(&options->server, fd, options->handler, options->context, err);
        close(fd);
    }
    arena_free(arena);
    return done;
}

int main(int argc, char **argv)
{
    static const char *hosts[8], *proxies[8], *folders[1];
    bool alone = false;
    Echo echo = { .data = P_tmpdir };
    SupervisorOptions options = { .listen = "127.0.0.1:0", .handler = handle, .context = &echo, .worker_start = start, .job_loop = jobs, .listening = listening };
    options.server.access_log = true;
    options.server.convert = convert;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *next = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(word, "--no-sandbox") == 0) { options.sandbox.off = true; continue; }
        if (strcmp(word, "--alone") == 0) { alone = true; continue; }
        i++;
        if (strcmp(word, "--listen") == 0) options.listen = next;
        else if (strcmp(word, "--data") == 0) echo.data = next;
        else if (strcmp(word, "--workers") == 0) options.n_workers = (uint32_t)atoi(next);
        else if (strcmp(word, "--hashers") == 0) options.n_hashers = (uint32_t)atoi(next);
        else if (strcmp(word, "--converters") == 0) options.n_converters = (uint32_t)atoi(next);
        else if (strcmp(word, "--received") == 0) options.server.received_bytes = (size_t)atoi(next);
        else if (strcmp(word, "--host") == 0) hosts[options.server.n_hosts++] = next;
        else if (strcmp(word, "--proxy") == 0) proxies[options.server.n_trusted_proxies++] = next;
        else if (strcmp(word, "--tls") == 0) options.tls_cert = next, options.tls_key = argv[++i];
        else if (strcmp(word, "--ms") == 0) *setting(&options.server, next) = (uint32_t)atoi(argv[++i]);
        else return 2;
    }
    options.server.hosts = hosts;
    options.server.trusted_proxies = proxies;
    options.server.data_folder = echo.data;
    folders[0] = echo.data;
    options.sandbox.n_write = 1;
    options.sandbox.write = folders;
    Err err = { 0 };
    if (alone ? run_alone(&options, &err) : supervisor_run(&options, &err)) return 0;
    fprintf(stderr, "%s %s (%s)\n", err.what, err.hint, err.detail);
    return err_exit_code(err.code);
}
