#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
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

/* Takes the call off the waiting list and lets the library call us again. */
static void wake(Worker *worker, Call *call)
{
    for (Call **at = &worker->hashing; *at != NULL; at = &(*at)->next_hashing)
        if (*at == call) {
            *at = call->next_hashing;
            break;
        }
    worker->n_hashing--;
    forget(call);
    MHD_resume_connection(call->connection);
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
        call->refusal = (Refusal){ 503, "Сейчас входит слишком много людей. Подождите несколько секунд и повторите." };
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
    worker->n_hashing++;
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
        worker->place.slots[worker->place.i_worker].n_hashed++;
        wake(worker, call);
    }
}

static void give_up(Worker *worker, Call *call)
{
    call->refusal = (Refusal){ 503, "Проверить пароль сейчас не удалось: сервер занят. Подождите несколько секунд и повторите." };
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
