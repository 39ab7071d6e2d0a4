/* What the administrator does through the server: settings, copies, the jobs of the night. On both engines. */
#include "people_fixture.h"

#include <string.h>
#include <sys/stat.h>

#include "flow/backup.h"
#include "flow/job.h"
#include "flow/nightly.h"
#include "flow/place.h"
#include "flow/setting.h"
#include "store/audit.h"
#include "store/job.h"

static bool go_on(uint32_t ms)
{
    (void)ms;
    return true;
}

static Str last_words(People *people)
{
    const AuditEntry *entries;
    uint32_t n;
    Org root;
    bool found;
    OK(people, org_by_id(flow_reader(people->flow), people->region, people->region, people->arena, &root, &found, &people->err));
    AuditAsk ask = { .org_path = root.path, .limit = 1 };
    OK(people, audit_list(flow_reader(people->flow), people->region, &ask, people->arena, &entries, &n, &people->err));
    assert_int_equal(n, 1);
    return entries[0].words;
}

static uint32_t count_jobs(People *people, const char *kind)
{
    const JobRow *rows;
    uint32_t n, n_kind = 0;
    Org root;
    bool found;
    OK(people, org_by_id(flow_reader(people->flow), people->region, people->region, people->arena, &root, &found, &people->err));
    OK(people, job_list(flow_reader(people->flow), people->region, root.path, 100, people->arena, &rows, &n, &people->err));
    for (uint32_t i = 0; i < n; i++) n_kind += str_eq(rows[i].kind, str_of(kind));
    return n_kind;
}

static void settings_are_changed_together_and_told(void **state)
{
    People *people = people_begin(state);
    Who admin = people_who(people, people->number[ROLE_ADMIN]);
    const SettingKind *keep = setting_find(STR("backup.keep")), *secret = setting_find(STR("oidc.secret")), *nightly = setting_find(STR("backup.nightly"));
    uint32_t n;
    int64_t value;
    Str text;
    SettingChange bad[] = { { nightly, STR("0") }, { keep, STR("0") } };
    REFUSED(people, ERR_INPUT, flow_settings_put(people->flow, &admin, bad, 2, &n, &people->err));
    OK(people, setting_int(flow_reader(people->flow), "backup.nightly", &value, &people->err));
    assert_int_equal(value, 1); /* none of them */
    SettingChange good[] = { { keep, STR("30") }, { nightly, STR("1") } };
    OK(people, flow_settings_put(people->flow, &admin, good, 2, &n, &people->err));
    assert_int_equal(n, 1);
    assert_true(str_eq(last_words(people), STR("Сколько последних копий хранить: 14 → 30")));
    SettingChange hidden = { secret, STR("тайна") }, empty = { secret, STR_EMPTY };
    OK(people, flow_settings_put(people->flow, &admin, &hidden, 1, &n, &people->err));
    assert_null(strstr(arena_z(people->arena, last_words(people)), "тайна"));
    OK(people, flow_settings_put(people->flow, &admin, &empty, 1, &n, &people->err));
    assert_int_equal(n, 0);
    OK(people, setting_text(flow_reader(people->flow), "oidc.secret", people->arena, &text, &people->err));
    assert_true(str_eq(text, STR("тайна")));
    people_end(people);
}

static void only_the_root_rules_the_whole(void **state)
{
    People *people = people_begin(state);
    setenv("MERILO_DATA", people->store->folder, 1);
    Who local = people_who(people, people->number[ROLE_ADMIN]); /* as if one were administrator of one municipality */
    Grant grant = { .role = ROLE_ADMIN };
    bool found;
    OK(people, org_by_code(flow_reader(people->flow), people->region, STR("mo1"), people->arena, &grant.org, &found, &people->err));
    local.n_grants = 1;
    local.grants = &grant;
    Who whos[] = { local, people_who(people, people->number[ROLE_REGION]), people_who(people, people->number[ROLE_MUNICIPALITY]), people_who(people, people->number[ROLE_READER]) };
    SettingChange change = { setting_find(STR("backup.keep")), STR("3") };
    Str bytes;
    BackupDone done;
    for (size_t i = 0; i < sizeof whos / sizeof *whos; i++) {
        BackupAsk ask = { .folder = place_copies(people->store->url, people->arena) };
        REFUSED(people, ERR_DENIED, flow_settings_put(people->flow, &whos[i], &change, 1, NULL, &people->err));
        REFUSED(people, ERR_DENIED, flow_backup(people->flow, &whos[i], &ask, people->arena, &done, &people->err));
        REFUSED(people, ERR_DENIED, flow_copy_read(people->flow, &whos[i], STR("merilo-2026-01-01-000000.mcopy"), people->arena, &bytes, &people->err));
    }
    people_end(people);
}

