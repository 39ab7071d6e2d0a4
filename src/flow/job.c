#include "flow/job_.h"

#include "base/clock.h"
#include "base/limits.h"
#include "store/job.h"

enum { BEAT_MS = 1000, IDLE_MS = 1000 };

typedef struct JobState_ {
    JobRow row;
    const JobLoop *loop;
    int64_t beat_ms;          /* monotonic, of the last beat */
    bool stopped, lost, paused; /* asked to stop; another worker has it; this process is asked to end */
} JobState_;

const JobKind *job_kind_find(Str name)
{
    for (size_t i = 0; job_registry[i] != NULL; i++)
        if (str_eq(name, str_of(job_registry[i]->name))) return job_registry[i];
    return NULL;
}

/* ---- asking and stopping ---- */

bool job_ask_within(DbWrite *write, const Who *who, const JobAsk *ask, uint32_t *number, Err *err)
{
    bool found = false;
    uint32_t waiting = 0;
    if (ask->once && !job_waiting(db_within(write), ask->region_id, str_of(ask->kind), ask->args, &waiting, &found, err)) return false;
    if (!found) {
        JobRow row = { .region_id = ask->region_id, .org_id = ask->org_id, .kind = str_of(ask->kind), .args = ask->args, .words = STR_EMPTY, .account_id = who->account_id, .made_at = clock_now() };
        if (!job_add(write, &row, err)) return false;
        waiting = row.number;
    }
    if (number != NULL) *number = waiting;
    return true;
}

bool job_ask_analysis(DbWrite *write, const Who *who, int64_t region_id, Err *err)
{
    const JobAsk ask = { .kind = "analyse", .region_id = region_id, .org_id = region_id, .args = STR_EMPTY, .once = true };
    return job_ask_within(write, who, &ask, NULL, err);
}

typedef struct Asking { const Who *who; const JobAsk *ask; uint32_t number; } Asking;
static bool ask_body(DbWrite *write, void *context, Err *err)
{
    Asking *asking = context;
    return job_ask_within(write, asking->who, asking->ask, &asking->number, err);
}

bool flow_job_ask(Flow *flow, const Who *who, const JobAsk *ask, uint32_t *number, Err *err)
{
    Asking asking = { who, ask, 0 };
    if (!db_tx(flow_db(flow), ask_body, &asking, err)) return false;
    if (number != NULL) *number = asking.number;
    return true;
}

