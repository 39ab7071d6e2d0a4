#include "web/answer.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "publish/rich.h"
#include "web/frame.h"
#include "web/log.h"

#define FLASH_COOKIE "said"
enum { FLASH_BYTES = 600, BUSY_RETRY_S = 2 };

int answer_status(ErrCode code)
{
    static const int statuses[] = { [ERR_NONE] = 200, [ERR_INPUT] = 400, [ERR_NOT_FOUND] = 404, [ERR_CONFLICT] = 409, [ERR_DENIED] = 403, [ERR_LIMIT] = 413, [ERR_IO] = 500, [ERR_BUSY] = 503, [ERR_BUG] = 500 };
    return statuses[code];
}

/* ---- words shown once ---- */

Str answer_flash(Ctx *ctx, Reply *reply)
{
    Str cookie = request_cookie(ctx->request, FLASH_COOKIE);
    if (cookie.n == 0 || cookie.n > FLASH_BYTES * 2) return STR_EMPTY;
    Str words;
    ctx->reply = reply;
    ctx_cookie(ctx, FLASH_COOKIE, STR_EMPTY, -1);
    return secret_base64url_read(cookie, ctx->arena, &words) && utf8_valid(words) ? rich_escape(ctx->arena, words) : STR_EMPTY; /* a cookie is data from outside */
}

void answer_redirect(Ctx *ctx, Str address, Str words, Reply *reply)
{
    reply->status = 303;
    reply->location = address;
    ctx->reply = reply;
    if (words.n == 0) return;
    if (words.n > FLASH_BYTES) words = str_slice(words, 0, utf8_valid_prefix(str_slice(words, 0, FLASH_BYTES))); /* half a letter would cost the whole sentence */
    ctx_cookie(ctx, FLASH_COOKIE, secret_base64url(words, ctx->arena), 60);
}

/* ---- documents ---- */

static bool render(Ctx *ctx, Format format, const DocFrame *frame, Str *out, Err *err)
{
    if (format == FORMAT_DOCX) return doc_docx(ctx->doc, out, ctx->arena, err);
    if (format == FORMAT_XLSX) return doc_xlsx(ctx->doc, out, ctx->arena, err);
    Buf buf;
    buf_init(&buf, LIMIT_PAGE_BYTES);
    bool done = format == FORMAT_JSON ? doc_json(ctx->doc, &buf, err) : format == FORMAT_CSV ? doc_csv(ctx->doc, &buf, err) : doc_page_html(ctx->doc, frame, &buf, err);
    if (done) *out = arena_str(ctx->arena, buf_str(&buf));
    buf_free(&buf);
    return done;
}

/* «Приказ от 12.10.2026 № ____» → «Приказ от 12.10.2026.docx»: letters, digits and what no system minds; a place for the pen says nothing. */
static Str said_name(Ctx *ctx, Str said, Format format)
{
    enum { MOST_BYTES = 160, NBSP = 0xA0 };
    char *name = arena_alloc(ctx->arena, said.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < said.n && n < MOST_BYTES;) {
        size_t from = i;
        uint32_t cp = utf8_next(said, &i);
        bool letter = cp != UTF8_BAD && (utf8_lower(cp) != utf8_upper(cp) || (cp >= '0' && cp <= '9'));
        if (letter || cp == U'№' || cp == '.' || cp == '-' || cp == '(' || cp == ')') {
            memcpy(name + n, said.at + from, i - from);
            n += i - from;
        } else if (cp == '/' || cp == U'–') {
            name[n++] = '-';
        } else if ((cp == ' ' || cp == NBSP) && n > 0 && name[n - 1] != ' ') {
            name[n++] = ' ';
        }
    }
    Str out = { name, n };
    for (Str before = STR_EMPTY; before.n != out.n;) {
        before = out;
        while (out.n > 0 && (out.at[out.n - 1] == ' ' || out.at[out.n - 1] == '.' || out.at[out.n - 1] == '-')) out.n--;
        if (str_ends(out, STR("№"))) out.n -= strlen("№");
    }
    return CTX_TEXT(ctx, "%.*s.%s", STR_ARG(out), format_suffix(format));
}

