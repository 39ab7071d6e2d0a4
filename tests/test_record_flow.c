/* Records in the database: who may make, see, change and move them; two editors; the basket; search and filters; people; links; frozen data; tables. On both engines. */
#include "line_world.h"

#include "base/limits.h"
#include "flow/record.h"
#include "store/account.h"

static RecordData *data_of(World *world, const char *type, const char *json)
{
    RecordData *data;
    WORLD_OK(world, record_data_read(record_type_find(str_of(type)), str_of(json), world->arena, &data, &world->err));
    return data;
}

static uint32_t make(World *world, const Who *who, const char *org, const char *type, const char *json)
{
    RecordEdit edit = { .type = str_of(type), .org_code = str_of(org), .data = data_of(world, type, json) };
    uint32_t number = 0;
    WORLD_OK(world, flow_record_save(world->flow, who, &edit, &number, &world->err));
    return number;
}

static Record row_of(World *world, const char *type, uint32_t number)
{
    Record row;
    bool found;
    WORLD_OK(world, record_get(flow_reader(world->flow), 1, str_of(type), number, world->arena, &row, &found, &world->err));
    assert_true(found);
    return row;
}

static bool save(World *world, const Who *who, const char *type, uint32_t number, uint32_t revision, const char *json)
{
    RecordEdit edit = { .type = str_of(type), .number = number, .revision = revision, .data = data_of(world, type, json) };
    return flow_record_save(world->flow, who, &edit, NULL, &world->err);
}

static uint32_t found_by(World *world, RecordAsk ask)
{
    Record *rows;
    uint32_t n, n_counted;
    ask.type = ask.type.n > 0 ? ask.type : STR("event");
    ask.path = ask.path.n > 0 ? ask.path : world->region.path;
    WORLD_OK(world, record_list(flow_reader(world->flow), 1, &ask, world->arena, &rows, &n, &world->err));
    WORLD_OK(world, record_count(flow_reader(world->flow), 1, &ask, 0, world->arena, &n_counted, &world->err));
    if (ask.limit == 0) assert_int_equal(n, n_counted);
    return n;
}

static uint32_t found_by_words(World *world, const char *words)
{
    RecordAsk ask = { .type = STR("event") };
    const Str *stems;
    uint32_t n;
    record_stems(str_of(words), RECORD_ASK_WORDS, world->arena, &n, &stems);
    for (uint32_t i = 0; i < n; i++) ask.words[i] = stems[i];
    /* The search over all registers finds the same, of the whole tree and of each part of it. */
    const Str paths[] = { world->region.path, world->districts[0].path, world->districts[1].path, world->schools[0].path };
    for (size_t p = 0; p < sizeof paths / sizeof *paths; p++) {
        Record *rows;
        uint32_t n_rows;
        ask.path = paths[p];
        WORLD_OK(world, record_search(flow_reader(world->flow), 1, ask.type, ask.path, n, stems, 100, world->arena, &rows, &n_rows, &world->err));
        assert_int_equal(n_rows, found_by(world, ask));
        for (uint32_t i = 1; i < n_rows; i++) assert_true(rows[i - 1].id > rows[i].id);
    }
    ask.path = STR_EMPTY;
    return found_by(world, ask);
}

static Str last_entry(World *world, const char *object)
{
    const AuditEntry *entries;
    uint32_t n;
    AuditAsk ask = { .object = str_of(object), .limit = 1 };
    WORLD_OK(world, audit_list(flow_reader(world->flow), 1, &ask, world->arena, &entries, &n, &world->err));
    assert_int_equal(n, 1);
    return arena_printf(world->arena, "%.*s: %.*s", STR_ARG(entries[0].verb), STR_ARG(entries[0].words));
}

#define SEMINAR "{\"kind\":\"seminar\",\"title\":\"Риски необъективной проверки\",\"day\":\"20.10.2026\",\"place\":\"школа № 3\"}"

