/* The register engine without a database: values, checks, differences, two editors, search, tables. Every register of the program is walked, so a new one is tested by being there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "record/record.h"

static Arena *arena;
static int begin(void **state) { (void)state; arena = arena_new(0); return 0; }
static int end(void **state) { (void)state; arena_free(arena); return 0; }

#define assert_str(s, expected)                                                                          \
    do {                                                                                                 \
        Str got_ = (s);                                                                                  \
        if (!str_eq(got_, str_of(expected))) fail_msg("«%.*s», expected «%s»", STR_ARG(got_), expected); \
    } while (0)

static RecordData *read_json(const char *type, const char *json)
{
    RecordData *data;
    Err err = { 0 };
    const RecordType *found = record_type_find(str_of(type));
    assert_non_null(found);
    if (!record_data_read(found, str_of(json), arena, &data, &err)) fail_msg("%s: %s", type, err.what);
    return data;
}

static uint32_t complaints(RecordData *data, const RecordMove *move, const RecordComplaint **out)
{
    const RecordComplaint *list;
    uint32_t n;
    record_check(data, move, NULL, arena, &n, &list);
    if (out != NULL) *out = list;
    return n;
}

/* ---- every register ---- */

static void check_names(const RecordType *type, const RecordField *fields, const char *where)
{
    for (const RecordField *field = fields; field->name != NULL; field++) {
        for (const char *at = field->name; *at != '\0'; at++)
            if (!islower((unsigned char)*at)) fail_msg("%s.%s: a name of a field is lower-case letters", type->id, field->name);
        for (const RecordField *other = fields; other < field; other++)
            if (strcmp(other->name, field->name) == 0) fail_msg("%s.%s twice in %s", type->id, field->name, where);
        static const char *const forms[] = { "of", "org", "year", "csrf", "revision", "restricted", "more" }, *const lists[] = { "q", "state", "since", "till", "sort", "own", "basket", "from" };
        bool taken = false;
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) taken = taken || strcmp(field->name, forms[i]) == 0;
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) taken = taken || (field->facet && strcmp(field->name, lists[i]) == 0);
        if (taken && strcmp(where, "fields") == 0) fail_msg("%s.%s: pages use this name for themselves", type->id, field->name);
        bool choice = field->kind == RECORD_CHOICE || field->kind == RECORD_CHOICES;
        if (choice != (field->choices != NULL)) fail_msg("%s.%s: choices", type->id, field->name);
        if ((field->kind == RECORD_OTHER) != (field->of != NULL)) fail_msg("%s.%s: of", type->id, field->name);
        if (field->of != NULL && record_type_find(str_of(field->of)) == NULL) fail_msg("%s.%s: no register «%s»", type->id, field->name, field->of);
        bool faceted = choice || field->kind == RECORD_ORG || field->kind == RECORD_PROCEDURE;
        if (field->facet && !faceted) fail_msg("%s.%s cannot be a facet", type->id, field->name);
        if (!utf8_valid(str_of(field->title)) || field->title[0] == '\0') fail_msg("%s.%s: title", type->id, field->name);
    }
}

static void check_moves(const RecordType *type)
{
    uint32_t n = 0;
    for (const RecordState *state = type->states; state->word != NULL; state++) {
        bool reached = state == type->states;
        for (const RecordMove *move = type->moves; move->from != NULL; move++) reached = reached || strcmp(move->to, state->word) == 0;
        if (!reached) fail_msg("%s: nobody comes to «%s»", type->id, state->title);
        n++;
    }
    assert_true(n >= 2);
    for (const RecordMove *move = type->moves; move->from != NULL; move++) {
        assert_string_not_equal(record_state_title(type, str_of(move->from)), move->from);
        assert_string_not_equal(record_state_title(type, str_of(move->to)), move->to);
        for (Str rest = str_of(move->needs != NULL ? move->needs : ""); rest.n > 0;) {
            size_t at = str_find(rest, STR(" "));
            Str name = at == SIZE_MAX ? rest : str_slice(rest, 0, at);
            rest = at == SIZE_MAX ? STR_EMPTY : str_slice(rest, at + 1, rest.n);
            bool list = false;
            for (uint32_t i = 0; i < record_lists_n(type); i++) list = list || str_eq(name, str_of(type->lists[i].name));
            if (!list && record_field_find(type->fields, name) == NULL) fail_msg("%s: a move needs «%.*s», which is not there", type->id, STR_ARG(name));
        }
    }
}

