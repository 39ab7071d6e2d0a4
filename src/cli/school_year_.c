#include "cli/school_year_.h"

#include "base/str.h"

bool cli_school_year(const char *text, int *out, Err *err)
{
    Str s = str_of(text);
    long long first, second;
    bool pair = s.n == 9 && (s.at[4] == '/' || s.at[4] == '-'), done = (pair || s.n == 4) && str_to_int(str_slice(s, 0, 4), &first) && first >= 1990 && first <= 2099;
    if (done && pair) done = str_to_int(str_slice(s, 5, 9), &second) && second == first + 1;
    if (!done) return err_set(err, ERR_INPUT, "Например: --year 2020/2021.", "Учебный год не понят: «%s».", text);
    *out = (int)first;
    return true;
}
