#include "intake/reader/xml_.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "intake/reader/hint_.h"

typedef struct Reading {
    XML_Parser parser;
    const XmlEvents *events;
    void *context;
    Str part;
    Err *err;
    uint32_t depth;
    size_t n_idle; /* bytes given since anything was understood */
    bool failed; /* err is filled: expat may still call back a little after XML_StopParser */
} Reading;

enum { CHUNK = 128 << 10, PLAIN_ROOM = 256 << 10 };

static void stop(Reading *reading)
{
    reading->failed = true;
    XML_StopParser(reading->parser, XML_FALSE);
}

const char *xml_local(const char *name)
{
    for (const char *at = name; *at != '\0'; at++)
        if (*at == ':') return at + 1;
    return name;
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    Reading *reading = user;
    if (reading->failed) return;
    reading->n_idle = 0;
    if (++reading->depth > LIMIT_XML_DEPTH) {
        err_set(reading->err, ERR_LIMIT, HINT_HOSTILE, "Часть файла «%.*s» вложена глубже %u уровней.", STR_ARG(reading->part), LIMIT_XML_DEPTH);
        stop(reading);
        return;
    }
    if (!reading->events->start(reading->context, reading->depth, xml_local(name), attributes, reading->err)) stop(reading);
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
    Reading *reading = user;
    if (reading->failed) return;
    reading->n_idle = 0;
    if (!reading->events->end(reading->context, reading->depth, xml_local(name), reading->err)) stop(reading);
    reading->depth--;
}

static void XMLCALL on_text(void *user, const XML_Char *text, int n)
{
    Reading *reading = user;
    if (reading->failed) return;
    reading->n_idle = 0;
    if (!reading->events->text(reading->context, (Str){ text, (size_t)n }, reading->err)) stop(reading);
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    Reading *reading = user;
    if (reading->failed) return;
    err_set(reading->err, ERR_INPUT, HINT_HOSTILE, "В части файла «%.*s» есть объявление DOCTYPE: в настоящих файлах его не бывает.", STR_ARG(reading->part));
    stop(reading);
}

static bool damaged(Reading *reading)
{
    if (reading->failed) return false;
    enum XML_Error why = XML_GetErrorCode(reading->parser);
    if (why == XML_ERROR_NO_MEMORY)
        err_set(reading->err, ERR_LIMIT, "Освободите память и повторите.", "Не хватает памяти, чтобы разобрать файл.");
    else
        err_set(reading->err, ERR_INPUT, HINT_DOWNLOAD_AGAIN, "Файл повреждён: часть «%.*s» не разбирается.", STR_ARG(reading->part));
    err_detail(reading->err, "expat: %s, line %lu, column %lu", XML_ErrorString(why), XML_GetCurrentLineNumber(reading->parser),
               XML_GetCurrentColumnNumber(reading->parser));
    return false;
}

static bool feed(Reading *reading, XmlSource source, void *source_context)
{
    for (;;) {
        size_t n = 0;
        char *at = XML_GetBuffer(reading->parser, CHUNK);
        if (at == NULL) return damaged(reading);
        if (!source(source_context, at, CHUNK, &n, reading->err)) return false;
        reading->n_idle += n;
        if (XML_ParseBuffer(reading->parser, (int)n, n == 0) != XML_STATUS_OK) return damaged(reading);
        if (n == 0) return !reading->failed;
        if (reading->n_idle > LIMIT_XML_TOKEN)
            return err_set(reading->err, ERR_LIMIT, HINT_HOSTILE, "В части файла «%.*s» тег длиннее %zu МБ.", STR_ARG(reading->part), LIMIT_XML_TOKEN >> 20);
    }
}

/* ---- the quick way ---- */

typedef struct Plain { char *room; size_t from, n; bool ended; } Plain; /* bytes from..n of room are not read yet */

static bool plain_fill(Plain *plain, Reading *reading, XmlSource source, void *source_context)
{
    memmove(plain->room, plain->room + plain->from, plain->n - plain->from);
    plain->n -= plain->from;
    plain->from = 0;
    while (!plain->ended && plain->n < PLAIN_ROOM) {
        size_t n = 0;
        if (!source(source_context, plain->room + plain->n, PLAIN_ROOM - plain->n, &n, reading->err)) return false;
        plain->ended = n == 0;
        plain->n += n;
    }
    plain->room[plain->n] = '\0';
    return true;
}

