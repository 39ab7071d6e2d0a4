#include "web/multipart.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "web/guard.h"

typedef enum State {
    STATE_BODY,   /* bytes of a part (or nothing yet), looking for the delimiter */
    STATE_AFTER,  /* behind a delimiter: «--» ends all, CRLF begins a part */
    STATE_HEAD,   /* lines of a part up to an empty one */
    STATE_END,    /* whatever follows means nothing */
} State;

struct Multipart {
    MultipartSink sink;
    Arena *arena;
    State state;
    char delimiter[80]; /* CR LF -- boundary: CR stands only at its start, so a broken match can go on only from there */
    size_t n_delimiter, n_matched;
    bool in_part;       /* false before the first delimiter */
    char after;         /* first byte behind the delimiter */
    char head[LIMIT_PART_HEAD];
    size_t n_head;
};

static bool malformed(Err *err) { return err_set(err, ERR_INPUT, "Откройте страницу заново и повторите.", "Отправка записана с ошибкой: части файла не разобрать."); }

Multipart *multipart_new(Str boundary, const MultipartSink *sink, Arena *arena)
{
    Multipart *m = arena_one(arena, Multipart);
    BUG_ON(boundary.n == 0 || boundary.n > 70);
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary.at, boundary.n);
    m->n_delimiter = 4 + boundary.n;
    m->n_matched = 2; /* the first delimiter has no line before it */
    m->sink = *sink;
    m->arena = arena;
    return m;
}

/* name="…" or name=token behind a «;». Browsers write %22 %0D %0A for quote and line ends, others \" and \\. */
static bool param_next(Str *rest, Str *name, Arena *arena, Str *value)
{
    *rest = str_trim(*rest);
    if (rest->n == 0 || rest->at[0] != ';') return false;
    *rest = str_trim(str_slice(*rest, 1, rest->n));
    size_t equals = str_find(*rest, STR("="));
    if (equals == SIZE_MAX) return false;
    *name = str_trim(str_slice(*rest, 0, equals));
    *rest = str_trim(str_slice(*rest, equals + 1, rest->n));
    char *out = arena_alloc(arena, rest->n + 1);
    size_t n = 0, i = 0;
    bool quoted = rest->n != 0 && rest->at[0] == '"';
    for (i = quoted; i < rest->n && (quoted ? rest->at[i] != '"' : rest->at[i] != ';'); i++) {
        Str left = str_slice(*rest, i, rest->n);
        char c = rest->at[i];
        if (quoted && c == '\\' && left.n > 1 && (left.at[1] == '"' || left.at[1] == '\\')) c = rest->at[++i];
        else if (str_starts(left, STR("%22"))) c = '"', i += 2;
        else if (str_starts(left, STR("%0D")) || str_starts(left, STR("%0A"))) c = ' ', i += 2;
        out[n++] = c;
    }
    if (quoted && i == rest->n) return false;
    *rest = str_slice(*rest, i + quoted, rest->n);
    *value = quoted ? (Str){ out, n } : str_trim((Str){ out, n });
    return true;
}

/* The last part of a path as any system writes it, without control bytes. */
static Str file_only(Str name, Arena *arena)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.at[i - 1] == '/' || name.at[i - 1] == '\\') {
            name = str_slice(name, i, name.n);
            break;
        }
    char *out = arena_alloc(arena, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.at[i] >= 0x20 && name.at[i] != 0x7F) out[n++] = name.at[i];
    Str clean = { out, n };
    for (size_t i = 0; clean.n > LIMIT_FILE_NAME && i < n;) { /* the end is kept: that is where the kind of the file stands */
        utf8_next((Str){ out, n }, &i);
        clean = str_slice((Str){ out, n }, i, n);
    }
    return clean;
}

static bool part_begin(Multipart *m, Str disposition, Err *err)
{
    Str field = STR_EMPTY, file = STR_EMPTY, name, value;
    bool has_field = false, has_file = false;
    size_t kind = str_find(disposition, STR(";"));
    if (!guard_same(str_trim(str_slice(disposition, 0, kind)), "form-data")) return malformed(err);
    Str rest = str_slice(disposition, kind, disposition.n);
    while (str_trim(rest).n != 0) {
        if (!param_next(&rest, &name, m->arena, &value)) return malformed(err);
        if (guard_same(name, "name")) {
            if (has_field) return malformed(err);
            has_field = true;
            field = value;
        } else if (guard_same(name, "filename")) {
            if (has_file) return malformed(err);
            has_file = true;
            file = value;
        }
    }
    if (!has_field || field.n == 0 || !utf8_valid(field) || !utf8_valid(file)) return malformed(err);
    m->in_part = true;
    m->n_matched = 0;
    m->state = STATE_BODY;
    return m->sink.begin(m->sink.context, field, has_file, file_only(file, m->arena), err);
}