static void copies_are_made_listed_and_given_away(void **state)
{
    People *people = people_begin(state);
    setenv("MERILO_DATA", people->store->folder, 1);
    Who admin = people_who(people, people->number[ROLE_ADMIN]);
    Str folder = place_copies(people->store->url, people->arena), bytes;
    BackupAsk ask = { .folder = folder, .keep = 2 };
    BackupDone done;
    for (int i = 0; i < 3; i++) {
        OK(people, flow_backup(people->flow, &admin, &ask, people->arena, &done, &people->err));
        people_clock(people, i == 0 ? 0 : 60); /* two within a second: neither is lost */
    }
    assert_int_equal(done.n_removed, 1);
    const Copy *copies;
    uint32_t n;
    OK(people, copy_list(folder, people->arena, &copies, &n, &people->err));
    assert_int_equal(n, 2);
    assert_true(copies[0].made_at >= copies[1].made_at && copies[1].n_bytes > 1000);
    struct stat of_file;
    assert_int_equal(stat(arena_z(people->arena, done.path), &of_file), 0);
    assert_int_equal(of_file.st_mode & 077, 0);
    OK(people, flow_copy_read(people->flow, &admin, copies[0].name, people->arena, &bytes, &people->err));
    assert_int_equal(bytes.n, copies[0].n_bytes);
    assert_true(str_eq(last_words(people), copies[0].name)); /* who carried it away is written down */
    static const char *const foreign[] = { "", "..", "../merilo.db", "merilo-2026-01-01-000000.mcopy/", "merilo-2026-01-01-0000000.mcopy", "merilo-2026-01-01-00000x.mcopy", "merilo.db" };
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        REFUSED(people, ERR_NOT_FOUND, flow_copy_read(people->flow, &admin, str_of(foreign[i]), people->arena, &bytes, &people->err));
    people_end(people);
}

static void the_night_asks_once_at_its_hour(void **state)
{
    People *people = people_begin(state);
    setenv("MERILO_DATA", people->store->folder, 1);
    int64_t of_day = (people->clock + 3 * 3600) % 86400;
    people_clock(people, 86400 - of_day + 2 * 3600 + 3599); /* 02:59:59 in Moscow */
    OK(people, flow_nightly(people->flow, &people->err));
    assert_int_equal(count_jobs(people, "backup"), 0);
    people_clock(people, 1);
    for (int i = 0; i < 3; i++) OK(people, flow_nightly(people->flow, &people->err));
    assert_int_equal(count_jobs(people, "backup"), 1);
    assert_int_equal(count_jobs(people, "retention"), 1);
    assert_int_equal(count_jobs(people, "expire"), 1);
    JobLoop loop = { .pause = go_on, .once = true };
    OK(people, flow_job_loop(people->flow, &loop, &people->err));
    int64_t verified_at;
    OK(people, setting_int(flow_reader(people->flow), "backup.verified_at", &verified_at, &people->err));
    assert_int_equal(verified_at, people->clock);
    people_clock(people, 86400);
    OK(people, flow_nightly(people->flow, &people->err));
    assert_int_equal(count_jobs(people, "backup"), 2);
    OK(people, flow_job_loop(people->flow, &loop, &people->err));

    Who admin = people_who(people, people->number[ROLE_ADMIN]);
    SettingChange off = { setting_find(STR("backup.nightly")), STR("0") };
    OK(people, flow_settings_put(people->flow, &admin, &off, 1, NULL, &people->err));
    people_clock(people, 86400);
    OK(people, flow_nightly(people->flow, &people->err));
    assert_int_equal(count_jobs(people, "backup"), 2);
    assert_int_equal(count_jobs(people, "expire"), 3);
    people_end(people);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(settings_are_changed_together_and_told),
        BOTH(only_the_root_rules_the_whole),
        BOTH(copies_are_made_listed_and_given_away),
        BOTH(the_night_asks_once_at_its_hour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