static void a_record_is_made_and_changed_by_those_who_may(void **state)
{
    World *world = world_new(state);
    assert_int_equal(make(world, &world->office, "m1", "event", SEMINAR), 1);
    assert_int_equal(make(world, &world->head, "edu000001", "event", SEMINAR), 2);
    assert_int_equal(make(world, &world->head, "edu000001", "media", "{\"title\":\"А\",\"kind\":\"site\",\"outlet\":\"Б\",\"day\":\"2026-04-01\"}"), 1); /* numbers go by register */
    Record row = row_of(world, "event", 1);
    assert_str(row.day, "2026-10-20");
    assert_str(row.state, "planned");
    assert_int_equal(row.revision, 1);
    assert_says(last_entry(world, "record/event/1"), "новая запись: мероприятие «Риски необъективной проверки», 20.10.2026");

    RecordEdit foreign = { .type = STR("event"), .org_code = STR("m2"), .data = data_of(world, "event", SEMINAR) };
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_record_save(world->flow, &world->office, &foreign, NULL, &world->err)); /* a foreign organisation is not there */
    WORLD_FAILS(world, ERR_NOT_FOUND, save(world, &world->other_office, "event", 1, 1, SEMINAR));
    WORLD_FAILS(world, ERR_NOT_FOUND, save(world, &world->other_head, "event", 2, 1, SEMINAR));
    WORLD_FAILS(world, ERR_NOT_FOUND, save(world, &world->head, "event", 1, 1, SEMINAR)); /* a school does not see its district's own */
    WORLD_FAILS(world, ERR_NOT_FOUND, save(world, &world->office, "event", 99, 1, SEMINAR));
    WORLD_FAILS(world, ERR_INPUT, save(world, &world->office, "event", 1, 1, "{\"title\":\"\",\"kind\":\"party\"}"));
    assert_says(str_of(world->err.hint), "И ещё 2");

    WORLD_OK(world, save(world, &world->office, "event", 1, 1, "{\"kind\":\"meeting\",\"title\":\"Риски необъективной проверки\",\"day\":\"2026-10-20\"}"));
    assert_int_equal(row_of(world, "event", 1).revision, 2);
    assert_says(last_entry(world, "record/event/1"), "исправлено: Вид: семинар → совещание; Место: школа № 3 → пусто");
    WORLD_OK(world, save(world, &world->office, "event", 1, 2, "{\"kind\":\"meeting\",\"title\":\"Риски необъективной проверки\",\"day\":\"2026-10-20\"}"));
    assert_int_equal(row_of(world, "event", 1).revision, 2); /* nothing changed, nothing written */
    world_end(world);
}

static void the_second_editor_is_told_and_loses_nothing(void **state)
{
    World *world = world_new(state);
    make(world, &world->office, "m1", "event", SEMINAR);
    WORLD_OK(world, save(world, &world->office, "event", 1, 1, "{\"kind\":\"webinar\",\"title\":\"Риски необъективной проверки\",\"day\":\"2026-10-20\",\"place\":\"школа № 3\"}"));
    const char *typed = "{\"kind\":\"seminar\",\"title\":\"Мой заголовок\",\"day\":\"2026-10-20\",\"place\":\"школа № 3\"}";
    WORLD_FAILS(world, ERR_CONFLICT, save(world, &world->region_office, "event", 1, 1, typed));
    Record row = row_of(world, "event", 1);
    RecordVersion seen;
    bool found;
    const RecordChange *clashes;
    uint32_t n;
    RecordData *base, *theirs;
    const RecordType *type = record_type_find(STR("event"));
    WORLD_OK(world, record_version_get(flow_reader(world->flow), &row, 1, world->arena, &seen, &found, &world->err));
    assert_true(found);
    WORLD_OK(world, record_data_read(type, seen.fields, world->arena, &base, &world->err));
    WORLD_OK(world, record_data_read(type, row.fields, world->arena, &theirs, &world->err));
    RecordData *merged = record_merge(base, data_of(world, "event", typed), theirs, NULL, world->arena, &n, &clashes);
    assert_int_equal(n, 0);
    WORLD_OK(world, save(world, &world->region_office, "event", 1, 2, arena_z(world->arena, record_data_write(merged, world->arena))));
    row = row_of(world, "event", 1);
    assert_says(row.fields, "webinar");
    assert_says(row.fields, "Мой заголовок");
    RecordVersion *versions;
    WORLD_OK(world, record_versions(flow_reader(world->flow), &row, 10, world->arena, &versions, &n, &world->err));
    assert_int_equal(n, 3);
    assert_int_equal(versions[0].revision, 3);
    world_end(world);
}

