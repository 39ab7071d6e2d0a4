#include "publish/ics.h"

#include "base/date.h"
#include "base/utf8.h"

enum { FOLD_OCTETS = 75 };

/* One content line: what is longer goes on after CRLF and a space, never within a character. */
static void add_line(Buf *out, Str line)
{
    size_t from = 0, room = FOLD_OCTETS;
    while (line.n - from > room) {
        size_t to = from + room;
        while (to > from && ((unsigned char)line.at[to] & 0xC0) == 0x80) to--;
        buf_add(out, str_slice(line, from, to));
        buf_add_z(out, "\r\n ");
        from = to;
        room = FOLD_OCTETS - 1; /* the space counts */
    }
    buf_add(out, str_slice(line, from, line.n));
    buf_add_z(out, "\r\n");
}

/* TEXT of RFC 5545: backslash, comma, semicolon and line ends are escaped, other control bytes and what is no UTF-8 become spaces. */
static void add_text(Buf *out, Str text)
{
    for (size_t i = 0; i < text.n;) {
        size_t at = i;
        uint32_t cp = utf8_next(text, &i);
        if (cp == '\n') buf_add_z(out, "\\n");
        else if (cp == '\r') continue;
        else if (cp == UTF8_BAD || cp < ' ' || cp == 127) buf_add_char(out, ' ');
        else {
            if (cp == '\\' || cp == ',' || cp == ';') buf_add_char(out, '\\');
            buf_add(out, str_slice(text, at, i));
        }
    }
}

static void text_line(Buf *out, Buf *line, const char *name, Str text)
{
    if (text.n == 0) return;
    buf_clear(line);
    buf_printf(line, "%s:", name);
    add_text(line, text);
    add_line(out, buf_str(line));
}

static void day_line(Buf *out, Buf *line, const char *name, int32_t day)
{
    int y, m, d;
    date_parts(day, &y, &m, &d);
    buf_clear(line);
    buf_printf(line, "%s;VALUE=DATE:%04d%02d%02d", name, y, m, d);
    add_line(out, buf_str(line));
}

static void stamp_line(Buf *out, Buf *line, const char *name, int64_t at)
{
    int y, m, d;
    int64_t day = at >= 0 ? at / 86400 : 0, second = at >= 0 ? at % 86400 : 0;
    date_parts((int32_t)day, &y, &m, &d);
    buf_clear(line);
    buf_printf(line, "%s:%04d%02d%02dT%02d%02d%02dZ", name, y, m, d, (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
    add_line(out, buf_str(line));
}

static void add_event(Buf *out, Buf *line, const IcsEvent *event)
{
    add_line(out, STR("BEGIN:VEVENT"));
    text_line(out, line, "UID", event->uid);
    stamp_line(out, line, "DTSTAMP", event->changed_at);
    stamp_line(out, line, "LAST-MODIFIED", event->changed_at);
    day_line(out, line, "DTSTART", event->from);
    day_line(out, line, "DTEND", event->to + 1); /* the first day after */
    text_line(out, line, "SUMMARY", event->title);
    text_line(out, line, "DESCRIPTION", event->words);
    if (event->url.n > 0) {
        buf_clear(line);
        buf_printf(line, "URL:%.*s", STR_ARG(event->url));
        add_line(out, buf_str(line));
    }
    add_line(out, STR("TRANSP:TRANSPARENT")); /* a term does not make anybody busy */
    if (event->done) add_line(out, STR("X-MERILO-DONE:1"));
    add_line(out, STR("END:VEVENT"));
}

bool ics_write(Str name, uint32_t n, const IcsEvent *events, Buf *out, Err *err)
{
    Buf line;
    buf_init(&line, 0);
    add_line(out, STR("BEGIN:VCALENDAR"));
    add_line(out, STR("VERSION:2.0"));
    add_line(out, STR("PRODID:-//Merilo//" MERILO_VERSION "//RU"));
    add_line(out, STR("CALSCALE:GREGORIAN"));
    add_line(out, STR("METHOD:PUBLISH"));
    text_line(out, &line, "X-WR-CALNAME", name);
    add_line(out, STR("X-WR-TIMEZONE:Europe/Moscow"));
    add_line(out, STR("REFRESH-INTERVAL;VALUE=DURATION:PT4H"));
    add_line(out, STR("X-PUBLISHED-TTL:PT4H"));
    for (uint32_t i = 0; i < n; i++) add_event(out, &line, &events[i]);
    add_line(out, STR("END:VCALENDAR"));
    bool good = buf_ok(out, err) && buf_ok(&line, err);
    buf_free(&line);
    return good;
}
