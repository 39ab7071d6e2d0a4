#include "base/number.h"

#include <math.h>
#include <stdio.h>

#define NBSP  "\xC2\xA0"
#define MINUS "\xE2\x88\x92"
#define DASH  "\xE2\x80\x94"

/* digits: ASCII of a non-negative number with an optional point. */
static Str russian(Arena *arena, const char *sign, const char *digits)
{
    size_t whole = strcspn(digits, ".");
    char out[128];
    size_t n = 0;
    n += (size_t)snprintf(out, sizeof out, "%s", sign);
    for (size_t i = 0; i < whole && n + 8 < sizeof out; i++) {
        if (i > 0 && (whole - i) % 3 == 0) n += (size_t)snprintf(out + n, sizeof out - n, NBSP);
        out[n++] = digits[i];
    }
    if (digits[whole] == '.') n += (size_t)snprintf(out + n, sizeof out - n, ",%s", digits + whole + 1);
    return arena_str(arena, (Str){ out, n });
}

static Str number_text(Arena *arena, double value, int decimals, bool plus)
{
    if (!isfinite(value)) return STR(DASH);
    char digits[64];
    snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value));
    bool zero = strspn(digits, "0.") == strlen(digits);
    if (fabs(value) >= 1e18) snprintf(digits, sizeof digits, "%.3g", fabs(value));
    return russian(arena, zero ? "" : value < 0 ? MINUS : plus ? "+" : "", digits);
}

Str number_int(Arena *arena, long long value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%lld", value < 0 ? -value : value);
    return russian(arena, value < 0 ? MINUS : "", digits);
}

Str number_dec(Arena *arena, double value, int decimals) { return number_text(arena, value, decimals, false); }

Str number_signed(Arena *arena, double value, int decimals) { return number_text(arena, value, decimals, true); }

Str number_share(Arena *arena, double share, int decimals)
{
    if (!isfinite(share)) return STR(DASH);
    Str number = number_dec(arena, share * 100, decimals);
    return arena_printf(arena, "%.*s" NBSP "%%", STR_ARG(number));
}

const char *number_word(long long n, const char *one, const char *few, const char *many)
{
    long long m = n < 0 ? -n : n;
    if (m % 100 >= 11 && m % 100 <= 14) return many;
    if (m % 10 == 1) return one;
    return m % 10 >= 2 && m % 10 <= 4 ? few : many;
}

Str number_of(Arena *arena, long long n, const char *one, const char *few, const char *many)
{
    Str number = number_int(arena, n);
    return arena_printf(arena, "%.*s" NBSP "%s", STR_ARG(number), number_word(n, one, few, many));
}

Str number_chance(Arena *arena, double p)
{
    if (!isfinite(p)) return STR(DASH);
    if (p >= 0.5) return STR("чаще, чем в половине случаев");
    if (p < 1e-6) return STR("реже 1" NBSP "раза из миллиона");
    double times = 1 / p;
    if (times >= 10) {
        double unit = pow(10, floor(log10(times)) - 1);
        times = round(times / unit) * unit;
    } else {
        times = round(times);
    }
    Str number = number_int(arena, (long long)times);
    return arena_printf(arena, "1" NBSP "раз из" NBSP "%.*s", STR_ARG(number));
}
