#include <curl/curl.h>

#include "base/buf.h"
#include "flow/oidc_.h"

enum { MOST_BYTES = 256 << 10, WAIT_S = 10, CONNECT_S = 5 };

bool oidc_address_fits(Str url)
{
    if (url.n > 1000) return false;
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.at[i] <= ' ' || (unsigned char)url.at[i] >= 127) return false;
    static const char *const here[] = { "http://127.0.0.1:", "http://127.0.0.1/", "http://[::1]:", "http://[::1]/", "http://localhost:", "http://localhost/" };
    for (size_t i = 0; i < sizeof here / sizeof *here; i++)
        if (str_starts(url, str_of(here[i]))) return true;
    return str_starts(url, STR("https://")) && url.n > 8;
}

static size_t take(char *at, size_t size, size_t n, void *context)
{
    Buf *out = context;
    buf_add(out, (Str){ at, size * n });
    return out->full ? 0 : size * n; /* fewer: curl stops */
}

static bool failed(Err *err, CURLcode code, const char *detail)
{
    err_set(err, ERR_IO, "Проверьте адрес службы в настройках и доступ сервера к ней. Войти по паролю можно как обычно.", "Внешняя служба входа не отвечает.");
    err_detail(err, "%s; %s", curl_easy_strerror(code), detail);
    return false;
}

bool oidc_fetch(Str url, Str form, Arena *arena, Str *body, Err *err)
{
    if (!oidc_address_fits(url)) return err_set(err, ERR_INPUT, "Нужен адрес https://…", "Адрес внешней службы не подходит.");
    CURL *curl = curl_easy_init();
    BUG_ON(curl == NULL);
    char detail[CURL_ERROR_SIZE] = "";
    long status = 0;
    Buf out;
    buf_init(&out, MOST_BYTES);
    curl_easy_setopt(curl, CURLOPT_URL, arena_z(arena, url));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, str_starts(url, STR("https://")) ? "https" : "http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WAIT_S);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Merilo/" MERILO_VERSION);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &out);
    if (!str_starts(url, STR("https://"))) curl_easy_setopt(curl, CURLOPT_NOPROXY, "*"); /* this machine */
    if (form.n > 0) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)form.n);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form.at);
    }
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    bool done = code == CURLE_OK && status == 200;
    if (done) *body = arena_str(arena, buf_str(&out));
    else if (out.full) err_set(err, ERR_LIMIT, "", "Ответ внешней службы слишком большой.");
    else if (code != CURLE_OK) failed(err, code, detail);
    else err_set(err, ERR_INPUT, "Попробуйте войти ещё раз; если не выйдет, проверьте настройки входа.", "Внешняя служба отказала: ответ %ld.", status);
    buf_free(&out);
    return done;
}