static void states_go_by_moves(void **state)
{
    World *world = world_new(state);
    make(world, &world->office, "m1", "minutes", "{\"kind\":\"pedsovet\",\"meeting\":\"педсовета\",\"day\":\"2026-05-27\",\"agenda\":[{\"question\":\"О результатах\"}]}");
    Str minutes = STR("minutes");
    WORLD_FAILS(world, ERR_INPUT, flow_record_move(world->flow, &world->office, minutes, 1, STR("signed"), STR_EMPTY, &world->err)); /* number, chair, secretary */
    assert_says(str_of(world->err.what), "Номер протокола");
    WORLD_OK(world, save(world, &world->office, "minutes", 1, 1, "{\"kind\":\"pedsovet\",\"meeting\":\"педсовета\",\"day\":\"2026-05-27\",\"agenda\":[{\"question\":\"О результатах\"}],\"number\":\"5\",\"chair\":\"А\",\"secretary\":\"Б\"}"));
    WORLD_OK(world, flow_record_move(world->flow, &world->office, minutes, 1, STR("signed"), STR_EMPTY, &world->err));
    assert_str(row_of(world, "minutes", 1).state, "signed");
    WORLD_FAILS(world, ERR_CONFLICT, flow_record_move(world->flow, &world->office, minutes, 1, STR("signed"), STR_EMPTY, &world->err));
    /* Signed: neither its words nor what it cites change, by anybody. */
    uint32_t revision = row_of(world, "minutes", 1).revision;
    WORLD_FAILS(world, ERR_CONFLICT, save(world, &world->region_office, "minutes", 1, revision, "{\"kind\":\"pedsovet\",\"meeting\":\"педсовета\",\"day\":\"2026-05-27\",\"agenda\":[{\"question\":\"О результатах\"}],\"number\":\"6\",\"chair\":\"А\",\"secretary\":\"Б\"}"));
    assert_says(str_of(world->err.hint), "Вернуть в черновики");
    WORLD_FAILS(world, ERR_CONFLICT, flow_record_freeze(world->flow, &world->office, minutes, 1, STR("Баллы"), STR("/results"), STR("{}"), &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_record_basket(world->flow, &world->office, minutes, 1, false, &world->err));
    assert_int_equal(row_of(world, "minutes", 1).revision, revision);
    WORLD_FAILS(world, ERR_INPUT, flow_record_move(world->flow, &world->office, minutes, 1, STR("draft"), STR("  "), &world->err)); /* a reason */
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_record_move(world->flow, &world->other_office, minutes, 1, STR("draft"), STR("хочу"), &world->err));
    WORLD_OK(world, flow_record_move(world->flow, &world->office, minutes, 1, STR("draft"), STR("ошибка в номере"), &world->err));
    assert_says(last_entry(world, "record/minutes/1"), "подписан → черновик; причина: ошибка в номере");
    world_end(world);
}

static void the_basket_gives_back(void **state)
{
    World *world = world_new(state);
    make(world, &world->office, "m1", "event", SEMINAR);
    Str event = STR("event");
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_record_basket(world->flow, &world->other_office, event, 1, false, &world->err));
    WORLD_OK(world, flow_record_basket(world->flow, &world->office, event, 1, false, &world->err));
    assert_int_equal(found_by(world, (RecordAsk){ 0 }), 0);
    assert_int_equal(found_by(world, (RecordAsk){ .deleted = true }), 1);
    WORLD_FAILS(world, ERR_CONFLICT, save(world, &world->office, "event", 1, 1, SEMINAR));
    WORLD_OK(world, flow_record_basket(world->flow, &world->office, event, 1, true, &world->err));
    WORLD_OK(world, flow_record_basket(world->flow, &world->office, event, 1, true, &world->err)); /* pressed twice */
    assert_int_equal(found_by(world, (RecordAsk){ 0 }), 1);
    world_end(world);
}

