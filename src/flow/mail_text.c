/* A letter as bytes. */
#include "base/date.h"
#include "base/utf8.h"
#include "flow/mail_.h"

enum { LINE_MOST = 76, WORD_BYTES = 39 /* as base64 with its frame and the name of the header under 76 */ };

bool mail_address_fits(Str address)
{
    uint32_t n_at = 0;
    if (address.n < 3 || address.n > 254 || address.at[0] == '@' || address.at[0] == '-' || address.at[address.n - 1] == '@') return false;
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.at[i];
        if (c <= ' ' || c >= 127 || memchr("<>()[]\\,;:\"", c, 11) != NULL) return false;
        n_at += c == '@';
    }
    return n_at == 1;
}

static void add_base64(Buf *out, Str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.n; i += 3) {
        uint32_t n = 0;
        for (size_t k = 0; k < 3; k++) n = n << 8 | (i + k < bytes.n ? (unsigned char)bytes.at[i + k] : 0u);
        for (size_t k = 0; k < 4; k++) buf_add_char(out, i + k <= bytes.n ? digits[n >> (18 - 6 * k) & 63] : '=');
    }
}

/* Encoded words of RFC 2047, broken between characters; line ends and other control bytes are spaces. */
static void add_subject(Buf *out, Str subject)
{
    buf_add_z(out, "Subject:");
    for (size_t i = 0; i < subject.n;) {
        char word[WORD_BYTES];
        size_t n = 0;
        while (i < subject.n) {
            size_t next = i;
            uint32_t cp = utf8_next(subject, &next);
            if (cp == UTF8_BAD || cp < ' ' || cp == 127) cp = ' ';
            char bytes[4];
            size_t n_bytes = utf8_put(cp, bytes);
            if (n + n_bytes > WORD_BYTES) break;
            memcpy(word + n, bytes, n_bytes);
            n += n_bytes;
            i = next;
        }
        buf_add_z(out, " =?UTF-8?B?");
        add_base64(out, (Str){ word, n });
        buf_add_z(out, i < subject.n ? "?=\r\n" : "?=");
    }
    buf_add_z(out, "\r\n");
}

/* Quoted-printable: lines of at most 76, a space at a line's end is encoded, a dot at its beginning too. */
static void add_words(Buf *out, Str words)
{
    size_t at = 0;
    for (size_t i = 0; i < words.n; i++) {
        unsigned char c = (unsigned char)words.at[i];
        if (c == '\r') continue;
        if (c == '\n') {
            buf_add_z(out, "\r\n");
            at = 0;
            continue;
        }
        bool last = i + 1 == words.n || words.at[i + 1] == '\n' || words.at[i + 1] == '\r';
        bool plain = c >= ' ' && c < 127 && c != '=' && !(c == ' ' && last) && !(c == '.' && at == 0);
        if (at + (plain ? 1 : 3) > LINE_MOST - 1) {
            buf_add_z(out, "=\r\n");
            at = 0;
            if (c == '.') plain = false;
        }
        if (plain) buf_add_char(out, (char)c);
        else buf_printf(out, "=%02X", c);
        at += plain ? 1 : 3;
    }
    buf_add_z(out, "\r\n");
}

static void add_date(Buf *out, int64_t at)
{
    static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" }, *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int y, m, d;
    int32_t day = date_of_time(at);
    int second = (int)((at + DATE_ZONE_S) % 86400);
    date_parts(day, &y, &m, &d);
    buf_printf(out, "Date: %s, %d %s %04d %02d:%02d:%02d +0300\r\n", days[date_weekday(day)], d, months[m - 1], y, second / 3600, second / 60 % 60, second % 60);
}

bool mail_compose(const Letter *letter, Buf *out, Err *err)
{
    BUG_ON(!mail_address_fits(letter->from) || !mail_address_fits(letter->to));
    size_t at = (size_t)((const char *)memchr(letter->from.at, '@', letter->from.n) - letter->from.at);
    buf_printf(out, "From: <%.*s>\r\nTo: <%.*s>\r\n", STR_ARG(letter->from), STR_ARG(letter->to));
    add_subject(out, letter->subject);
    add_date(out, letter->at);
    buf_printf(out, "Message-ID: <%.*s%.*s>\r\n", STR_ARG(letter->id), STR_ARG(str_slice(letter->from, at, letter->from.n)));
    buf_add_z(out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nAuto-Submitted: auto-generated\r\n\r\n");
    add_words(out, letter->words);
    return buf_ok(out, err);
}
