/* merilo import: forms into the database, by the same steps as in the browser. */
#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/number.h"
#include "cli/region_.h"
#include "flow/import.h"
#include "flow/job.h"
#include "store/org.h"

typedef struct Job { Flow *flow; Who who; Org org; Str procedure; ImportAsk ask; Json *json; uint32_t n_waiting, n_refused; } Job;

static void tell_complaints(const Draft *draft)
{
    enum { MOST = 10 };
    uint32_t told = 0;
    Arena *scratch = arena_new(0);
    for (uint32_t i = 0; i < draft->n_complaints && told < MOST; i++) {
        const Complaint *complaint = &draft->complaints[i];
        if (complaint->severity != SEVERITY_ERROR) continue;
        Str cell = complaint_cell(scratch, complaint);
        printf("    %.*s%s%.*s\n", STR_ARG(cell), cell.n > 0 ? ": " : "", STR_ARG(complaint->text));
        told++;
    }
    arena_free(scratch);
}

static void put(Json *json, const Draft *draft, const ImportResult *result)
{
    if (json == NULL) return;
    const UploadRow *upload = &draft->upload;
    json_object(json);
    json_put_str(json, "file", upload->name);
    json_put_str(json, "sha256", upload->sha256);
    json_put_str(json, "org", draft->org.code);
    json_put_int(json, "number", upload->number);
    json_put_str(json, "state", str_of(upload_state_title(upload->state)));
    json_put_str(json, "why", upload->why);
    json_put_int(json, "rows", upload->n_rows);
    json_put_int(json, "works", upload->n_works);
    json_put_int(json, "absent", upload->n_absent);
    json_put_int(json, "waiting", upload->n_rejected);
    if (result != NULL) {
        json_put_int(json, "forms", result->n_forms);
        json_put_int(json, "written", result->n_written);
        json_put_int(json, "same", result->n_same);
        json_put_int(json, "locked", result->n_locked);
        json_put_int(json, "unexplained", result->n_unexplained);
    }
    json_object_end(json);
}

/* Read, then written; whatever is large goes through its job, which runs here. */
static bool take(Job *job, const UploadAsk *ask, Draft *draft, ImportResult *result, bool *written, Str *words, Arena *arena, Err *err)
{
    int number;
    uint32_t reading;
    *written = false;
    if (!flow_upload(job->flow, &job->who, ask, &number, &reading, err) || (reading > 0 && !flow_job_finish(job->flow, job->org.region_id, reading, arena, words, err))) return false;
    if (!draft_open(flow_reader(job->flow), &job->org, number, DRAFT_KEPT, arena, draft, err)) return false;
    *words = draft->upload.why.n > 0 ? draft->upload.why : STR("Принять нечего.");
    if (draft->upload.state == UPLOAD_NOT_UNDERSTOOD || draft->upload.n_works + draft->upload.n_absent == 0) return true;
    if (!flow_import(job->flow, &job->who, &(UploadKey){ &job->org, number }, &job->ask, result, err)) return false;
    *words = import_words(result, arena);
    if (result->job > 0 && !flow_job_finish(job->flow, job->org.region_id, result->job, arena, words, err)) return false;
    *written = true;
    return draft_open(flow_reader(job->flow), &job->org, number, result->job > 0 ? DRAFT_KEPT : DRAFT_SMALL, arena, draft, err);
}

static bool import_file(Job *job, const char *path, Err *err)
{
    Arena *arena = arena_new(0);
    Str bytes, words = STR_EMPTY;
    Draft draft = { 0 };
    ImportResult result = { 0 };
    bool written, good = file_read(path, LIMIT_FILE_BYTES, arena, &bytes, err);
    const UploadAsk ask = { .org = &job->org, .name = file_name(path), .bytes = bytes, .procedure = job->procedure };
    good = good && take(job, &ask, &draft, &result, &written, &words, arena, err);
    if (good) {
        const UploadRow *upload = &draft.upload;
        printf("%s: %.*s\n", path, STR_ARG(words));
        tell_complaints(&draft);
        fflush(stdout); /* what is said is done, also when the next file ends in a kill */
        put(job->json, &draft, written && result.job == 0 ? &result : NULL);
        job->n_waiting += upload->n_rejected, job->n_refused += !written;
    }
    arena_free(arena);
    return good;
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    Job job = { .ask = { .all = args_has(args, "--all"), .replace = args_has(args, "--replace"), .reason = STR_EMPTY }, .procedure = STR_EMPTY };
    const char *code = args_value(args, "--org"), *path = args_value(args, "--json"), *reason = args_value(args, "--reason"), *procedure = args_value(args, "--procedure");
    if (args->n_free == 0) return err_set(err, ERR_INPUT, "merilo import --db БАЗА ФАЙЛ…", "Не назван ни один файл.");
    if (!region_open(args, arena, &job.flow, &job.org, err)) return false;
    job.who = flow_program(job.org.region_id);
    bool found = true, good = code == NULL || org_by_code(flow_reader(job.flow), job.org.region_id, str_of(code), arena, &job.org, &found, err);
    if (good && !found) good = err_set(err, ERR_NOT_FOUND, "Коды стоят на странице «Школы».", "Нет организации с кодом «%s».", code);
    if (reason != NULL) job.ask.reason = str_of(reason);
    if (procedure != NULL) job.procedure = str_of(procedure);
    Buf out;
    Json json;
    buf_init(&out, 0);
    json_init(&json, &out, false);
    json_array(&json);
    job.json = path != NULL ? &json : NULL;
    for (size_t i = 0; i < args->n_free && good; i++) good = import_file(&job, args->free_words[i], err);
    json_array_end(&json);
    buf_add_char(&out, '\n');
    if (path != NULL && (good || job.n_refused > 0)) good = file_write(path, buf_str(&out), err) && good;
    buf_free(&out);
    flow_close(job.flow);
    if (good && job.n_waiting > 0) printf("Ждут исправления: %s. Исправить их можно на странице файла или в самом файле.\n", number_of(arena, job.n_waiting, "строка", "строки", "строк").at);
    if (good && job.n_refused > 0) return err_set(err, ERR_INPUT, "Причины названы выше.", "Из %u %s ничего не записано.", job.n_refused, number_word(job.n_refused, "файла", "файлов", "файлов"));
    return good;
}

static const Option options[] = {
    DATABASE_OPTION,
    REGION_OPTION,
    { "--org", "КОД", "для какой школы или муниципалитета файлы (для всей области)", false },
    { "--procedure", "КОД", "что это за работа, как «2026-5-математика», если в файлах этого нет", false },
    { "--all", NULL, "не записывать ничего из файла, пока в нём есть строки с ошибками", false },
    { "--replace", NULL, "классы, которых в файле нет, из прежних форм убрать", false },
    { "--reason", "СЛОВА", "почему исправляются уже сданные формы", false },
    { "--json", "ФАЙЛ", "что стало с каждым файлом", false },
    { 0 },
};

const Command command_import = {
    .name = "import", .words = "--db БАЗА ФАЙЛ…", .summary = "записать формы результатов в базу",
    .details = "Те же шаги, что на странице «Загрузить форму»: чистые строки записываются, остальные ждут в черновике.\nПовторный запуск с теми же файлами ничего не меняет.", .options = options, .run = run
};