/* Gives expat the next n bytes of room. */
static bool plain_to_expat(Plain *plain, Reading *reading, size_t n)
{
    const char *at = plain->room + plain->from;
    plain->from += n;
    if (XML_Parse(reading->parser, at, (int)n, 0) != XML_STATUS_OK) return damaged(reading);
    return !reading->failed;
}

/* Bytes up to and with the start tag; 0 when they are not plain UTF-8, or could hide the tag in a comment, an instruction or a declaration. */
static size_t plain_prolog(const XmlEvents *events, const Plain *plain)
{
    const char *tag = memmem(plain->room, plain->n, events->plain_after, strlen(events->plain_after));
    if (tag == NULL) return 0;
    size_t n = (size_t)(tag - plain->room);
    if (memmem(plain->room, n, "<!", 2) != NULL) return 0;
    const char *instruction = memmem(plain->room, n, "<?", 2), *encoding = memmem(plain->room, n, "encoding", 8);
    if (instruction != NULL && memmem(instruction + 2, (size_t)(tag - instruction) - 2, "<?", 2) != NULL) return 0;
    if (encoding != NULL && (tag - encoding < 16 || strncasecmp(encoding + 8, "=\"UTF-8\"", 8) != 0)) return 0;
    return n + strlen(events->plain_after);
}

/* Reads as far as the quick way leads; what was read ahead of that goes to expat. */
static bool feed_plain(Reading *reading, Plain *plain, XmlSource source, void *source_context)
{
    const XmlEvents *events = reading->events;
    if (!plain_fill(plain, reading, source, source_context)) return false;
    size_t prolog = plain_prolog(events, plain);
    if (prolog > 0 && !plain_to_expat(plain, reading, prolog)) return false;
    bool going = prolog > 0 && events->plain_ready(reading->context);
    while (going) {
        const char *next = NULL;
        XmlPlain what = events->plain(reading->context, plain->room + plain->from, plain->room + plain->n, &next, reading->err);
        if (what == XML_PLAIN_FAILED) return false;
        if (what == XML_PLAIN_TAKEN) plain->from = (size_t)(next - plain->room);
        else if (what == XML_PLAIN_OTHER || plain->ended || plain->from == 0) going = false; /* from == 0: longer than the room */
        else if (!plain_fill(plain, reading, source, source_context)) return false;
    }
    return plain_to_expat(plain, reading, plain->n - plain->from);
}

bool xml_read(XmlSource source, void *source_context, Str part, const XmlEvents *events, void *context, Err *err)
{
    XML_Parser parser = XML_ParserCreate(NULL);
    if (parser == NULL) return err_set(err, ERR_LIMIT, "Освободите память и повторите.", "Не хватает памяти, чтобы разобрать файл.");
    Reading reading = { .parser = parser, .events = events, .context = context, .part = str_slice(part, 0, 80), .err = err };
    XML_SetUserData(parser, &reading);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    bool ok = true;
    if (events->plain != NULL) {
        Plain plain = { .room = malloc(PLAIN_ROOM + 1) };
        if (plain.room == NULL) ok = err_set(err, ERR_LIMIT, "Освободите память и повторите.", "Не хватает памяти, чтобы разобрать файл.");
        else ok = feed_plain(&reading, &plain, source, source_context);
        free(plain.room);
    }
    ok = ok && feed(&reading, source, source_context);
    XML_ParserFree(parser);
    return ok;
}

static bool take_bytes(void *source, char *at, size_t room, size_t *n, Err *err)
{
    (void)err;
    Str *left = source;
    *n = left->n < room ? left->n : room;
    if (*n != 0) memcpy(at, left->at, *n);
    *left = str_slice(*left, *n, left->n);
    return true;
}

bool xml_read_bytes(Str bytes, Str part, const XmlEvents *events, void *context, Err *err)
{
    return xml_read(take_bytes, &bytes, part, events, context, err);
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(xml_local(attributes[0]), name) == 0 && strncmp(attributes[0], "calcext:", 8) != 0) return attributes[1];
    return NULL;
}

uint32_t xml_number(const char **attributes, const char *name, uint32_t top, uint32_t otherwise)
{
    const char *written = xml_attribute(attributes, name);
    long long value;
    if (written == NULL || !str_to_int(str_of(written), &value) || value > top) return otherwise;
    return (uint32_t)value;
}

bool xml_ignore_end(void *context, uint32_t depth, const char *name, Err *err)
{
    (void)context, (void)depth, (void)name, (void)err;
    return true;
}

bool xml_ignore_text(void *context, Str piece, Err *err)
{
    (void)context, (void)piece, (void)err;
    return true;
}
