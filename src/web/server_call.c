#include <stdlib.h>

#include "base/clock.h"
#include "web/form.h"
#include "web/log.h"
#include "web/server_.h"

void *call_new(void *context, const char *target, struct MHD_Connection *connection)
{
    Worker *worker = context;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    size_t n = strlen(target);
    Call *call = calloc(1, sizeof *call + n + 1);
    if (call == NULL || info == NULL) return free(call), NULL;
    *call = (Call){ .link = info->socket_context, .connection = connection, .target = target, .text = { (char *)(call + 1), n } };
    memcpy(call + 1, target, n + 1);
    if (call->link->served) link_deadline(call->link, LINK_HEAD, worker->options.header_ms, 0);
    call->link->state = LINK_HEAD;
    return call;
}

typedef struct HeaderList { Pair at[LIMIT_HEADERS + 1]; uint32_t n; } HeaderList;

static enum MHD_Result header_take(void *context, enum MHD_ValueKind kind, const char *name, size_t n_name, const char *value, size_t n_value)
{
    (void)kind;
    HeaderList *list = context;
    if (list->n < sizeof list->at / sizeof *list->at) list->at[list->n++] = (Pair){ { name, n_name }, { value != NULL ? value : "", value != NULL ? n_value : 0 } };
    return MHD_YES;
}

/* Who asks and by which way; a proxy is believed only when it is ours. */
static void read_origin(const Worker *worker, Call *call)
{
    Request *request = &call->request;
    bool believed = call->link->trusted;
    Str ip = believed && call->guarded.forwarded_for.n != 0 ? call->guarded.forwarded_for : str_of(call->link->ip);
    memcpy(request->ip, ip.at, ip.n < sizeof request->ip ? ip.n : sizeof request->ip - 1);
    request->secure = worker->options.tls_cert.n != 0 || (believed && call->guarded.forwarded_https);
    form_cookies(call->guarded.cookie, request->secure ? STR("__Host-") : STR_EMPTY, call->arena, &request->cookies, &request->n_cookies);
}

