/* merilo serve: the web application. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/first_.h"
#include "flow/job.h"
#include "flow/nightly.h"
#include "flow/place.h"
#include "flow/plan_read.h"
#include "flow/witness.h"
#include "store/migrate.h"
#include "web/dispatch.h"
#include "web/log.h"
#include "web/supervisor.h"

typedef struct Serving { Dispatch *dispatch; const char *url; Welcome welcome; } Serving;

/* An option, else its variable of the environment, else the usual value. */
static const char *word(const Args *args, const char *option, const char *variable, const char *usual)
{
    const char *given = args_value(args, option);
    if (given == NULL) given = getenv(variable);
    return given != NULL && *given != '\0' ? given : usual;
}

/* «a,b» → a list. */
static uint32_t split(const char *words, Arena *arena, const char *const **out)
{
    if (words == NULL) return 0;
    Str rest = str_of(words);
    const char **list = arena_array(arena, const char *, rest.n / 2 + 1);
    uint32_t n = 0;
    for (size_t from = 0; from <= rest.n;) {
        size_t to = from;
        while (to < rest.n && rest.at[to] != ',') to++;
        Str part = str_trim(str_slice(rest, from, to));
        if (part.n > 0) list[n++] = arena_z(arena, part);
        from = to + 1;
    }
    *out = list;
    return n;
}

static bool worker_start(void *context, uint32_t node, Err *err) { return dispatch_start(((Serving *)context)->dispatch, node, err); }
static void handle(void *context, const Request *request, Reply *reply, Arena *arena) { dispatch_request(((Serving *)context)->dispatch, request, reply, arena); }
static void error_page_of(void *context, int status, const char *why, Reply *reply, Arena *arena) { dispatch_error_page(((Serving *)context)->dispatch, status, why, reply, arena); }

/* Once an hour and at the end the head of the journal is written down outside the database. */
static void remember(Flow *flow, const char *url, const char *why)
{
    Err err = { 0 };
    if (!witness_add(flow_reader(flow), url, why, &err)) log_err(&err);
}

/* Between jobs the night is looked for; a failure of either is told and tried again. */
static void job_loop(void *context, uint32_t node)
{
    const int64_t hour_us = INT64_C(3600) * 1000000;
    const char *url = ((Serving *)context)->url;
    int64_t remembered_us = 0;
    Flow *flow;
    Err err = { 0 };
    JobLoop loop = { .pause = supervisor_pause, .once = true };
    if (!flow_open(url, node, &flow, &err)) {
        log_err(&err);
        return;
    }
    do {
        Err failed = { 0 };
        if (remembered_us == 0 || clock_ticks_us() - remembered_us > hour_us) {
            remember(flow, url, "час");
            remembered_us = clock_ticks_us();
        }
        if (!flow_nightly(flow, &failed) || !flow_job_loop(flow, &loop, &failed)) log_err(&failed);
    } while (supervisor_pause(1000));
    remember(flow, url, "остановка");
    flow_close(flow);
}

static void listening(void *context, const char *url)
{
    const Serving *serving = context;
    printf("Мерило работает: %s\nОстановить — Ctrl+C.\n", url);
    first_print(&serving->welcome, url);
    fflush(stdout);
}

/* The folder of data is made, the database opened, brought up to this program, filled when it is new. */
static bool prepare(const Args *args, const char *url, Arena *arena, Welcome *welcome, Err *err)
{
    umask(0027); /* what the server keeps is not for strangers on this machine */
    Str folder = place_data(url, arena);
    if (folder.n > 0 && !file_make_dir(arena_z(arena, folder), err)) return false;
    Db *db;
    DbOptions options = { .create = true, .node = DB_NODE_ANY };
    SchemaState state;
    if (!db_open(url, &options, &db, err)) return false;
    bool done = schema_state(db, &state, err);
    if (done && (state.at == 0 || args_has(args, "--migrate"))) done = schema_migrate(db, 0, err);
    done = done && schema_check(db, err);
    db_close(db);
    FirstAsk ask = { .demo = args_has(args, "--demo"), .region = args_has(args, "--region"), .place = str_of(word(args, "--place", "MERILO_PLACE", "")) };
    return done && first_start(url, &ask, arena, welcome, err);
}

static bool parse(const Args *args, Arena *arena, SupervisorOptions *out, Err *err)
{
    long long n_workers = 0;
    const char *workers = word(args, "--workers", "MERILO_WORKERS", "0");
    if (!str_to_int(str_of(workers), &n_workers) || n_workers < 0 || n_workers > LIMIT_WORKERS)
        return err_set(err, ERR_INPUT, "", "Рабочих процессов может быть от 1 до %u, а дано «%s».", LIMIT_WORKERS, workers);
    out->n_workers = (uint32_t)n_workers;
    out->listen = word(args, "--listen", "MERILO_LISTEN", "127.0.0.1:8080");
    out->tls_cert = word(args, "--tls-cert", "MERILO_TLS_CERT", NULL);
    out->tls_key = word(args, "--tls-key", "MERILO_TLS_KEY", NULL);
    if ((out->tls_cert == NULL) != (out->tls_key == NULL)) return err_set(err, ERR_INPUT, "Назовите и сертификат, и ключ к нему.", "Сертификат и ключ нужны вместе.");
    out->server.n_trusted_proxies = split(word(args, "--trusted-proxy", "MERILO_TRUSTED_PROXY", NULL), arena, &out->server.trusted_proxies);
    out->server.n_hosts = split(word(args, "--hosts", "MERILO_HOSTS", NULL), arena, &out->server.hosts);
    out->server.access_log = args_has(args, "--access-log");
    return true;
}

