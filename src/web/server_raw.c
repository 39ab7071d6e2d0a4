#include "web/server_.h"

/* The library cuts lines with C strings: a NUL byte hides the rest of a line, a lone CR or LF ends one, a folded line becomes part of another, and a proxy in front
 * of us may have read all that differently. Its pieces lie in one buffer in the order in which they came, so walking over them shows that nothing is hidden between.
 * The library of Debian 13 (1.0) keeps CR or LF where 0.9 puts NUL, and cuts spaces off the end of a value. */
static bool line_end(const char **at, const char *end)
{
    if (end - *at < 2 || ((*at)[0] != '\0' && (*at)[0] != '\r') || ((*at)[1] != '\0' && (*at)[1] != '\n')) return false;
    *at += 2;
    return true;
}

/* Exactly text at *at, then one byte that the library put in place of a separator. */
static bool piece(const char **at, const char *end, const char *text, size_t n)
{
    if (text != *at || (size_t)(end - text) <= n) return false;
    *at = text + n;
    return true;
}

/* Spaces behind a value: the library puts NUL in place of the first one. */
static void skip_tail(const char **at, const char *end)
{
    const char *tail = *at + 1;
    while (MHD_VERSION >= 0x01000000 && tail < end && (*tail == ' ' || *tail == '\t')) tail++;
    if (tail > *at + 1) *at = tail;
    else if (MHD_VERSION >= 0x01000000 && end - *at > 2 && (*at)[0] == '\0' && (*at)[1] == '\r') (*at)++;
}

bool raw_fine(const Call *call, const char *method, const char *version, const Pair *headers, uint32_t n)
{
    const char *at = method, *end = method + call->n_header;
    if (!piece(&at, end, method, strlen(method))) return false;
    at++;
    if (!piece(&at, end, call->target, call->text.n)) return false;
    at++;
    if (!piece(&at, end, version, 8) || !line_end(&at, end)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!piece(&at, end, headers[i].name.at, headers[i].name.n)) return false;
        at++;
        while (at < end && at < headers[i].value.at && (*at == ' ' || *at == '\t')) at++;
        if (!piece(&at, end, headers[i].value.at, headers[i].value.n)) return false;
        skip_tail(&at, end);
        if (!line_end(&at, end)) return false;
    }
    return line_end(&at, end) && at == end;
}