static void lists_are_searched_filtered_and_sorted(void **state)
{
    World *world = world_new(state);
    make(world, &world->office, "m1", "event", SEMINAR);
    make(world, &world->head, "edu000001", "event", "{\"kind\":\"pedsovet\",\"title\":\"Отчёт о проверке\",\"day\":\"2026-05-27\",\"form\":\"here\"}");
    make(world, &world->other_office, "m2", "event", "{\"kind\":\"seminar\",\"title\":\"Ёлочный семинар\",\"day\":\"2026-12-20\",\"form\":\"remote\"}");
    assert_int_equal(found_by(world, (RecordAsk){ 0 }), 3);
    assert_int_equal(found_by(world, (RecordAsk){ .path = world->districts[0].path }), 2);
    assert_int_equal(found_by(world, (RecordAsk){ .path = world->districts[0].path, .own_only = true }), 1);
    assert_int_equal(found_by(world, (RecordAsk){ .facets = { { STR("kind"), STR("seminar") } } }), 2);
    assert_int_equal(found_by(world, (RecordAsk){ .facets = { { STR("kind"), STR("seminar") }, { STR("form"), STR("remote") } } }), 1);
    assert_int_equal(found_by(world, (RecordAsk){ .from = STR("2026-06-01"), .to = STR("2026-10-31") }), 1);
    assert_int_equal(found_by(world, (RecordAsk){ .state = STR("held") }), 0);
    assert_int_equal(found_by_words(world, "проверки"), 2);
    assert_int_equal(found_by_words(world, "отчеты проверка"), 1);
    assert_int_equal(found_by_words(world, "елочные семинары"), 1);
    assert_int_equal(found_by(world, (RecordAsk){ .limit = 2 }), 2);
    assert_int_equal(found_by(world, (RecordAsk){ .limit = 2, .skip = 2 }), 1);
    Record *rows;
    uint32_t n;
    RecordAsk ask = { .type = STR("event"), .path = world->region.path };
    WORLD_OK(world, record_list(flow_reader(world->flow), 1, &ask, world->arena, &rows, &n, &world->err));
    assert_str(rows[0].day, "2026-12-20");
    ask.order = RECORD_BY_TITLE;
    WORLD_OK(world, record_list(flow_reader(world->flow), 1, &ask, world->arena, &rows, &n, &world->err));
    assert_str(rows[0].title, "Ёлочный семинар"); /* Ё stands with Е */
    ask.order = RECORD_BY_NUMBER;
    WORLD_OK(world, record_list(flow_reader(world->flow), 1, &ask, world->arena, &rows, &n, &world->err));
    assert_int_equal(rows[0].number, 3);
    RecordCount *counts;
    WORLD_OK(world, record_counts(flow_reader(world->flow), 1, &ask, world->arena, &counts, &n, &world->err));
    uint32_t n_seminars = 0, n_planned = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (str_eq(counts[i].value, STR("seminar"))) n_seminars = counts[i].n;
        if (counts[i].field.n == 0 && str_eq(counts[i].value, STR("planned"))) n_planned = counts[i].n;
    }
    assert_int_equal(n_seminars, 2);
    assert_int_equal(n_planned, 3);
    WORLD_OK(world, record_types(flow_reader(world->flow), 1, world->districts[0].path, world->arena, &counts, &n, &world->err));
    assert_int_equal(n, 1);
    assert_int_equal(counts[0].n, 2);
    world_end(world);
}

static void a_closed_record_is_not_found_by_its_words(void **state)
{
    World *world = world_new(state);
    const char *json = "{\"kind\":\"commission\",\"meeting\":\"комиссии о тайном деле\",\"day\":\"2026-05-27\"}";
    RecordEdit edit = { .type = STR("minutes"), .org_code = STR("m1"), .data = data_of(world, "minutes", json), .restricted = true };
    uint32_t number;
    WORLD_OK(world, flow_record_save(world->flow, &world->office, &edit, &number, &world->err));
    assert_true(row_of(world, "minutes", 1).restricted);
    RecordAsk ask = { .type = STR("minutes"), .facets = { { STR("kind"), STR("commission") } } };
    assert_int_equal(found_by(world, ask), 0);
    assert_true(str_find(last_entry(world, "record/minutes/1"), STR("тайн")) == SIZE_MAX);
    edit = (RecordEdit){ .type = STR("minutes"), .number = 1, .revision = 1, .data = data_of(world, "minutes", json) };
    WORLD_OK(world, flow_record_save(world->flow, &world->office, &edit, NULL, &world->err)); /* opened */
    assert_int_equal(found_by(world, ask), 1);
    assert_says(last_entry(world, "record/minutes/1"), "запись открыта");
    Record row = row_of(world, "minutes", 1);
    assert_int_equal(flow_record_open_right(&world->office, &row), RIGHT_RECORD_WRITE);
    assert_int_equal(flow_record_open_right(&world->region_office, &row), RIGHT_CASE_OPEN);
    edit = (RecordEdit){ .type = STR("event"), .org_code = STR("m1"), .data = data_of(world, "event", SEMINAR), .restricted = true };
    WORLD_OK(world, flow_record_save(world->flow, &world->office, &edit, &number, &world->err));
    assert_false(row_of(world, "event", number).restricted); /* this register has no closed records */
    world_end(world);
}

/* ---- people ---- */

