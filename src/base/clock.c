#include "base/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/err.h"
#include "base/str.h"

static struct timespec read_clock(clockid_t which)
{
    struct timespec at = { 0 };
    clock_gettime(which, &at);
    return at;
}

int64_t clock_machine_ms(void)
{
    struct timespec at = read_clock(CLOCK_REALTIME);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

int64_t clock_ticks_us(void)
{
    struct timespec at = read_clock(CLOCK_MONOTONIC);
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

int64_t clock_now(void)
{
    const char *set = getenv("MERILO_CLOCK");
    long long seconds;
    if (set == NULL) return read_clock(CLOCK_REALTIME).tv_sec;
    bool ahead = *set == '+', behind = *set == '-', read = str_to_int(str_of(set + (ahead || behind)), &seconds);
    BUG_ON(!read); /* a test whose clock is not understood would run at any time at all, and say nothing */
    if (behind) seconds = -seconds;
    return seconds + (ahead || behind ? read_clock(CLOCK_REALTIME).tv_sec : 0);
}

void clock_sleep_ms(uint32_t ms)
{
    struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {}
}
