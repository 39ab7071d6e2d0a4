#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/number.h"
#include "web/server_.h"

static void give(Call *call, const HashAnswer *answer)
{
    call->request.hash.given = true;
    call->request.hash.ok = answer->ok;
    call->request.hash.made = arena_str(call->arena, str_of(answer->made));
}

static void forget(Call *call)
{
    memset(call->ask->password, 0, sizeof call->ask->password);
    call->ask = NULL;
}

static void count_waiting(Worker *worker, int change)
{
    worker->n_hashing = (uint32_t)((int)worker->n_hashing + change);
    worker->place.slots[worker->place.i_worker].n_hashing = worker->n_hashing;
}

/* Takes the call off the waiting list and lets the library call us again. */
static void wake(Worker *worker, Call *call)
{
    for (Call **at = &worker->hashing; *at != NULL; at = &(*at)->next_hashing)
        if (*at == call) {
            *at = call->next_hashing;
            break;
        }
    count_waiting(worker, -1);
    forget(call);
    MHD_resume_connection(call->connection);
}

/* ---- come again later ---- */

enum { USUAL_HASH_US = 130000 }; /* until one was measured */
/* A short rush is spread wider than the hashers need: newcomers come too, and a second refusal is worse than a second more. In a long queue the pace is what counts. */
enum { RUSH_US = 10000000, RUSH_STEP_US = 80000 };

/* Of all workers: the queue of the hashers is one. What a neighbour writes meanwhile may be missed; then two are told the same moment. */
static int64_t latest_promise(const Worker *worker, int64_t now, int64_t each)
{
    int64_t latest = 0, n_waiting = 0;
    for (uint32_t i = 0; i < worker->place.n_slots; i++) {
        n_waiting += worker->place.slots[i].n_hashing;
        if (worker->place.slots[i].later_us > latest) latest = worker->place.slots[i].later_us;
    }
    return latest > now + n_waiting * each ? latest : now + n_waiting * each;
}

static int64_t next_promise(const Worker *worker, int64_t now, int64_t each)
{
    int64_t latest = latest_promise(worker, now, each);
    bool rush = latest - now < RUSH_US;
    return latest + (rush && each * 2 < RUSH_STEP_US ? RUSH_STEP_US : rush ? each * 2 : each);
}

/* Places behind the queue are given out one after another, each a quarter later at most by lot: who is turned away together does not come back together. */
static Refusal later(Worker *worker, Call *call, const char *why)
{
    const int64_t most = (int64_t)LIMIT_RETRY_S * 1000000, now = clock_ticks_us();
    int64_t each = (worker->hash_us > 0 ? worker->hash_us : USUAL_HASH_US) / (worker->place.n_hashers > 0 ? worker->place.n_hashers : 1);
    int64_t promise = next_promise(worker, now, each), wait = promise - now;
    if (wait >= most) { /* more people than places: anywhere in the second half */
        promise = now + most;
        wait = most / 2 + (int64_t)randombytes_uniform((uint32_t)(most / 2));
    } else {
        wait += (int64_t)randombytes_uniform((uint32_t)(wait / 4) + 1);
    }
    worker->place.slots[worker->place.i_worker].later_us = promise;
    int seconds = (int)((wait + 999999) / 1000000);
    Str in_s = number_of(call->arena, seconds, "секунду", "секунды", "секунд");
    return (Refusal){ .status = 503, .why = arena_printf(call->arena, "%s Повторите через %.*s: к этому времени подойдёт ваша очередь.", why, STR_ARG(in_s)).at, .retry_s = seconds };
}

void hash_submit(Worker *worker, Call *call)
{
    HashAnswer answer = { .ok = false };
    HashAsk *ask = arena_one(call->arena, HashAsk);
    bool asks = hash_ask(ask, call->reply.hash.password, call->reply.hash.stored);
    if (!asks || worker->place.asks_fd < 0) {
        if (asks) hash_do(ask, &answer);
        give(call, &answer);
        call->reply = (Reply){ 0 };
        worker->handler(worker->context, &call->request, &call->reply, call->arena);
        return;
    }
    if (worker->n_hashing >= worker->options.n_hashing || worker->stopping) {
        call->refusal = later(worker, call, "Сейчас входит слишком много людей.");
        return;
    }
    call->ask = ask;
    call->asked = false;
    call->ask_until_us = clock_ticks_us() + (int64_t)LIMIT_HASH_WAIT_MS * 1000;
    ask->worker = worker->place.i_worker;
    ask->serial = (uint64_t)(uintptr_t)call ^ (uint64_t)++worker->hash_serial << 48; /* an answer to a call that is gone finds nobody */
    Call **last = &worker->hashing;
    while (*last != NULL) last = &(*last)->next_hashing;
    *last = call;
    call->next_hashing = NULL;
    count_waiting(worker, 1);
    MHD_suspend_connection(call->connection);
    hash_push(worker, clock_ticks_us());
}

void hash_answers(Worker *worker)
{
    HashAnswer answer;
    while (recv(worker->place.answers_fd, &answer, sizeof answer, MSG_DONTWAIT) == sizeof answer) {
        Call *call = worker->hashing;
        while (call != NULL && call->ask->serial != answer.serial) call = call->next_hashing;
        if (call == NULL) continue;
        give(call, &answer);
        worker->hash_us = worker->hash_us == 0 ? answer.took_us : worker->hash_us + (answer.took_us - worker->hash_us) / 8;
        worker->place.slots[worker->place.i_worker].n_hashed++;
        wake(worker, call);
    }
}

static void give_up(Worker *worker, Call *call)
{
    call->refusal = later(worker, call, "Проверить пароль сейчас не удалось: сервер занят.");
    wake(worker, call);
}

/* A hasher that dies takes the ask in its hands with it: all are asked again, a second answer finds nobody. */
static void ask_again(Worker *worker)
{
    uint32_t n = worker->place.keeper != NULL ? worker->place.keeper->n_restarts : 0;
    if (n == worker->n_restarts_seen) return;
    worker->n_restarts_seen = n;
    for (Call *call = worker->hashing; call != NULL; call = call->next_hashing) call->asked = false;
}

void hash_push(Worker *worker, int64_t now_us)
{
    bool full = false;
    ask_again(worker);
    for (Call *call = worker->hashing, *next; call != NULL; call = next) {
        next = call->next_hashing;
        if (now_us > call->ask_until_us) {
            give_up(worker, call);
        } else if (!call->asked && !full) { /* in their order; EAGAIN: the hashers' queue is full, later */
            call->asked = send(worker->place.asks_fd, call->ask, sizeof *call->ask, MSG_DONTWAIT | MSG_NOSIGNAL) == sizeof *call->ask;
            full = !call->asked;
        }
    }
}

void hash_drop(Worker *worker)
{
    while (worker->hashing != NULL) give_up(worker, worker->hashing);
}
