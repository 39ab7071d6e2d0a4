/* OpenAPI 3.1, made of the registry of pages: it cannot lag behind the program. */
#include <stdio.h>

#include "base/json.h"
#include "base/limits.h"
#include "web/page.h"
#include "web/route.h"

/* «/results/:procedure» → «/results/{procedure}» with the suffix of the format. */
static Str template(Arena *arena, const char *path, const char *suffix)
{
    Buf out;
    buf_init(&out, 0);
    bool in_name = false;
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == ':') {
            buf_add_char(&out, '{');
            in_name = true;
            continue;
        }
        if (*at == '/' && in_name) {
            buf_add_char(&out, '}');
            in_name = false;
        }
        buf_add_char(&out, *at);
    }
    if (in_name) buf_add_char(&out, '}');
    if (suffix[0] != '\0' && strcmp(path, "/") != 0) buf_printf(&out, ".%s", suffix);
    Str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool in_path(const char *path, const char *name)
{
    char wanted[64];
    size_t n = (size_t)snprintf(wanted, sizeof wanted, "/:%s", name);
    const char *at = strstr(path, wanted);
    return at != NULL && (at[n] == '\0' || at[n] == '/');
}

static void put_schema(Json *json, const Param *param)
{
    json_key(json, "schema");
    json_object(json);
    json_put_z(json, "type", param->kind == PARAM_INT ? "integer" : "string");
    if (param->kind == PARAM_DATE) json_put_z(json, "format", "date");
    if (param->kind == PARAM_INT) json_put_int(json, "minimum", param->min);
    if (param->kind == PARAM_INT && param->max != 0) json_put_int(json, "maximum", param->max);
    if (param->kind == PARAM_CHOICE || param->kind == PARAM_FLAG) {
        json_key(json, "enum");
        json_array(json);
        Str choices = str_of(param->kind == PARAM_FLAG ? "0|1" : param->choices);
        for (size_t from = 0, to; from <= choices.n; from = to + 1) {
            for (to = from; to < choices.n && choices.at[to] != '|';) to++;
            json_str(json, str_slice(choices, from, to));
        }
        json_array_end(json);
    }
    json_object_end(json);
}

static void put_parameter(Json *json, const char *name, const char *title, bool is_path, const Param *param)
{
    static const Param text = { .kind = PARAM_TEXT };
    json_object(json);
    json_put_z(json, "name", name);
    json_put_z(json, "in", is_path ? "path" : "query");
    json_put_bool(json, "required", is_path);
    json_put_z(json, "description", title);
    put_schema(json, param != NULL ? param : &text);
    json_object_end(json);
}

/* Segments that no Param tells of: the organisation's code, mostly. */
static void put_untold(Json *json, const Page *page)
{
    for (const char *at = strstr(page->path, "/:"); at != NULL; at = strstr(at + 2, "/:")) {
        char name[64];
        size_t n = strcspn(at + 2, "/");
        BUG_ON(n >= sizeof name);
        memcpy(name, at + 2, n);
        name[n] = '\0';
        bool told = false;
        for (const Param *param = page->params; param != NULL && param->name != NULL; param++) told = told || strcmp(param->name, name) == 0;
        if (!told) put_parameter(json, name, strcmp(name, "org") == 0 ? "код организации" : "часть адреса", true, NULL);
    }
}

static void put_answers(Json *json, const char *type)
{
    static const struct { const char *status, *words; } failures[] = {
        { "400", "параметр не подходит: что и как исправить" }, { "401", "нужно войти" }, { "404", "нет такого, или оно не открыто" }, { "503", "занято: повторить через Retry-After секунд" },
    };
    json_key(json, "responses");
    json_object(json);
    json_key(json, "200");
    json_object(json);
    json_put_z(json, "description", "страница");
    json_key(json, "content");
    json_object(json);
    json_key(json, type);
    json_object(json);
    json_object_end(json);
    json_object_end(json);
    json_object_end(json);
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        json_key(json, failures[i].status);
        json_object(json);
        json_put_z(json, "description", failures[i].words);
        json_object_end(json);
    }
    json_object_end(json);
}

static void put_page(Json *json, const Page *page, Format format, Arena *arena)
{
    json_key(json, arena_z(arena, template(arena, page->path, format_suffix(format))));
    json_object(json);
    json_key(json, "get");
    json_object(json);
    json_put_z(json, "summary", page->title);
    json_put_str(json, "description", arena_printf(arena, "Право: %s.", right_title(page->right)));
    json_key(json, "parameters");
    json_array(json);
    for (const Param *param = page->params; param != NULL && param->name != NULL; param++) put_parameter(json, param->name, param->title, in_path(page->path, param->name), param);
    put_untold(json, page);
    json_array_end(json);
    char type[128];
    Str full = str_of(format_type(format));
    size_t end = str_find(full, STR(";"));
    snprintf(type, sizeof type, "%.*s", (int)(end == SIZE_MAX ? full.n : end), full.at);
    put_answers(json, type);
    json_object_end(json);
    json_object_end(json);
}

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    (void)err;
    Buf out;
    Json json;
    buf_init(&out, LIMIT_PAGE_BYTES);
    json_init(&json, &out, false);
    json_object(&json);
    json_put_z(&json, "openapi", "3.1.0");
    json_key(&json, "info");
    json_object(&json);
    json_put_z(&json, "title", "Мерило");
    json_put_z(&json, "version", MERILO_VERSION);
    json_object_end(&json);
    json_key(&json, "paths");
    json_object(&json);
    for (const Page *const *page = page_registry; *page != NULL; page++) {
        if ((*page)->no_formats || (*page)->raw != NULL || strcmp((*page)->path, "/") == 0) continue;
        for (Format format = FORMAT_JSON; format < N_FORMATS; format++) put_page(&json, *page, format, ctx->arena);
    }
    json_object_end(&json);
    json_object_end(&json);
    reply->status = 200;
    reply->type = str_of(format_type(FORMAT_JSON));
    reply->body = arena_str(ctx->arena, buf_str(&out));
    buf_free(&out);
    return true;
}

const Page page_api_openapi = { .path = "/api/openapi", .title = "Описание OpenAPI", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .no_formats = true, .raw = raw };
