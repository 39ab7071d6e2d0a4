#include "web/fault_page.h"

#include "base/buf.h"

static const char *usual(int status)
{
    switch (status) {
    case 400: return "Запрос записан с ошибкой.";
    case 404: return "Такой страницы нет.";
    case 408: return "Запрос шёл слишком долго.";
    case 413: return "Отправка слишком большая.";
    case 503: return "Сервер сейчас занят. Подождите немного и повторите.";
    case 507: return "На диске сервера кончилось место. Скажите об этом администратору.";
    default: return "Не получилось. Повторите, а если не поможет, скажите администратору.";
    }
}

void fault_page(void *context, int status, const char *why, Reply *reply, Arena *arena)
{
    (void)context;
    Buf buf;
    buf_init(&buf, 0);
    buf_add_z(&buf, "<!doctype html>\n<html lang=\"ru\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                    "<title>Не получилось — Мерило</title></head>\n<body><main><h1>Не получилось</h1>\n<p>");
    buf_add_xml(&buf, str_of(why != NULL ? why : usual(status)));
    buf_printf(&buf, "</p>\n<p><a href=\"/\">На первую страницу</a></p>\n<p><small>Ответ %d</small></p></main></body></html>\n", status);
    reply->status = status;
    reply->type = STR("text/html; charset=utf-8");
    reply->body = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
}