typedef struct Stopping { const Who *who; uint32_t number; Arena *arena; } Stopping;
static bool stop_body(DbWrite *write, void *context, Err *err)
{
    const Stopping *stopping = context;
    JobRow row;
    bool found = false;
    if (!job_get(db_within(write), stopping->who->region_id, stopping->number, stopping->arena, &row, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Откройте список заданий.", "Задания № %u нет.", stopping->number);
    bool own = stopping->who->account_id != 0 && row.account_id == stopping->who->account_id;
    if (!own && !who_demand(stopping->who, RIGHT_SYSTEM, row.org_path, err)) return false;
    if (row.state != JOB_WAITS && row.state != JOB_RUNS) return err_set(err, ERR_CONFLICT, "", "Задание № %u уже закончено: %s.", row.number, job_state_title(row.state));
    const JobKind *kind = job_kind_find(row.kind);
    Str words = arena_printf(stopping->arena, "Задание № %u «%s»: %s → отменено", row.number, kind == NULL ? "" : kind->title, job_state_title(row.state));
    if (row.state == JOB_WAITS && kind != NULL && kind->drop != NULL && !kind->drop(write, row.region_id, row.args, stopping->arena, err)) return false;
    return job_stop(write, row.region_id, row.id, clock_now(), err) &&
           flow_audit(write, stopping->who, &(AuditNote){ .org_id = row.org_id, .object = arena_printf(stopping->arena, "job/%u", row.number), .verb = STR("задание отменено"), .words = words }, err);
}

bool flow_job_cancel(Flow *flow, const Who *who, uint32_t number, Err *err)
{
    Stopping stopping = { who, number, arena_new(0) };
    bool done = db_tx(flow_db(flow), stop_body, &stopping, err);
    arena_free(stopping.arena);
    return done;
}

/* ---- running ---- */


static bool beat_body(DbWrite *write, void *context, Err *err)
{
    JobState_ *state = context;
    bool mine = false, cancel = false;
    if (!job_beat(write, &state->row, clock_now(), &mine, &cancel, err)) return false;
    state->lost = !mine;
    state->stopped = cancel;
    return true;
}

static bool must_stop(const JobState_ *state, Err *err)
{
    if (state->lost) err_set(err, ERR_CONFLICT, "", "Задание выполняет другой процесс.");
    else if (state->stopped) err_set(err, ERR_CONFLICT, "", "Задание отменено.");
    else if (state->paused) err_set(err, ERR_CONFLICT, "", "Программа останавливается; задание начнётся снова.");
    else return false;
    return true;
}

bool job_progress(JobCtx *ctx, uint64_t done, uint64_t total, const char *words, Err *err)
{
    JobState_ *state = ctx->state;
    int64_t now_ms = clock_ticks_us() / 1000;
    if (must_stop(state, err)) return false;
    if (now_ms - state->beat_ms < BEAT_MS) return true;
    state->beat_ms = now_ms;
    state->row.n_done = done, state->row.n_total = total;
    state->row.words = arena_str(ctx->arena, str_of(words));
    if (state->loop->pause != NULL && !state->loop->pause(0)) state->paused = true;
    Err busy = { 0 };
    if (!db_tx(flow_db(ctx->flow), beat_body, state, &busy) && busy.code != ERR_BUSY) { /* a busy database costs a beat, not the job */
        *err = busy;
        return false;
    }
    return !must_stop(state, err);
}

bool job_is_paused(const JobCtx *ctx) { return ctx->state->paused || ctx->state->lost; }

void job_result(JobCtx *ctx, Str words, Str link)
{
    ctx->state->row.words = arena_str(ctx->arena, words);
    ctx->state->row.link = arena_str(ctx->arena, link);
}

typedef struct Taking { JobRow *row; int64_t silent_before; bool taken; } Taking;
static bool take_body(DbWrite *write, void *context, Err *err)
{
    Taking *taking = context;
    return job_take(write, taking->row, taking->silent_before, clock_now(), &taking->taken, err);
}

static bool end_body(DbWrite *write, void *context, Err *err)
{
    const JobState_ *state = context;
    return state->paused && state->row.state != JOB_DONE ? job_release(write, &state->row, err) : job_end(write, &state->row, err);
}

static bool run_one(Flow *flow, const JobLoop *loop, const JobRow *row, Arena *arena, Err *err)
{
    JobState_ state = { .row = *row, .loop = loop, .beat_ms = clock_ticks_us() / 1000 };
    state.row.words = state.row.link = STR_EMPTY;
    JobCtx ctx = { .flow = flow, .arena = arena, .region_id = row->region_id, .org_id = row->org_id, .number = row->number, .args = row->args, .who = flow_program(row->region_id), .state = &state };
    ctx.who.account_id = row->account_id;
    const JobKind *kind = job_kind_find(row->kind);
    Err failed = { 0 };
    bool done = kind != NULL ? kind->run(&ctx, &failed) : err_set(&failed, ERR_NOT_FOUND, "Обновите программу.", "Эта программа не знает задания «%.*s».", STR_ARG(row->kind));
    state.row.state = done ? JOB_DONE : state.stopped ? JOB_CANCELLED : JOB_FAILED; /* what ended whole is done, whatever was asked at its last step */
    state.row.finished_at = clock_now();
    if (!done && !state.stopped) state.row.words = arena_printf(arena, "%s%s%s", failed.what, failed.hint[0] != '\0' ? " " : "", failed.hint);
    return state.lost || db_tx(flow_db(flow), end_body, &state, err);
}

/* idle: nothing could be taken */
static bool step(Flow *flow, const JobLoop *loop, bool *idle, Err *err)
{
    Arena *arena = arena_new(0);
    JobRow row;
    Taking taking = { .row = &row, .silent_before = clock_now() - LIMIT_JOB_SILENCE_S };
    bool found = false;
    bool good = job_next(flow_reader(flow), taking.silent_before, arena, &row, &found, err);
    *idle = !found;
    if (good && found) good = db_tx(flow_db(flow), take_body, &taking, err) && (!taking.taken || run_one(flow, loop, &row, arena, err));
    arena_free(arena);
    return good;
}

bool flow_job_loop(Flow *flow, const JobLoop *loop, Err *err)
{
    for (;;) {
        bool idle = true;
        Err failed = { 0 };
        if (!step(flow, loop, &idle, &failed) && (loop->once || failed.code != ERR_BUSY)) {
            *err = failed;
            return false;
        }
        if (idle && loop->once) return true;
        if (loop->pause != NULL && !loop->pause(idle ? IDLE_MS : 0)) return true;
    }
}

/* One look at the job; *ended with good or err. */
static bool push(Flow *flow, int64_t region_id, uint32_t number, bool *ended, Arena *arena, Str *words, Err *err)
{
    static const JobLoop alone = { 0 };
    JobRow row;
    bool found = false, good = job_get(flow_reader(flow), region_id, number, arena, &row, &found, err);
    if (good && !found) good = err_set(err, ERR_NOT_FOUND, "", "Задания № %u нет.", number);
    *ended = !good || row.state == JOB_DONE || row.state == JOB_FAILED || row.state == JOB_CANCELLED;
    if (good && row.state == JOB_FAILED) good = err_set(err, ERR_INPUT, "", "%.*s", STR_ARG(row.words));
    else if (good && row.state == JOB_CANCELLED) good = err_set(err, ERR_CONFLICT, "", "Задание № %u отменили.", number);
    else if (good && !*ended) {
        Taking taking = { .row = &row, .silent_before = clock_now() - LIMIT_JOB_SILENCE_S };
        good = db_tx(flow_db(flow), take_body, &taking, err) && (!taking.taken || run_one(flow, &alone, &row, arena, err));
        if (good && !taking.taken) clock_sleep_ms(IDLE_MS / 4);
    }
    if (good) *words = row.words;
    return good;
}

bool flow_job_finish(Flow *flow, int64_t region_id, uint32_t number, Arena *arena, Str *words, Err *err)
{
    *words = STR_EMPTY;
    for (bool ended = false; !ended;) {
        Arena *scratch = arena_new(0);
        Str said = STR_EMPTY;
        bool good = push(flow, region_id, number, &ended, scratch, &said, err);
        if (good && ended) *words = arena_str(arena, said);
        arena_free(scratch);
        if (!good) return false;
    }
    return true;
}
