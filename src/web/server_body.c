#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "web/form.h"
#include "web/server_.h"

/* Fields grow in memory (all of them under LIMIT_FORM_BODY); files follow each other in one unnamed file of the data folder, mapped when all has come. */
typedef struct Part { Str field, name; bool file; size_t at, n; struct Part *next; } Part;

struct Body {
    const char *folder;
    Arena *arena;
    BodyKind kind;
    Multipart *multipart;
    char *bytes;         /* form, JSON: exactly what Content-Length promised; multipart: text of fields */
    size_t n, room;
    Part *parts, **last; /* in their order */
    uint32_t n_parts, n_files;
    int fd;
    size_t n_file;
    Err err;
    bool failed;
};

static bool text_add(Body *body, Str bytes, Err *err)
{
    if (bytes.n > LIMIT_FORM_BODY - body->n) return err_set(err, ERR_LIMIT, "Отправьте текст файлом.", "В форме слишком много текста.");
    if (body->n + bytes.n > body->room) {
        size_t room = body->room != 0 ? body->room * 2 : 4096;
        while (room < body->n + bytes.n) room *= 2;
        char *more = realloc(body->bytes, room);
        if (more == NULL) return err_set(err, ERR_LIMIT, "Повторите позже.", "Серверу не хватило памяти на форму.");
        body->bytes = more;
        body->room = room;
    }
    memcpy(body->bytes + body->n, bytes.at, bytes.n);
    body->n += bytes.n;
    return true;
}

int body_file(const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)) return fd;
    char path[4096]; /* a file system without unnamed files */
    if (snprintf(path, sizeof path, "%s/upload-XXXXXX", folder) >= (int)sizeof path) return -1;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) unlink(path);
    return fd;
}

static bool disk_failed(Err *err)
{
    int why = errno;
    err_set(err, ERR_IO, "Скажите об этом администратору: на диске сервера нет места или прав.", "Не удалось сохранить присланный файл.");
    err_detail(err, "%s", strerror(why));
    return false;
}

static bool file_add(Body *body, Str bytes, Err *err)
{
    if (!file_put(body->fd, bytes)) return disk_failed(err);
    body->n_file += bytes.n;
    return true;
}

static bool part_begin(void *context, Str field, bool file, Str name, Err *err)
{
    Body *body = context;
    if (body->n_parts++ == LIMIT_FORM_FIELDS) return err_set(err, ERR_LIMIT, "Разделите отправку на части.", "В форме больше %u полей.", LIMIT_FORM_FIELDS);
    if (file && body->n_files++ == LIMIT_UPLOAD_FILES) return err_set(err, ERR_LIMIT, "Разделите отправку на части.", "В отправке больше %u файлов.", LIMIT_UPLOAD_FILES);
    if (file && body->fd < 0 && (body->fd = body_file(body->folder)) < 0) return disk_failed(err);
    Part *part = arena_one(body->arena, Part);
    *part = (Part){ .field = field, .name = name, .file = file, .at = file ? body->n_file : body->n };
    *body->last = part;
    body->last = &part->next;
    return true;
}

static Part *current(Body *body) { return (Part *)(void *)((char *)body->last - offsetof(Part, next)); }

static bool part_data(void *context, Str bytes, Err *err)
{
    Body *body = context;
    Part *part = current(body);
    part->n += bytes.n;
    return part->file ? file_add(body, bytes, err) : text_add(body, bytes, err);
}

static bool part_end(void *context, Err *err)
{
    (void)context;
    (void)err;
    return true;
}

Body *body_new(const Worker *worker, Call *call)
{
    Body *body = calloc(1, sizeof *body);
    if (body == NULL) return NULL;
    body->folder = worker->options.data_folder;
    body->arena = call->arena;
    body->kind = call->guarded.kind;
    body->last = &body->parts;
    body->fd = -1;
    if (body->kind == BODY_MULTIPART)
        body->multipart = multipart_new(call->guarded.boundary, &(MultipartSink){ part_begin, part_data, part_end, body }, call->arena);
    return body;
}

void body_feed(Body *body, Str bytes)
{
    if (body->failed) return;
    body->failed = !(body->multipart != NULL ? multipart_feed(body->multipart, bytes, &body->err) : text_add(body, bytes, &body->err));
}

static void unmap(void *at, size_t n) { munmap(at, n); }

static bool text_fine(Str s) { return (s.n == 0 || memchr(s.at, '\0', s.n) == NULL) && utf8_valid(s); }

static bool parts_give(Body *body, Request *request)
{
    Pair *fields = arena_array(body->arena, Pair, body->n_parts);
    UploadedFile *files = arena_array(body->arena, UploadedFile, body->n_files);
    Str text = arena_str(body->arena, (Str){ body->bytes, body->n }), file = STR_EMPTY;
    if (body->n_file != 0) {
        void *at = mmap(NULL, body->n_file, PROT_READ, MAP_PRIVATE, body->fd, 0);
        if (at == MAP_FAILED) return disk_failed(&body->err);
        arena_on_free(body->arena, unmap, at, body->n_file);
        file = (Str){ at, body->n_file };
    }
    request->fields = fields;
    request->files = files;
    for (const Part *part = body->parts; part != NULL; part = part->next) {
        Str bytes = str_slice(part->file ? file : text, part->at, part->at + part->n);
        if (part->file && part->name.n == 0 && part->n == 0) continue; /* no file was chosen */
        if (part->file) files[request->n_files++] = (UploadedFile){ part->field, part->name, bytes };
        else if (!text_fine(bytes)) return err_set(&body->err, ERR_INPUT, "Откройте страницу заново и повторите.", "Поле формы записано с ошибкой: это не текст UTF-8.");
        else fields[request->n_fields++] = (Pair){ part->field, bytes };
    }
    return true;
}

static bool give(Body *body, Request *request)
{
    if (body->failed) return false;
    if (body->multipart != NULL) return multipart_end(body->multipart, &body->err) && parts_give(body, request);
    Str text = arena_str(body->arena, (Str){ body->bytes, body->n });
    if (body->kind == BODY_FORM) return form_pairs(text, LIMIT_FORM_FIELDS, body->arena, &request->fields, &request->n_fields, &body->err);
    request->body = text;
    return true;
}

Refusal body_end(Body *body, Request *request)
{
    if (give(body, request)) return (Refusal){ 0 };
    const char *why = arena_printf(body->arena, "%s %s", body->err.what, body->err.hint).at;
    return (Refusal){ .status = body->err.code == ERR_LIMIT ? 413 : body->err.code == ERR_IO ? 507 : 400, .why = why };
}

void body_free(Body *body)
{
    if (body->fd >= 0) close(body->fd);
    free(body->bytes);
    free(body);
}