static bool put_people(DbWrite *write, void *context, Err *err)
{
    World *world = context;
    static const struct { const char *login, *name; int org; } people[] = { { "ivanova", "Иванова Анна", 0 }, { "petrov", "Петров Пётр", 0 }, { "petrov2", "Петров Пётр", 1 }, { "sidorov", "Сидоров Семён", 3 } };
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        Account account = { .region_id = 1, .login = str_of(people[i].login), .name = str_of(people[i].name), .post = STR("учитель"), .email = STR_EMPTY, .password = STR_EMPTY, .totp_secret = STR_EMPTY, .oidc_subject = STR_EMPTY, .state = ACCOUNT_ACTIVE };
        if (!account_put(write, &account, 0, world->arena, err) || !grant_put(write, 1, account.id, i == 0 ? ROLE_SCHOOL : ROLE_TEACHER, world->schools[people[i].org].id, 0, 0, err)) return false;
    }
    return true;
}

static uint32_t with_mark(World *world, uint32_t number, const char *mark)
{
    Record row = row_of(world, "event", number);
    RecordPerson *people;
    uint32_t n, n_with = 0;
    WORLD_OK(world, record_people(flow_reader(world->flow), &row, STR("participants"), world->arena, &people, &n, &world->err));
    for (uint32_t i = 0; i < n; i++) n_with += str_eq(people[i].mark, str_of(mark));
    return n_with;
}

static bool put_staff(DbWrite *write, void *context, Err *err)
{
    World *world = context;
    static const struct { const char *login, *name, *email; } people[] = { { "g.tikhonova", "Галина Ивановна Тихонова", "Tikhonova@school5.example" }, { "anna1", "Иванова Анна Петровна", "" }, { "anna2", "Иванова Алла Петровна", "" }, { "orlov", "Пётр Орлов", "" }, { "stan", "Станкевич Ольга Львовна", "" }, { "mamin", "Мамин-Сибиряк Д. Н.", "" } };
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        Account account = { .region_id = 1, .login = str_of(people[i].login), .name = str_of(people[i].name), .post = STR("учитель"), .email = str_of(people[i].email), .password = STR_EMPTY, .totp_secret = STR_EMPTY, .oidc_subject = STR_EMPTY, .state = ACCOUNT_ACTIVE };
        if (!account_put(write, &account, 0, world->arena, err) || !grant_put(write, 1, account.id, ROLE_TEACHER, world->schools[0].id, 0, 0, err)) return false;
    }
    return true;
}

/* Numbers are 1…6 in the order above; 0: asked back, whole. */
static void a_list_names_people_in_any_form(void **state)
{
    static const struct { const char *row; int number, n_choices; } cases[] = {
        { "Тихонова Галина Ивановна", 1, 0 }, { "тихонова галина ивановна", 1, 0 }, { "ТИХОНОВА Г.И.", 1, 0 }, { "Г. И. Тихонова", 1, 0 }, { "Тихонова Г.", 1, 0 }, { "1. Тихонова Г.И., учитель русского языка 5А класса", 1, 0 },
        { "7\tТихонова\tГалина\tИвановна\tшкола № 5", 1, 0 }, { "8;ТИХОНОВА;Г. И.;завуч", 1, 0 }, { "<tikhonova@school5.example>", 1, 0 }, { "tikhonova@SCHOOL5.example;была", 1, 0 }, { "Галина Ивановна Тихонова", 1, 0 }, { "Тихонова  Галина", 1, 0 },
        { "Тихонова Галина Петровна", 0, 1 }, { "Тихонова О.И.", 0, 1 }, { "Тихоново Г.И.", 0, 1 }, { "Тихонова", 0, 1 }, /* nearly, and nobody is marked by chance */
        { "Иванова Анна", 2, 0 }, { "Иванова А. П.", 0, 2 }, { "Иванова А.", 0, 2 }, { "Иванова Алла П.", 3, 0 }, { "Иванова Анна Сергеевна", 0, 2 }, { "Иванова А. С.", 0, 2 },
        { "Орлов Пётр", 4, 0 }, { "Орлов Петр Семёнович", 4, 0 }, { "Орлов П. С.", 4, 0 }, { "Ольга Станкевич", 5, 0 }, { "Мамин-Сибиряк Дмитрий Наркисович", 6, 0 }, { "Мамин Д.Н.", 0, 0 }, { "Зайцева и Петров", 0, 0 }, { "школа № 5", 0, 0 },
    };
    World *world = world_new(state);
    Str event = STR("event");
    WORLD_OK(world, db_tx(world->store->db, put_staff, world, &world->err));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        RecordAttended found;
        RecordPerson *people;
        uint32_t n;
        make(world, &world->office, "m1", "event", SEMINAR);
        WORLD_OK(world, flow_record_attended(world->flow, &world->office, event, (uint32_t)i + 1, str_of(cases[i].row), STR("came"), world->arena, &found, &world->err));
        Record row = row_of(world, "event", (uint32_t)i + 1);
        WORLD_OK(world, record_people(flow_reader(world->flow), &row, STR("participants"), world->arena, &people, &n, &world->err));
        if ((cases[i].number > 0) != (n == 1) || (n == 1 && people[0].number != cases[i].number) || found.n_doubts != (n == 0)) fail_msg("«%s»: %u people, number %lld, %u doubts", cases[i].row, n, n > 0 ? (long long)people[0].number : 0, found.n_doubts);
        if (n == 0 && found.doubts[0].n_choices != (uint32_t)cases[i].n_choices) fail_msg("«%s»: %u choices", cases[i].row, found.doubts[0].n_choices);
    }
    /* several in a line are several; nobody of them is lost; under a heading names side by side are columns */
    RecordAttended found;
    make(world, &world->office, "m1", "event", SEMINAR);
    uint32_t last = (uint32_t)(sizeof cases / sizeof *cases) + 1;
    WORLD_OK(world, flow_record_attended(world->flow, &world->office, event, last, STR("Тихонова Г.И., Орлов П.С., Чужая А.Б."), STR("came"), world->arena, &found, &world->err));
    assert_int_equal(found.n_known, 2);
    assert_int_equal(found.n_doubts, 1);
    assert_says(found.doubts[0].text, "Чужая А.Б.");
    WORLD_OK(world, flow_record_attended(world->flow, &world->office, event, last, STR("ФИО;Наставник\nСтанкевич О.Л.;Тихонова Г.И.\n"), STR("came"), world->arena, &found, &world->err));
    assert_int_equal(found.n_known, 0);
    assert_true(found.n_doubts == 1 && found.doubts[0].several && found.doubts[0].n_choices == 2);
    world_end(world);
}

