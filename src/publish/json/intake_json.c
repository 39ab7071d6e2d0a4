/* What was understood of the inputs. */
#include "publish/json/json_.h"
#include "publish/publish.h"

void json_program(Json *json)
{
    json_key(json, "program");
    json_object(json);
    json_put_z(json, "version", MERILO_VERSION);
    json_object_end(json);
}

static void put_complaint(Json *json, const Complaint *complaint, Arena *arena)
{
    json_object(json);
    json_put_str(json, "sheet", complaint->sheet);
    json_put_str(json, "cell", complaint_cell(arena, complaint));
    json_put_str(json, "value", complaint->value);
    json_put_z(json, "code", complaint->code);
    json_put_z(json, "severity", severity_word(complaint->severity));
    json_put_str(json, "text", complaint->text);
    json_object_end(json);
}

/* A file that could not be read says why as its only complaint, so that one loop over complaints tells everything. */
static void put_refusal(Json *json, const InputFile *file, Arena *arena)
{
    Complaint complaint = { .code = "file-unreadable", .severity = SEVERITY_ERROR, .text = arena_printf(arena, "%s%s%s", file->why.what, file->why.hint[0] != '\0' ? " " : "", file->why.hint) };
    put_complaint(json, &complaint, arena);
}

static void put_input(Json *json, const InputFile *file, Arena *arena)
{
    bool refused = !file->readable && file->n_complaints == 0;
    json_object(json);
    json_put_str(json, "file", file->name);
    json_put_z(json, "sha256", file->sha256);
    json_put_str(json, "format", file->format);
    json_put_int(json, "rows", (long long)file->rows);
    json_put_int(json, "works", (long long)file->works);
    json_put_int(json, "absent", (long long)file->absent);
    json_put_int(json, "rejected", (long long)file->rejected);
    json_key(json, "complaints");
    json_array(json);
    if (refused) put_refusal(json, file, arena);
    for (uint32_t i = 0; i < file->n_complaints; i++) put_complaint(json, &file->complaints[i], arena);
    json_array_end(json);
    json_put_int(json, "complaints_total", (long long)(refused ? 1 : file->complaints_total));
    json_object_end(json);
}

void json_inputs(Json *json, const InputFile *files, uint32_t n_files, Arena *arena)
{
    json_key(json, "inputs");
    json_array(json);
    for (uint32_t i = 0; i < n_files; i++) put_input(json, &files[i], arena);
    json_array_end(json);
}

void intake_json(const InputFile *files, uint32_t n_files, Buf *out, Arena *arena)
{
    Json json;
    json_init(&json, out, false);
    json_object(&json);
    json_program(&json);
    json_inputs(&json, files, n_files, arena);
    json_object_end(&json);
    buf_add_char(out, '\n');
}