static Refusal examine(Worker *worker, Call *call, const char *method, const char *version)
{
    static const Refusal torn = { .status = 400, .why = "Запрос записан с ошибкой." };
    HeaderList list = { .n = 0 };
    Request *request = &call->request;
    *request = (Request){ .path = STR_EMPTY, .raw_query = STR_EMPTY, .body = STR_EMPTY };
    request->hash.made = STR_EMPTY;
    MHD_get_connection_values_n(call->connection, MHD_HEADER_KIND, header_take, &list);
    Refusal refusal = guard_method(str_of(method), &request->method);
    const union MHD_ConnectionInfo *size = MHD_get_connection_info(call->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    call->n_header = size != NULL ? size->header_size : 0;
    if (list.n > LIMIT_HEADERS || call->n_header > LIMIT_HEADER_BYTES) return (Refusal){ .status = 431, .why = "В запросе слишком много заголовков." };
    if (!raw_fine(call, method, version, list.at, list.n)) return torn;
    if (refusal.status == 0) refusal = guard_target(call->text, request, call->arena);
    if (refusal.status != 0) return refusal;
    return guard_headers(list.at, list.n, worker->options.hosts, worker->options.n_hosts, request, &call->guarded, call->arena);
}

static void begin(Worker *worker, Call *call, const char *method, const char *version)
{
    call->begun = true;
    call->arena = arena_new(LIMIT_REQUEST_ARENA);
    call->refusal = examine(worker, call, method, version);
    if (call->refusal.status != 0) return;
    read_origin(worker, call);
    if (call->guarded.n_body == 0) return;
    call->body = body_new(worker, call);
    if (call->body == NULL) call->refusal = (Refusal){ .status = 503 };
    link_deadline(call->link, LINK_BODY, worker->options.body_ms, call->guarded.n_body);
}

static RouteClass class_of(const Call *call)
{
    if (call->request.method == METHOD_POST) return ROUTE_POST;
    if (call->reply.cacheable) return ROUTE_STATIC;
    return str_starts(call->reply.type, STR("text/html")) || call->reply.type.n == 0 ? ROUTE_PAGE : ROUTE_EXPORT;
}

/* Runs the handler; when it asked for hashing or converting, submits that and will be called again. */
static void work(Worker *worker, Call *call)
{
    WebSlot *slot = &worker->place.slots[worker->place.i_worker];
    Str path = str_slice(log_path(call->request.path, call->arena), 0, STATS_CURRENT - 1);
    memcpy(slot->current, path.at, path.n);
    slot->current[path.n] = '\0';
    int64_t from_us = clock_ticks_us();
    slot->busy_since_us = from_us;
    call->reply = (Reply){ 0 };
    worker->handler(worker->context, &call->request, &call->reply, call->arena);
    slot->busy_since_us = 0;
    call->handler_us += clock_ticks_us() - from_us;
    if (call->reply.hash.wanted && !call->request.hash.given) hash_submit(worker, call);
    else if (call->reply.convert.wanted && !call->request.converted.given) convert_submit(worker, call);
    else BUG_ON(call->reply.status < 200 || call->reply.status > 599);
}

static bool suspended(const Call *call) { return call->ask != NULL || call->conversion != NULL; }

static enum MHD_Result finish(Worker *worker, Call *call)
{
    WebSlot *slot = &worker->place.slots[worker->place.i_worker];
    if (suspended(call)) return MHD_YES;
    call->link->state = LINK_WORK;
    if (call->body != NULL && call->refusal.status == 0) {
        call->refusal = body_end(call->body, &call->request);
        body_free(call->body);
        call->body = NULL;
    }
    if (call->refusal.status == 0) work(worker, call);
    if (suspended(call)) return MHD_YES;
    if (call->refusal.status != 0) {
        slot->n_refused++;
        reply_refuse(call, call->refusal);
    }
    stats_count(slot, class_of(call), call->reply.status, call->handler_us);
    call->answered = true;
    return reply_send(call);
}

/* A refused body is read to its end all the same: the library takes no reply in the middle. */
static void receive(Worker *worker, Call *call, Str bytes)
{
    if (call->refusal.status != 0) return;
    if (bytes.n > worker->options.received_bytes - worker->n_received) {
        call->refusal = (Refusal){ .status = 503, .why = "Сервер сейчас принимает слишком много файлов. Подождите немного и повторите." };
        return;
    }
    call->n_received += bytes.n;
    worker->n_received += bytes.n;
    body_feed(call->body, bytes);
}

static void access_line(const Call *call)
{
    static const char *const methods[] = { "GET", "HEAD", "POST", "прочее" };
    Str path = call->request.path.n != 0 ? str_slice(log_path(call->request.path, call->arena), 0, 300) : STR("-");
    log_line(LOG_LEVEL_FACT, "%s %s %.*s %d %.1f мс", call->request.ip[0] != '\0' ? call->request.ip : call->link->ip, methods[call->request.method],
             STR_ARG(path), call->reply.status, (double)call->handler_us / 1000);
}

enum MHD_Result call_go(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version, const char *bytes, size_t *n_bytes, void **at)
{
    (void)connection;
    (void)url;
    Worker *worker = context;
    Call *call = *at;
    if (call == NULL) return MHD_NO;
    if (call->answered) return *n_bytes = 0, MHD_YES;
    if (!call->begun) {
        begin(worker, call, method, version);
        if (call->refusal.status == 0) return MHD_YES;
        call->link->linger = true;
    } else if (*n_bytes != 0) {
        receive(worker, call, (Str){ bytes, *n_bytes });
        return *n_bytes = 0, MHD_YES;
    }
    enum MHD_Result result = finish(worker, call);
    if (call->answered && worker->options.access_log) access_line(call);
    return result;
}

void call_end(void *context, struct MHD_Connection *connection, void **at, enum MHD_RequestTerminationCode why)
{
    (void)connection;
    (void)why;
    Worker *worker = context;
    Call *call = *at;
    *at = NULL;
    if (call == NULL) return;
    BUG_ON(suspended(call)); /* a suspended connection is resumed before it ends */
    link_deadline(call->link, LINK_WAIT, worker->stopping ? 0 : worker->options.idle_ms, 0);
    call->link->served = true;
    worker->n_received -= call->n_received;
    if (call->body != NULL) body_free(call->body);
    if (call->arena != NULL) arena_free(call->arena);
    free(call);
}