static void people_are_invited_and_marked(void **state)
{
    World *world = world_new(state);
    Flow *flow = world->flow;
    Str event = STR("event");
    uint32_t n;
    WORLD_OK(world, db_tx(world->store->db, put_people, world, &world->err));
    make(world, &world->office, "m1", "event", SEMINAR);
    WORLD_OK(world, flow_record_invite(flow, &world->office, event, 1, ROLE_TEACHER, &n, &world->err));
    assert_int_equal(n, 2); /* of the first district only */
    WORLD_OK(world, flow_record_mark(flow, &world->office, event, 1, 1, (const int64_t[]){ 1 }, STR_EMPTY, &n, &world->err));
    assert_int_equal(with_mark(world, 1, "invited"), 3);
    WORLD_OK(world, flow_record_mark(flow, &world->office, event, 1, 1, (const int64_t[]){ 1 }, STR("came"), &n, &world->err));
    assert_int_equal(with_mark(world, 1, "came"), 1);
    WORLD_OK(world, flow_record_invite(flow, &world->office, event, 1, ROLE_SCHOOL, &n, &world->err));
    assert_int_equal(with_mark(world, 1, "came"), 1); /* inviting again does not take the mark away */
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_record_mark(flow, &world->office, event, 1, 1, (const int64_t[]){ 4 }, STR_EMPTY, &n, &world->err)); /* of another district */
    WORLD_FAILS(world, ERR_INPUT, flow_record_mark(flow, &world->office, event, 1, 1, (const int64_t[]){ 1 }, STR("drunk"), &n, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_record_mark(flow, &world->other_office, event, 1, 1, (const int64_t[]){ 4 }, STR_EMPTY, &n, &world->err));
    RecordAttended attended;
    Str list = STR("№;ФИО;Должность\n1;Иванова Анна;завуч\n2;Петров Пётр;учитель\n3;;petrov2\n4;Кто-то Чужой;\n5;Сидоров Семён;учитель\n");
    WORLD_OK(world, flow_record_attended(flow, &world->office, event, 1, list, STR("came"), world->arena, &attended, &world->err));
    assert_int_equal(attended.n_done, 1); /* Иванова is marked already, petrov2 is new */
    assert_int_equal(attended.n_doubts, 3);
    assert_true(attended.doubts[0].several && attended.doubts[0].n_choices == 2); /* two of one name: a login is asked */
    assert_says(attended.doubts[1].text, "Кто-то Чужой");
    assert_int_equal(attended.doubts[1].n_choices, 0);
    assert_int_equal(with_mark(world, 1, "came"), 2);
    WORLD_OK(world, flow_record_unlist(flow, &world->office, event, 1, 1, &world->err));
    assert_int_equal(with_mark(world, 1, "came"), 1);
    assert_int_equal(row_of(world, "event", 1).revision, 1); /* taps make no versions */
    /* a person of the staff list as a value: by name, kept as a number */
    make(world, &world->office, "m1", "event", "{\"kind\":\"seminar\",\"title\":\"Б\",\"day\":\"2026-10-20\",\"lead\":\"ИВАНОВА анна\"}");
    assert_says(row_of(world, "event", 2).fields, "\"lead\":\"1\"");
    WORLD_OK(world, save(world, &world->office, "event", 2, 1, "{\"kind\":\"seminar\",\"title\":\"Б\",\"day\":\"2026-10-20\",\"lead\":\"petrov\"}"));
    assert_says(last_entry(world, "record/event/2"), "Кто проводит: сотрудник № 1 → сотрудник № 2"); /* no name stays in the journal */
    RecordEdit two = { .type = event, .org_code = STR("m1"), .data = data_of(world, "event", "{\"kind\":\"seminar\",\"title\":\"Б\",\"day\":\"2026-10-20\",\"lead\":\"Петров Пётр\"}") };
    WORLD_FAILS(world, ERR_INPUT, flow_record_save(flow, &world->office, &two, NULL, &world->err));
    two.data = data_of(world, "event", "{\"kind\":\"seminar\",\"title\":\"Б\",\"day\":\"2026-10-20\",\"lead\":\"4\"}");
    WORLD_FAILS(world, ERR_INPUT, flow_record_save(flow, &world->office, &two, NULL, &world->err)); /* numbers of strangers cannot be tried */
    world_end(world);
}