static void a_register_is_whole(void **state)
{
    (void)state;
    for (const RecordType *const *at = record_registry; *at != NULL; at++) {
        const RecordType *type = *at;
        assert_ptr_equal(record_type_find(str_of(type->id)), type);
        check_names(type, type->fields, "fields");
        for (uint32_t i = 0; i < record_lists_n(type); i++) {
            check_names(type, type->lists[i].fields, type->lists[i].name);
            if (record_field_find(type->fields, str_of(type->lists[i].name)) != NULL) fail_msg("%s: «%s» is a field and a list", type->id, type->lists[i].name);
        }
        check_moves(type);
        assert_non_null(record_field_find(type->fields, str_of(type->title_field)));
        assert_true(record_field_find(type->fields, str_of(type->title_field))->required);
        assert_int_equal(record_field_find(type->fields, str_of(type->day_field))->kind, RECORD_DAY);
        assert_true(type->until_field == NULL || record_field_find(type->fields, str_of(type->until_field))->kind == RECORD_DAY);
        assert_true(type->decisions == NULL || type->plan_kind != 0);
    }
}

static void examples_are_right_and_stay_as_they_are(void **state)
{
    (void)state;
    for (const RecordType *const *type = record_registry; *type != NULL; type++)
        for (int i = 0; i < 2; i++) {
            RecordData *data = read_json((*type)->id, (*type)->examples[i]);
            const RecordComplaint *wrong;
            if (complaints(data, NULL, &wrong) > 0) fail_msg("%s: %.*s: %.*s", (*type)->id, STR_ARG(wrong->title), STR_ARG(wrong->words));
            assert_str(record_data_write(data, arena), (*type)->examples[i]); /* nothing is lost, keys are sorted */
            assert_true(record_title(data, arena).n > 0);
        }
}

/* A spreadsheet made of a record gives the same record. */
static void a_table_gives_back_what_it_was_made_of(void **state)
{
    (void)state;
    for (const RecordType *const *type = record_registry; *type != NULL; type++)
        for (int i = 0; i < 2; i++) {
            RecordData *data = read_json((*type)->id, (*type)->examples[i]);
            const Str *heads;
            int32_t *map;
            uint32_t n = record_columns(*type, arena, &heads);
            Str *cells = arena_array(arena, Str, n);
            for (uint32_t c = 0; c < n; c++) cells[c] = record_to_cell(data, c, NULL, arena);
            assert_int_equal(record_columns_map(*type, n, heads, arena, &map), n);
            RecordData *back = record_from_cells(*type, n, cells, map, arena);
            assert_int_equal(complaints(back, NULL, NULL), 0);
            assert_str(record_data_write(back, arena), (*type)->examples[i]);
        }
}

static void lines_of_a_text_survive_a_cell(void **state)
{
    (void)state;
    const RecordType *type = record_type_find(STR("event"));
    RecordData *data = record_data_new(type, arena);
    record_set(data, "summary", STR("Первая мысль\n\nВторая | мысль"));
    const Str *heads;
    uint32_t n = record_columns(type, arena, &heads), at = 0;
    while (strcmp(type->fields[at].name, "summary") != 0) at++;
    Str *cells = arena_array(arena, Str, n);
    int32_t *map;
    cells[at] = record_to_cell(data, at, NULL, arena);
    assert_str(cells[at], "Первая мысль ¶ Вторая | мысль");
    record_columns_map(type, n, heads, arena, &map);
    assert_str(record_value(record_from_cells(type, n, cells, map, arena), "summary"), "Первая мысль\nВторая | мысль");
    uint32_t agenda = record_fields_n(type->fields);
    cells[agenda] = STR("Один | Она | 5\nДва"); /* as typed in a cell by hand */
    assert_int_equal(record_rows(record_from_cells(type, n, cells, map, arena), "agenda")->n, 2);
}

/* ---- values ---- */

static Str read_value(RecordKind kind, uint32_t max, const char *typed, bool *right)
{
    static const RecordChoice choices[] = { { "one", "Первый ёж" }, { "two", "второй" }, { NULL, NULL } };
    const RecordField field = { .name = "x", .title = "Поле", .kind = kind, .max = max, .choices = choices };
    Str value = str_of(typed), why = STR_EMPTY;
    *right = record_field_read(&field, NULL, arena, &value, &why);
    if (!*right) assert_true(why.n > 0);
    return value;
}