/* head[0 .. n_head) ends in CR LF CR LF. */
static bool head_read(Multipart *m, Err *err)
{
    Str rest = arena_str(m->arena, (Str){ m->head, m->n_head - 2 }), disposition = STR_EMPTY;
    bool has = false;
    while (rest.n != 0) {
        size_t end = str_find(rest, STR("\r\n"));
        Str line = str_slice(rest, 0, end);
        rest = str_slice(rest, end + 2, rest.n);
        size_t colon = str_find(line, STR(":"));
        if (colon == SIZE_MAX || colon == 0) return malformed(err);
        for (size_t i = 0; i < line.n; i++)
            if ((unsigned char)line.at[i] < 0x20 && line.at[i] != '\t') return malformed(err);
        Str name = str_slice(line, 0, colon), value = str_trim(str_slice(line, colon + 1, line.n));
        if (guard_same(name, "content-disposition")) {
            if (has) return malformed(err);
            has = true;
            disposition = value;
        } else if (guard_same(name, "content-transfer-encoding")) {
            if (!guard_same(value, "binary") && !guard_same(value, "8bit") && !guard_same(value, "7bit")) return malformed(err);
        }
    }
    return has ? part_begin(m, disposition, err) : malformed(err);
}

static bool feed_head(Multipart *m, char c, Err *err)
{
    if (m->n_head == sizeof m->head) return malformed(err);
    m->head[m->n_head++] = c;
    if (m->n_head < 4 || memcmp(m->head + m->n_head - 4, "\r\n\r\n", 4) != 0) return true;
    return head_read(m, err);
}

/* Bytes of a part go on to the sink; gives how many of bytes were used, 0 when refused. */
static size_t feed_body(Multipart *m, Str bytes, Err *err)
{
    if (m->n_matched == 0) { /* the quick way: up to the next CR nothing can begin */
        const char *cr = memchr(bytes.at, '\r', bytes.n);
        size_t n = cr != NULL ? (size_t)(cr - bytes.at) : bytes.n;
        if (n != 0) return m->sink.data(m->sink.context, (Str){ bytes.at, n }, err) ? n : 0;
    }
    if (bytes.at[0] == m->delimiter[m->n_matched]) {
        if (++m->n_matched < m->n_delimiter) return 1;
        m->state = STATE_AFTER;
        m->after = '\0';
        if (!m->in_part) return 1;
        m->in_part = false;
        return m->sink.end(m->sink.context, err) ? 1 : 0;
    }
    if (!m->in_part) return (void)malformed(err), 0;
    Str held = { m->delimiter, m->n_matched };
    m->n_matched = 0;
    if (held.n != 0 && !m->sink.data(m->sink.context, held, err)) return 0;
    if (bytes.at[0] == '\r') return m->n_matched = 1, 1;
    return m->sink.data(m->sink.context, (Str){ bytes.at, 1 }, err) ? 1 : 0;
}

static bool feed_after(Multipart *m, char c, Err *err)
{
    if (m->after == '\0') {
        m->after = c;
        return c == '-' || c == '\r' || malformed(err);
    }
    if (m->after == '-' && c == '-') m->state = STATE_END;
    else if (m->after == '\r' && c == '\n') m->state = STATE_HEAD, m->n_head = 0;
    else return malformed(err);
    return true;
}

bool multipart_feed(Multipart *m, Str bytes, Err *err)
{
    while (bytes.n != 0) {
        size_t used = 1;
        switch (m->state) {
        case STATE_BODY:
            used = feed_body(m, bytes, err);
            if (used == 0) return false;
            break;
        case STATE_AFTER:
            if (!feed_after(m, bytes.at[0], err)) return false;
            break;
        case STATE_HEAD:
            if (!feed_head(m, bytes.at[0], err)) return false;
            break;
        case STATE_END: return true;
        }
        bytes = str_slice(bytes, used, bytes.n);
    }
    return true;
}

bool multipart_end(const Multipart *m, Err *err) { return m->state == STATE_END || malformed(err); }