/* Port of a PostgreSQL server reached by TCP: the one connection that workers keep the right to. */
static uint16_t database_port(const char *url)
{
    if (place_file(url).n > 0 || strstr(url, "host=/") != NULL || strstr(url, "host=%2F") != NULL) return 0;
    const char *at = strchr(url, '@');
    const char *host = at != NULL ? at + 1 : strstr(url, "://") + 3;
    const char *colon = strpbrk(host, ":/");
    long port = colon != NULL && *colon == ':' ? strtol(colon + 1, NULL, 10) : 5432;
    return port > 0 && port < 65536 ? (uint16_t)port : 5432;
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    if (args->n_free > 0) return err_set(err, ERR_INPUT, "«--help» расскажет о ключах.", "Лишнее слово «%s».", args->free_words[0]);
    const char *data = args_value(args, "--data");
    if (data != NULL) setenv("MERILO_DATA", data, 1);
    const char *url = word(args, "--db", "MERILO_DB", "merilo.db");
    Serving serving = { .url = url };
    SupervisorOptions options = { .handler = handle, .context = &serving, .worker_start = worker_start, .job_loop = job_loop, .listening = listening,
                                  .server = { .error_page = error_page_of, .convert = document_answer }, .programs = document_programs };
    while (document_programs[options.n_programs] != NULL) options.n_programs++;
    if (place_data(url, arena).n == 0) return err_set(err, ERR_INPUT, "Добавьте --data ПАПКА или переменную MERILO_DATA.", "Для PostgreSQL нужна папка: в ней лежат копии базы и пишутся файлы на время работы.");
    if (!parse(args, arena, &options, err) || !prepare(args, url, arena, &serving.welcome, err)) return false;
    const char *folder = arena_z(arena, place_data(url, arena));
    options.server.data_folder = folder;
    setenv("TMPDIR", folder, 1); /* the one place where the sandbox lets workers write: XLSX is made through a temporary file */
    const char *write[] = { folder, arena_z(arena, place_database(url, arena)) }; /* the second: its own beside a folder of data elsewhere; empty for PostgreSQL */
    options.sandbox = (SandboxOptions){ .off = args_has(args, "--no-sandbox"), .n_write = *write[1] == '\0' ? 1 : 2, .write = write, .database_port = database_port(url) };
    /* The supervisor stops gracefully; the habit of other commands is to leave at once. */
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    serving.dispatch = dispatch_new(url);
    bool done = supervisor_run(&options, err);
    dispatch_free(serving.dispatch);
    return done;
}

static const Option options[] = {
    { "--db", "БАЗА", "файл SQLite или postgresql://… (MERILO_DB; merilo.db в текущей папке)", false },
    { "--listen", "АДРЕС:ПОРТ", "где слушать (MERILO_LISTEN; 127.0.0.1:8080); порт 0 — любой свободный", false },
    { "--data", "ПАПКА", "загруженные файлы и копии базы (MERILO_DATA; папка файла базы; для PostgreSQL нужна)", false },
    { "--demo", NULL, "новую базу заполнить показательным районом и напечатать ссылки для входа", false },
    { "--place", "НАЗВАНИЕ", "как называется район или область новой базы (MERILO_PLACE; потом меняется на странице)", false },
    { "--region", NULL, "новая база — для области, а не для одного района", false },
    { "--migrate", NULL, "привести схему базы к этой программе, если нужно", false },
    { "--tls-cert", "ФАЙЛ", "сертификат PEM: HTTPS без nginx (MERILO_TLS_CERT)", false },
    { "--tls-key", "ФАЙЛ", "ключ к нему (MERILO_TLS_KEY)", false },
    { "--trusted-proxy", "АДРЕСА", "nginx или caddy, которым верить об адресе посетителя и HTTPS, через запятую (MERILO_TRUSTED_PROXY)", false },
    { "--hosts", "ИМЕНА", "имена, под которыми сервер открывают, через запятую (MERILO_HOSTS; любые)", false },
    { "--workers", "N", "рабочих процессов (MERILO_WORKERS; по числу ядер, не меньше 8)", false },
    { "--access-log", NULL, "строка в журнал на каждый запрос", false },
    { "--no-sandbox", NULL, "не ограничивать процессы: для отладки", false },
    { 0 },
};

const Command command_serve = {
    .name = "serve",
    .words = "[--db БАЗА] [--listen АДРЕС:ПОРТ] [--demo]",
    .summary = "веб-приложение для района или региона",
    .details = "В первый раз делает базу и печатает ссылку, по которой входит администратор. Настройки читаются из ключей, без них — из переменных, названных в скобках.\n"
               "SIGTERM — остановиться, закончив начатое; SIGHUP — перечитать сертификат и сменить процессы, не теряя запросов.",
    .options = options,
    .run = run
};