static void values_become_as_they_are_kept(void **state)
{
    (void)state;
    static const struct { RecordKind kind; uint32_t max; const char *typed, *kept; } cases[] = {
        { RECORD_LINE, 0, "  два\r\nслова ", "два слова" }, { RECORD_TEXT, 0, "раз\r\nдва", "раз\nдва" }, { RECORD_INT, 10, " 007", "7" }, { RECORD_DAY, 0, "4.9.26", "2026-09-04" }, { RECORD_DAY, 0, "24.04.2026", "2026-04-24" },
        { RECORD_DAY, 0, "2024-02-29", "2024-02-29" }, { RECORD_CHOICE, 0, "ПЕРВЫЙ ЕЖ", "one" }, { RECORD_CHOICE, 0, "two", "two" }, { RECORD_CHOICES, 0, "второй; первый ёж; второй", "one\ntwo" }, { RECORD_FLAG, 0, "Да", "1" },
        { RECORD_FLAG, 0, "нет", "" }, { RECORD_LINK, 0, "https://example.org/a?b=1", "https://example.org/a?b=1" }, { RECORD_LINK, 0, "/results/2026-5-математика", "/results/2026-5-математика" }, { RECORD_DAY, 0, "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool right;
        Str kept = read_value(cases[i].kind, cases[i].max, cases[i].typed, &right);
        if (!right) fail_msg("«%s» was refused", cases[i].typed);
        assert_str(kept, cases[i].kept);
        assert_str(read_value(cases[i].kind, cases[i].max, arena_z(arena, kept), &right), cases[i].kept); /* once kept, it stays */
        assert_true(right);
    }
}

static void wrong_values_are_told_in_words(void **state)
{
    (void)state;
    static const struct { RecordKind kind; uint32_t max; const char *typed; } cases[] = {
        { RECORD_INT, 10, "11" }, { RECORD_INT, 0, "-1" }, { RECORD_INT, 0, "десять" }, { RECORD_DAY, 0, "31.02.2026" }, { RECORD_DAY, 0, "29.02.2026" }, { RECORD_DAY, 0, "вчера" }, { RECORD_DAY, 0, "1.1" }, { RECORD_CHOICE, 0, "третий" },
        { RECORD_CHOICES, 0, "второй; третий" }, { RECORD_FLAG, 0, "может быть" }, { RECORD_LINK, 0, "javascript:alert(1)" }, { RECORD_LINK, 0, "//evil.example" }, { RECORD_LINK, 0, "https://a b" }, { RECORD_LINK, 0, "https://a\"onclick" },
        { RECORD_LINE, 3, "длинно" }, { RECORD_LINE, 0, "звонок\a" }, { RECORD_TEXT, 0, "\xff\xfe" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool right;
        Str kept = read_value(cases[i].kind, cases[i].max, cases[i].typed, &right);
        if (right) fail_msg("«%s» was taken", cases[i].typed);
        assert_str(kept, cases[i].typed); /* stays as typed: the person mends it */
    }
}

static void a_check_names_every_place(void **state)
{
    (void)state;
    const RecordComplaint *wrong;
    RecordData *data = read_json("event", "{\"day\":\"2026-04-24\",\"until\":\"x\",\"agenda\":[{},{\"question\":\"Первый\"},{\"speaker\":\"кто-то\"},{\"question\":\"Третий\",\"minutes\":\"601\"}]}");
    assert_int_equal(complaints(data, NULL, &wrong), 5); /* kind, title, until; a row without its question; too many minutes */
    static const char *const names[] = { "kind", "title", "until", "agenda.1.question", "agenda.2.minutes" };
    for (int i = 0; i < 5; i++) assert_str(wrong[i].name, names[i]);
    assert_int_equal(record_rows(data, "agenda")->n, 3); /* the empty row is gone, and places are counted without it */
    data = read_json("event", "{\"kind\":\"семинар\",\"title\":\"А\",\"day\":\"2026-04-24\",\"until\":\"23.04.2026\"}");
    assert_int_equal(complaints(data, NULL, &wrong), 1);
    assert_str(wrong->name, "until");
    assert_str(record_value(data, "kind"), "seminar");
}

static void a_move_needs_what_it_says(void **state)
{
    (void)state;
    const RecordType *type = record_type_find(STR("minutes"));
    const RecordMove *move = record_move_find(type, STR("draft"), STR("signed"));
    assert_null(record_move_find(type, STR("signed"), STR("signed")));
    RecordData *data = read_json("minutes", type->examples[1]);
    assert_int_equal(complaints(data, move, NULL), 3); /* number, chair, secretary */
    data = read_json("minutes", type->examples[0]);
    assert_int_equal(complaints(data, move, NULL), 0);
    data->lists[0].n = 0;
    assert_int_equal(complaints(data, move, NULL), 1);
}

static void hostile_json_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "[]", "{", "{\"a\":1,\"a\":2}", "null", "{\"title\":\"\xff\"}" };
    RecordData *data;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Err err = { 0 };
        assert_false(record_data_read(record_registry[0], str_of(bad[i]), arena, &data, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
    Buf deep;
    buf_init(&deep, 0);
    buf_add_z(&deep, "{\"title\":");
    for (int i = 0; i < 100000; i++) buf_add_char(&deep, '[');
    Err err = { 0 };
    assert_false(record_data_read(record_registry[0], buf_str(&deep), arena, &data, &err));
    buf_free(&deep);
    data = read_json("event", "{\"title\":{\"a\":1},\"agenda\":{\"b\":2},\"materials\":[7,\"x\",null],\"stranger\":\"y\",\"day\":20260424}"); /* other shapes are not filled */
    assert_str(record_value(data, "title"), "");
    assert_str(record_value(data, "day"), "20260424");
    assert_int_equal(record_rows(data, "agenda")->n, 0);
}

/* ---- two versions ---- */

static const char base_json[] = "{\"agenda\":[{\"question\":\"Один\"},{\"question\":\"Два\",\"speaker\":\"Она\"}],\"day\":\"2026-04-24\",\"kind\":\"seminar\",\"title\":\"Тема\"}";

static void a_difference_is_told_in_words(void **state)
{
    (void)state;
    const RecordChange *changes;
    uint32_t n;
    RecordData *before = read_json("event", base_json);
    RecordData *after = read_json("event", "{\"agenda\":[{\"question\":\"Два\",\"speaker\":\"Он\"},{\"question\":\"Один\"},{\"question\":\"Три\"}],\"day\":\"2026-04-25\",\"kind\":\"meeting\",\"title\":\"Тема\"}");
    record_diff(before, after, NULL, arena, &n, &changes);
    assert_int_equal(n, 4);
    assert_str(changes[0].title, "Вид");
    assert_str(changes[0].before, "семинар");
    assert_str(changes[0].after, "совещание");
    assert_str(changes[1].after, "25.04.2026");
    assert_str(changes[2].before, "Два | Она"); /* an edited row is one change, a moved one is none */
    assert_str(changes[2].after, "Два | Он");
    assert_str(changes[3].before, "");
    assert_str(changes[3].after, "Три");
    record_diff(after, after, NULL, arena, &n, &changes);
    assert_int_equal(n, 0);
}

static void two_editors_lose_nothing(void **state)
{
    (void)state;
    const RecordChange *clashes;
    uint32_t n;
    RecordData *base = read_json("event", base_json), *mine = read_json("event", base_json), *theirs = read_json("event", base_json);
    record_set(mine, "title", STR("Моя тема"));
    record_set(mine, "place", STR("моё место"));
    record_set(theirs, "title", STR("Их тема"));
    record_set(theirs, "kind", STR("webinar"));
    theirs->lists[0].n = 1;
    RecordData *merged = record_merge(base, mine, theirs, NULL, arena, &n, &clashes);
    assert_str(record_value(merged, "title"), "Моя тема");
    assert_str(record_value(merged, "place"), "моё место");
    assert_str(record_value(merged, "kind"), "webinar");
    assert_int_equal(record_rows(merged, "agenda")->n, 1);
    assert_int_equal(n, 1);
    assert_str(clashes[0].name, "title");
    assert_str(clashes[0].before, "Их тема");
    assert_str(clashes[0].after, "Моя тема");
}

/* ---- search ---- */

static bool finds(const char *text, const char *asked)
{
    const Str *kept, *wanted;
    uint32_t n_kept, n_wanted, found = 0;
    record_stems(str_of(text), LIMIT_RECORD_WORDS, arena, &n_kept, &kept);
    record_stems(str_of(asked), LIMIT_RECORD_WORDS, arena, &n_wanted, &wanted);
    for (uint32_t w = 0; w < n_wanted; w++)
        for (uint32_t k = 0; k < n_kept; k++) found += str_eq(wanted[w], kept[k]);
    return n_wanted > 0 && found == n_wanted;
}

static void words_are_found_in_any_form(void **state)
{
    (void)state;
    assert_true(finds("Семинар для заместителей директоров", "семинары"));
    assert_true(finds("Семинар для заместителей директоров", "заместитель директора"));
    assert_true(finds("Отчёт о проверке", "ОТЧЕТЫ"));
    assert_true(finds("отчет", "отчёт"));
    assert_true(finds("приказ № 259-од", "259"));
    assert_true(finds("ВПР-2026, 5 класс", "впр 5"));
    assert_false(finds("Семинар", "совещание"));
    assert_false(finds("Семинар", "— ! «»"));
    const Str *stems;
    uint32_t n;
    record_stems(STR("раз раза разы РАЗ два три"), 2, arena, &n, &stems);
    assert_int_equal(n, 2); /* no repetition, no more than asked */
    Buf huge;
    buf_init(&huge, 0);
    for (int i = 0; i < 20000; i++) buf_add_z(&huge, "щ");
    record_stems(buf_str(&huge), 5, arena, &n, &stems);
    assert_true(n == 1 && stems[0].n <= 120 && utf8_valid(stems[0]));
    buf_free(&huge);
}

static void what_is_searched_and_sorted_into_facets(void **state)
{
    (void)state;
    const RecordFacet *facets;
    uint32_t n;
    RecordData *data = read_json("local-act", record_type_find(STR("local-act"))->examples[1]);
    record_facets(data, arena, &n, &facets);
    assert_int_equal(n, 3); /* kind and two parts */
    assert_str(facets[0].value, "criteria");
    assert_str(facets[2].value, "experts");
    Str text = record_search_text(data, NULL, arena);
    assert_true(str_find(text, STR("Критерии оценивания письменных работ")) != SIZE_MAX);
}

/* ---- decisions ---- */

static void decisions_become_points(void **state)
{
    (void)state;
    PlanContent plan;
    record_plan(read_json("minutes", record_type_find(STR("minutes"))->examples[0]), arena, &plan);
    assert_int_equal(plan.kind, PLAN_MINUTES);
    assert_int_equal(plan.n_decisions, 1);
    assert_int_equal(plan.school_year, 2025);
    assert_str(plan.approved_number, "5");
    assert_str(plan.decisions[0].text, "Внести изменения в рабочие программы");
    assert_str(plan.decisions[0].term.text, "до 15 июня");
    record_plan(read_json("event", "{\"decisions\":[{\"text\":\"А\",\"responsible\":\"ИМЦ, школы;  отдел\"}]}"), arena, &plan);
    assert_int_equal(plan.decisions[0].n_responsible, 3);
    assert_str(plan.decisions[0].responsible[2], "отдел");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_register_is_whole, begin, end),
        cmocka_unit_test_setup_teardown(examples_are_right_and_stay_as_they_are, begin, end),
        cmocka_unit_test_setup_teardown(a_table_gives_back_what_it_was_made_of, begin, end),
        cmocka_unit_test_setup_teardown(lines_of_a_text_survive_a_cell, begin, end),
        cmocka_unit_test_setup_teardown(values_become_as_they_are_kept, begin, end),
        cmocka_unit_test_setup_teardown(wrong_values_are_told_in_words, begin, end),
        cmocka_unit_test_setup_teardown(a_check_names_every_place, begin, end),
        cmocka_unit_test_setup_teardown(a_move_needs_what_it_says, begin, end),
        cmocka_unit_test_setup_teardown(hostile_json_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_difference_is_told_in_words, begin, end),
        cmocka_unit_test_setup_teardown(two_editors_lose_nothing, begin, end),
        cmocka_unit_test_setup_teardown(words_are_found_in_any_form, begin, end),
        cmocka_unit_test_setup_teardown(what_is_searched_and_sorted_into_facets, begin, end),
        cmocka_unit_test_setup_teardown(decisions_become_points, begin, end),
    };
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