/* «Признаки района» → «Признаки-района.xlsx»: a name that any system takes. */
static Str file_name(Ctx *ctx, Format format)
{
    if (ctx->doc->file_name.n > 0) return said_name(ctx, ctx->doc->file_name, format);
    Str title = rich_plain(ctx->arena, ctx->doc->title);
    char *name = arena_alloc(ctx->arena, title.n + 8);
    size_t n = 0;
    for (size_t i = 0; i < title.n && n < 120;) {
        size_t from = i;
        uint32_t cp = utf8_next(title, &i);
        bool letter = cp != UTF8_BAD && (utf8_lower(cp) != utf8_upper(cp) || (cp >= '0' && cp <= '9'));
        if (letter) {
            memcpy(name + n, title.at + from, i - from);
            n += i - from;
        } else if (n > 0 && name[n - 1] != '-') {
            name[n++] = '-';
        }
    }
    while (n > 0 && name[n - 1] == '-') n--;
    return CTX_TEXT(ctx, "%.*s.%s", (int)n, name, format_suffix(format));
}

void answer_doc(Ctx *ctx, Format format, int status, Reply *reply)
{
    DocFrame frame;
    Err err = { 0 };
    if (format == FORMAT_HTML) {
        frame_fill(ctx, &frame);
        frame.csrf = ctx->csrf;
        frame.flash = answer_flash(ctx, reply);
    }
    if (ctx->doc->footer.n == 0) ctx->doc->footer = CTX_TEXT(ctx, "Мерило " MERILO_VERSION " · %.*s", STR_ARG(ctx_moment(ctx, ctx->now)));
    if (!render(ctx, format, &frame, &reply->body, &err)) {
        log_err(&err);
        reply->status = 500;
        reply->type = STR("text/plain; charset=utf-8");
        reply->body = STR("Страница вышла слишком большой. Сузьте выбор и откройте её снова.\n");
        return;
    }
    reply->status = format == FORMAT_HTML ? status : 200;
    reply->type = str_of(format_type(format));
    if (format != FORMAT_HTML && format != FORMAT_JSON) reply->disposition = file_name(ctx, format);
    if (status == 503 && reply->retry_after_s == 0) reply->retry_after_s = BUSY_RETRY_S;
}

void answer_failure(Ctx *ctx, Format format, int status, const Err *why, Reply *reply)
{
    static const Page nowhere = { .path = "/", .title = "Не получилось", .section = SECTION_NONE, .right = RIGHT_PUBLIC };
    static const DocLink home[] = { { .title = { "На первую страницу", 34 }, .href = { "/", 1 }, .count = NO_COUNT } };
    if (status >= 500) log_err(why);
    if (format == FORMAT_JSON) {
        Buf buf;
        Json json;
        buf_init(&buf, 0);
        json_init(&json, &buf, false);
        json_object(&json);
        json_put_int(&json, "status", status);
        json_put_z(&json, "error", why->what);
        json_put_z(&json, "hint", why->hint);
        json_object_end(&json);
        reply->status = status;
        reply->type = str_of(format_type(FORMAT_JSON));
        reply->body = arena_str(ctx->arena, buf_str(&buf));
        buf_free(&buf);
    } else {
        ctx->page = ctx->page != NULL ? ctx->page : &nowhere;
        ctx->doc = doc_new(ctx->arena, STR("Не получилось"));
        doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR_EMPTY, rich_escape(ctx->arena, CTX_TEXT(ctx, "%s", why->what)));
        if (why->hint[0] != '\0') doc_text(ctx->doc, NULL, rich_escape(ctx->arena, CTX_TEXT(ctx, "%s", why->hint)));
        doc_chips(ctx->doc, NULL, STR_EMPTY, 1, home);
        answer_doc(ctx, FORMAT_HTML, status, reply);
    }
    if (status == 503 && reply->retry_after_s == 0) reply->retry_after_s = BUSY_RETRY_S;
}
