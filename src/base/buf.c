#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"

void buf_init(Buf *buf, size_t ceiling) { *buf = (Buf){ .ceiling = ceiling != 0 ? ceiling : LIMIT_BUF }; }

void buf_free(Buf *buf)
{
    free(buf->at);
    *buf = (Buf){ 0 };
}

void buf_clear(Buf *buf)
{
    buf->n = 0;
    buf->full = false;
}

/* Room for n more bytes and a NUL. */
static bool reserve(Buf *buf, size_t n)
{
    if (buf->full || n > buf->ceiling || buf->n > buf->ceiling - n) {
        buf->full = true;
        return false;
    }
    size_t need = buf->n + n + 1;
    if (need <= buf->room) return true;
    size_t room = buf->room < 512 ? 512 : buf->room;
    while (room < need) room *= 2;
    char *at = realloc(buf->at, room);
    if (at == NULL) {
        buf->full = true;
        return false;
    }
    buf->at = at;
    buf->room = room;
    return true;
}

void buf_add(Buf *buf, Str s)
{
    if (s.n == 0 || !reserve(buf, s.n)) return;
    memcpy(buf->at + buf->n, s.at, s.n);
    buf->n += s.n;
    buf->at[buf->n] = '\0';
}

void buf_add_z(Buf *buf, const char *z) { buf_add(buf, str_of(z)); }

void buf_add_char(Buf *buf, char c) { buf_add(buf, (Str){ &c, 1 }); }

void buf_printf(Buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    BUG_ON(n < 0);
    if (reserve(buf, (size_t)n)) {
        vsnprintf(buf->at + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}

Str buf_str(const Buf *buf) { return buf->n != 0 ? (Str){ buf->at, buf->n } : STR_EMPTY; }

bool buf_ok(const Buf *buf, Err *err)
{
    if (!buf->full) return true;
    return err_set(err, ERR_LIMIT, "Проверьте меньше файлов за один раз.", "Ответ больше допустимого (%zu МБ).", buf->ceiling >> 20);
}

void buf_add_xml(Buf *buf, Str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t c = utf8_next(s, &i);
        const char *entity = c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : c == '\'' ? "&#39;" : NULL;
        if (c == UTF8_BAD || c == 0xFFFE || c == 0xFFFF) entity = "\xEF\xBF\xBD";
        bool forbidden = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
        if (entity == NULL && !forbidden) continue;
        buf_add(buf, str_slice(s, from, at));
        if (entity != NULL) buf_add_z(buf, entity);
        from = i;
    }
    buf_add(buf, str_slice(s, from, s.n));
}
