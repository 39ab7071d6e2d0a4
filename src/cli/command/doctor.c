/* merilo doctor: what is wrong with this installation and what to do. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/database_.h"
#include "flow/doctor.h"
#include "store/migrate.h"

static bool write_json(const DoctorFinding *findings, uint32_t n, const char *path, Err *err)
{
    static const char *const words[] = { "good", "unknown", "care", "bad" };
    Buf bytes;
    Json json;
    buf_init(&bytes, 0);
    json_init(&json, &bytes, false);
    json_object(&json);
    json_key(&json, "checks");
    json_array(&json);
    for (uint32_t i = 0; i < n; i++) {
        json_object(&json);
        json_put_str(&json, "name", str_of(findings[i].check->name));
        json_put_str(&json, "state", str_of(words[findings[i].state]));
        json_put_str(&json, "text", findings[i].words);
        json_put_str(&json, "fix", findings[i].fix);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    buf_add_char(&bytes, '\n');
    bool done = buf_ok(&bytes, err) && file_write(path, buf_str(&bytes), err);
    buf_free(&bytes);
    return done;
}

static void print(const DoctorFinding *findings, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const DoctorFinding *finding = &findings[i];
        printf("%s: %s. %.*s\n", finding->check->title, doctor_state_title(finding->state), STR_ARG(finding->words));
        if (finding->fix.n > 0) printf("    Что делать: %.*s\n", STR_ARG(finding->fix));
    }
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    const char *url, *json = args_value(args, "--json");
    Err open_err = { 0 };
    DoctorAsk ask = { .now = clock_now(), .open_err = &open_err };
    if (!database_url(args, &url, err)) return false;
    ask.url = url;
    if (db_open(url, NULL, &ask.db, &open_err)) ask.schema_fits = schema_check(ask.db, NULL);
    const DoctorFinding *findings;
    uint32_t n;
    doctor_look(&ask, arena, &findings, &n);
    bool done = json == NULL || write_json(findings, n, json, err);
    if (json == NULL || strcmp(json, "-") != 0) print(findings, n);
    uint32_t n_bad = 0;
    for (uint32_t i = 0; i < n; i++) n_bad += findings[i].state == DOCTOR_BAD;
    db_close(ask.db);
    return done && (n_bad == 0 || err_set(err, ERR_CONFLICT, "", "Есть что исправить."));
}

static const Option options[] = {
    DATABASE_OPTION,
    { "--json", "ФАЙЛ", "ответ для машины; «-» — на экран", false },
    { 0 },
};

const Command command_doctor = {
    .name = "doctor",
    .words = "[--db БАЗА] [--json ФАЙЛ]",
    .summary = "что не так с установкой и что делать",
    .details = "Код завершения 4, если есть что исправить. То, что знает только работающий сервер (связь, рабочие процессы), показывает его страница «Система».",
    .options = options,
    .run = run
};