/* ---- beside it ---- */

static void links_have_a_ceiling(void **state)
{
    World *world = world_new(state);
    Str event = STR("event");
    make(world, &world->office, "m1", "event", SEMINAR);
    for (uint32_t i = 0; i < LIMIT_RECORD_LINKS; i++) WORLD_OK(world, flow_record_link(world->flow, &world->office, event, 1, arena_printf(world->arena, "https://example.ru/%u", i), STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_LIMIT, flow_record_link(world->flow, &world->office, event, 1, STR("https://example.ru/more"), STR_EMPTY, &world->err));
    world_end(world);
}

static void comments_links_and_frozen_data(void **state)
{
    World *world = world_new(state);
    Flow *flow = world->flow;
    Str minutes = STR("minutes"), bytes = STR("{\"title\":\"Таблица\"}");
    make(world, &world->office, "m1", "event", SEMINAR);
    make(world, &world->other_office, "m2", "event", SEMINAR);
    make(world, &world->office, "m1", "minutes", "{\"kind\":\"meeting\",\"meeting\":\"совещания\",\"day\":\"2026-05-27\",\"event\":\"event/1\"}");
    RecordEdit foreign = { .type = minutes, .org_code = STR("m1"), .data = data_of(world, "minutes", "{\"kind\":\"meeting\",\"meeting\":\"совещания\",\"day\":\"2026-05-27\",\"event\":\"event/2\"}") };
    WORLD_FAILS(world, ERR_INPUT, flow_record_save(flow, &world->office, &foreign, NULL, &world->err));
    WORLD_OK(world, flow_record_note(flow, &world->office, minutes, 1, STR(" Уточнить номер "), &world->err));
    WORLD_FAILS(world, ERR_INPUT, flow_record_note(flow, &world->office, minutes, 1, STR("  "), &world->err));
    WORLD_OK(world, flow_record_link(flow, &world->office, minutes, 1, STR("/records/event/1"), STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_record_link(flow, &world->office, minutes, 1, STR("/records/event/1"), STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_record_link(flow, &world->office, minutes, 1, STR("/records/event/2"), STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_record_link(flow, &world->office, minutes, 1, STR("/plans/7/measures/1"), STR_EMPTY, &world->err));
    WORLD_FAILS(world, ERR_INPUT, flow_record_link(flow, &world->office, minutes, 1, STR("javascript:alert(1)"), STR_EMPTY, &world->err));
    WORLD_OK(world, flow_record_link(flow, &world->office, minutes, 1, STR("https://example.org/план"), STR("План на сайте"), &world->err));
    WORLD_OK(world, flow_record_freeze(flow, &world->office, minutes, 1, STR("Таблица"), STR("/results/x"), bytes, &world->err));
    WORLD_FAILS(world, ERR_CONFLICT, flow_record_freeze(flow, &world->office, minutes, 1, STR("Таблица"), STR("/results/x"), bytes, &world->err));
    WORLD_FAILS(world, ERR_NOT_FOUND, flow_record_freeze(flow, &world->other_office, minutes, 1, STR("Таблица"), STR("/results/x"), bytes, &world->err));
    Record row = row_of(world, "minutes", 1), *back;
    RecordLink *links;
    RecordNote *notes;
    Frozen frozen;
    bool found;
    uint32_t n;
    WORLD_OK(world, record_links(flow_reader(flow), &row, world->arena, &links, &n, &world->err));
    assert_int_equal(n, 3);
    assert_str(links[0].title, "мероприятие «Риски необъективной проверки», 20.10.2026");
    assert_str(links[2].kind, "frozen");
    WORLD_OK(world, frozen_get(flow_reader(flow), 1, links[2].to_key, world->arena, &frozen, &found, &world->err));
    assert_true(found);
    assert_int_equal(frozen.made_at, LINE_NOW);
    WORLD_OK(world, record_linked_to(flow_reader(flow), 1, STR("record"), links[0].to_id, STR("event/1"), world->arena, &back, &n, &world->err));
    assert_int_equal(n, 1);
    assert_str(back[0].type, "minutes");
    WORLD_OK(world, record_notes(flow_reader(flow), &row, world->arena, &notes, &n, &world->err));
    assert_int_equal(n, 1);
    assert_str(notes[0].words, "Уточнить номер");
    WORLD_OK(world, flow_record_unlink(flow, &world->office, minutes, 1, links[0].id, &world->err));
    WORLD_OK(world, flow_record_unlink(flow, &world->office, minutes, 1, links[0].id, &world->err));
    WORLD_OK(world, record_links(flow_reader(flow), &row, world->arena, &links, &n, &world->err));
    assert_int_equal(n, 2);
    world_end(world);
}

/* ---- tables ---- */

static void a_table_is_looked_at_before_it_is_written(void **state)
{
    World *world = world_new(state);
    RecordTable table;
    const RecordType *type = record_type_find(STR("event"));
    Str csv = STR("Мероприятия района\nВид;Тема;День;Место;Чужой столбец;Программа\nсеминар;Первое;20.10.2026;школа;x;Вопрос один | Докладчик | 20\nвечеринка;Второе;вчера;;;\n;;;;;\nСОВЕЩАНИЕ;Третье;2026-10-22;;;\n");
    WORLD_OK(world, flow_record_table(flow_reader(world->flow), &world->office, type, &world->districts[0], csv, world->arena, &table, &world->err));
    assert_int_equal(table.n_rows, 3);
    assert_int_equal(table.n_clean, 2);
    assert_int_equal(table.n_unknown, 1);
    assert_str(table.unknown[0], "Чужой столбец");
    assert_int_equal(table.rows[1].n_complaints, 2);
    assert_int_equal(table.rows[1].row, 4);
    WORLD_FAILS(world, ERR_DENIED, flow_record_table(flow_reader(world->flow), &world->head, type, &world->districts[0], csv, world->arena, &table, &world->err));
    WORLD_FAILS(world, ERR_INPUT, flow_record_table(flow_reader(world->flow), &world->office, type, &world->districts[0], STR("a;b\n1;2\n"), world->arena, &table, &world->err));
    uint32_t n;
    WORLD_OK(world, flow_record_import(world->flow, &world->office, type, &world->districts[0], csv, &n, &world->err));
    assert_int_equal(n, 2);
    assert_int_equal(found_by(world, (RecordAsk){ 0 }), 2);
    assert_says(row_of(world, "event", 1).fields, "\"speaker\":\"Докладчик\"");
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_record_is_made_and_changed_by_those_who_may),
        BOTH(the_second_editor_is_told_and_loses_nothing),
        BOTH(states_go_by_moves),
        BOTH(the_basket_gives_back),
        BOTH(lists_are_searched_filtered_and_sorted),
        BOTH(a_closed_record_is_not_found_by_its_words),
        BOTH(people_are_invited_and_marked), ON_SQLITE(a_list_names_people_in_any_form),
        BOTH(comments_links_and_frozen_data),
        ON_SQLITE(links_have_a_ceiling),
        BOTH(a_table_is_looked_at_before_it_is_written),
    };
    return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
