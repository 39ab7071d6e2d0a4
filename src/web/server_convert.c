/* Calls that wait for a converter. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/file.h"
#include "base/clock.h"
#include "web/server_.h"

enum { PIECE = 65536, PIECES = 16, LATER_S = 30 };

struct Conversion {
    Call *call;
    Conversion *next;
    ConvertAsk ask;
    int file, answer_end; /* given to a converter, then closed here; -1 */
    int in;               /* the answer's */
    int64_t until_us;
    Buf answer;           /* with its header */
};

static void give(Call *call, Str answer)
{
    call->request.converted.given = true;
    call->request.converted.answer = answer;
}

static void close_end(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static void conversion_free(void *at, size_t n)
{
    (void)n;
    Conversion *conversion = at;
    close_end(&conversion->file);
    close_end(&conversion->answer_end);
    close_end(&conversion->in);
    buf_free(&conversion->answer);
}

/* Takes it off the list and lets the library call us again. Its answer stays as long as the call. */
static void wake(Worker *worker, Conversion *conversion)
{
    Conversion **at = &worker->converting;
    while (*at != conversion) at = &(*at)->next;
    *at = conversion->next;
    worker->n_converting--;
    close_end(&conversion->in); /* epoll forgets it, a converter sees that nobody listens */
    close_end(&conversion->answer_end);
    close_end(&conversion->file);
    conversion->call->conversion = NULL;
    MHD_resume_connection(conversion->call->connection);
}

static Refusal later(const char *why) { return (Refusal){ .status = 503, .why = why, .retry_s = LATER_S }; }

/* The document in a file without a name, and a pipe that the answer will come by. */
static bool prepare(Worker *worker, Conversion *conversion, Str bytes)
{
    int ends[2];
    conversion->file = body_file(worker->options.data_folder);
    if (conversion->file < 0 || !file_put(conversion->file, bytes) || pipe2(ends, O_CLOEXEC) != 0) return false;
    conversion->in = ends[0];
    conversion->answer_end = ends[1];
    struct epoll_event event = { .events = EPOLLIN, .data.fd = conversion->in };
    return fcntl(conversion->in, F_SETFL, O_NONBLOCK) == 0 && epoll_ctl(worker->epoll_fd, EPOLL_CTL_ADD, conversion->in, &event) == 0;
}

static void free_text(void *at, size_t n)
{
    (void)n;
    buf_free(at);
}

/* Without converters it is done here and now, and nobody else is served meanwhile. */
static void convert_here(Worker *worker, Call *call)
{
    Buf *answer = arena_one(call->arena, Buf);
    buf_init(answer, LIMIT_CHILD_OUT_BYTES);
    arena_on_free(call->arena, free_text, answer, sizeof *answer);
    worker->options.convert(call->reply.convert.name, call->reply.convert.bytes, answer);
    give(call, buf_str(answer));
    call->reply = (Reply){ 0 };
    worker->handler(worker->context, &call->request, &call->reply, call->arena);
}

void convert_submit(Worker *worker, Call *call)
{
    Str name = call->reply.convert.name, bytes = call->reply.convert.bytes;
    BUG_ON(worker->options.convert == NULL || bytes.n == 0);
    if (worker->place.converts_fd < 0) {
        convert_here(worker, call);
        return;
    }
    if (worker->n_converting >= worker->options.n_converting || worker->stopping) {
        call->refusal = later("Сервер сейчас читает слишком много документов. Подождите полминуты и отправьте документ ещё раз.");
        return;
    }
    Conversion *conversion = arena_one(call->arena, Conversion);
    *conversion = (Conversion){ .call = call, .file = -1, .answer_end = -1, .in = -1, .until_us = clock_ticks_us() + (int64_t)LIMIT_CONVERT_WAIT_MS * 1000, .ask.n_bytes = bytes.n };
    arena_on_free(call->arena, conversion_free, conversion, sizeof *conversion);
    buf_init(&conversion->answer, sizeof(ConvertHeader) + LIMIT_CHILD_OUT_BYTES);
    conversion->ask.n_name = (uint32_t)(name.n < sizeof conversion->ask.name ? name.n : sizeof conversion->ask.name);
    /* the end of a name that is too long: it has the extension */
    if (name.n > 0) memcpy(conversion->ask.name, name.at + name.n - conversion->ask.n_name, conversion->ask.n_name);
    if (!prepare(worker, conversion, bytes)) {
        call->refusal = (Refusal){ .status = 507, .why = "Не удалось передать документ на чтение: на диске сервера нет места. Скажите об этом администратору." };
        return;
    }
    Conversion **last = &worker->converting;
    while (*last != NULL) last = &(*last)->next;
    *last = conversion;
    worker->n_converting++;
    call->conversion = conversion;
    MHD_suspend_connection(call->connection);
    convert_push(worker, clock_ticks_us());
}

/* All of it has come, or nothing more will. Half an answer is none. */
static void finish(Worker *worker, Conversion *conversion)
{
    Str bytes = buf_str(&conversion->answer);
    ConvertHeader header = { 0 };
    if (bytes.n >= sizeof header) memcpy(&header, bytes.at, sizeof header);
    bool whole = bytes.n > sizeof header && bytes.n - sizeof header == header.n_bytes && !conversion->answer.full;
    give(conversion->call, whole ? str_slice(bytes, sizeof header, bytes.n) : STR_EMPTY);
    wake(worker, conversion);
}

void convert_heard(Worker *worker, int fd)
{
    Conversion *conversion = worker->converting;
    while (conversion != NULL && conversion->in != fd) conversion = conversion->next;
    for (int i = 0; conversion != NULL && i < PIECES; i++) { /* others want their turn too */
        char piece[PIECE];
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n <= 0) {
            finish(worker, conversion);
            return;
        }
        buf_add(&conversion->answer, (Str){ piece, (size_t)n });
    }
}

static void give_up(Worker *worker, Conversion *conversion)
{
    conversion->call->refusal = later("Документ не успел прочитаться: сервер занят другими документами. Подождите полминуты и отправьте его ещё раз.");
    wake(worker, conversion);
}

void convert_push(Worker *worker, int64_t now_us)
{
    bool full = false;
    for (Conversion *conversion = worker->converting, *next; conversion != NULL; conversion = next) {
        next = conversion->next;
        if (now_us > conversion->until_us) {
            give_up(worker, conversion);
        } else if (conversion->file >= 0 && !full) { /* in their order; EAGAIN: the queue is full, later */
            full = !convert_send(worker->place.converts_fd, &conversion->ask, conversion->file, conversion->answer_end);
            if (full) continue;
            close_end(&conversion->file);
            close_end(&conversion->answer_end); /* now the converter's alone: when it dies, the pipe ends */
        }
    }
}

void convert_drop(Worker *worker)
{
    while (worker->converting != NULL) give_up(worker, worker->converting);
}
