/* The connection to the mail server: libcurl. */
#include <curl/curl.h>

#include "flow/mail_.h"

enum { WAIT_S = 20, CONNECT_S = 10 };

bool mail_server_read(Str setting, Arena *arena, MailServer *out, Err *err)
{
    static const char *const here[] = { "smtp://127.0.0.1:", "smtp://[::1]:", "smtp://localhost:" };
    static const char starttls[] = "smtp+starttls://";
    bool plain = false, clean = setting.n <= 300;
    for (size_t i = 0; i < setting.n; i++) clean = clean && (unsigned char)setting.at[i] > ' ' && (unsigned char)setting.at[i] < 127 && memchr("@?#\\\"", setting.at[i], 5) == NULL;
    for (size_t i = 0; i < sizeof here / sizeof *here; i++) plain = plain || str_starts(setting, str_of(here[i]));
    if (clean && (str_starts(setting, STR("smtps://")) || plain)) *out = (MailServer){ .url = setting, .must_encrypt = !plain };
    else if (clean && str_starts(setting, str_of(starttls))) *out = (MailServer){ .url = arena_printf(arena, "smtp://%.*s", STR_ARG(str_slice(setting, sizeof starttls - 1, setting.n))), .must_encrypt = true };
    else return err_set(err, ERR_INPUT, "Напишите smtps://сервер:465 или smtp+starttls://сервер:587 в настройках, раздел «Письма».", "Адрес почтового сервера не подходит.");
    return true;
}

struct MailLine { CURL *curl; char detail[CURL_ERROR_SIZE]; Str rest; };

static size_t give(char *to, size_t size, size_t n, void *context)
{
    MailLine *line = context;
    size_t room = size * n, given = line->rest.n < room ? line->rest.n : room;
    memcpy(to, line->rest.at, given);
    line->rest = str_slice(line->rest, given, line->rest.n);
    return given;
}

MailLine *mail_line_open(const MailServer *server, Arena *arena)
{
    MailLine *line = arena_one(arena, MailLine);
    CURL *curl = line->curl = curl_easy_init();
    BUG_ON(curl == NULL);
    curl_easy_setopt(curl, CURLOPT_URL, arena_z(arena, server->url));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    if (server->must_encrypt) curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    if (!server->must_encrypt) curl_easy_setopt(curl, CURLOPT_NOPROXY, "*"); /* this machine */
    if (server->user.n > 0) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, arena_z(arena, server->user));
        curl_easy_setopt(curl, CURLOPT_PASSWORD, arena_z(arena, server->password));
    }
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WAIT_S);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, line->detail);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, line);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    return line;
}

void mail_line_close(MailLine *line) { curl_easy_cleanup(line->curl); }

static MailOutcome outcome_of(CURLcode code, long answer)
{
    if (code == CURLE_OK) return MAIL_WENT;
    if (code == CURLE_LOGIN_DENIED) return MAIL_UNREACHED;
    if (answer >= 550 && answer <= 554) return MAIL_NEVER_GOES; /* no such mailbox, too large, refused for good */
    return answer >= 400 ? MAIL_REFUSED : MAIL_UNREACHED;
}

MailOutcome mail_line_send(MailLine *line, const Letter *letter, Arena *arena, Str *why)
{
    Err ignored;
    Buf bytes;
    long answer = 0;
    buf_init(&bytes, 0);
    *why = STR_EMPTY;
    if (!mail_compose(letter, &bytes, &ignored)) {
        buf_free(&bytes);
        *why = STR("Письмо слишком длинное.");
        return MAIL_NEVER_GOES;
    }
    struct curl_slist *to = curl_slist_append(NULL, arena_z(arena, arena_printf(arena, "<%.*s>", STR_ARG(letter->to))));
    line->rest = buf_str(&bytes);
    line->detail[0] = '\0';
    curl_easy_setopt(line->curl, CURLOPT_MAIL_FROM, arena_z(arena, arena_printf(arena, "<%.*s>", STR_ARG(letter->from))));
    curl_easy_setopt(line->curl, CURLOPT_MAIL_RCPT, to);
    CURLcode code = curl_easy_perform(line->curl);
    curl_easy_getinfo(line->curl, CURLINFO_RESPONSE_CODE, &answer);
    curl_easy_setopt(line->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(to);
    buf_free(&bytes);
    MailOutcome outcome = outcome_of(code, answer);
    const char *words = outcome == MAIL_WENT ? "" : code == CURLE_LOGIN_DENIED ? "Почтовый сервер не принял имя и пароль" : outcome == MAIL_UNREACHED ? "Почтовый сервер не отвечает" : "Почтовый сервер отказал";
    if (outcome != MAIL_WENT) *why = arena_printf(arena, "%s (%s%s%ld).", words, line->detail[0] != '\0' ? line->detail : curl_easy_strerror(code), "; ответ ", answer);
    return outcome;
}
