/* Papers out of records: every register that gives papers, by its own examples; what the record says comes back from the paper. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/date.h"
#include "intake/plan_read.h"
#include "publish/paper_record.h"

static Arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = arena_new(0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static RecordData *data_of(const char *type, const char *json)
{
    Err err = { 0 };
    RecordData *data;
    const RecordType *register_ = record_type_find(str_of(type));
    assert_non_null(register_);
    if (!record_data_read(register_, str_of(json), arena, &data, &err)) fail_msg("%s", err.what);
    return data;
}

static Paper paper_of(const PaperRecord *from, const char *id, const Str *values)
{
    static const PaperRequisites org = { .name = { "Школа № 7", 16 } };
    Err err = { 0 };
    PaperInput input;
    Paper paper;
    const PaperKind *kind = paper_kind_find(str_of(id));
    assert_true(paper_record_has(from->data->type, kind));
    paper_record_input(from, kind, values, arena, &input);
    input.org = &org;
    if (!paper_build(&input, &paper, arena, &err)) fail_msg("%s", err.what);
    return paper;
}

static Str text_of(const Paper *paper)
{
    Buf buf;
    buf_init(&buf, 0);
    paper_text(paper, &buf);
    Str text = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return text;
}

static PlanContent understood(const Paper *paper)
{
    Err err = { 0 };
    SourceDoc doc;
    PlanContent plan = { 0 };
    Str docx;
    if (!paper_docx(paper, &docx, arena, &err) || !document_read(STR("paper.docx"), docx, arena, &doc, &err) || !plan_read(&doc, arena, &plan, &err)) fail_msg("%s", err.what);
    return plan;
}

static bool has(const Paper *paper, const char *words) { return str_find(text_of(paper), str_of(words)) != SIZE_MAX; }

static void test_every_register(void **state)
{
    (void)state;
    uint32_t n_papers = 0;
    for (const RecordType *const *type = record_registry; *type != NULL; type++) {
        const PaperKind *kind;
        for (uint32_t i = 0; (kind = paper_record_kind(*type, i)) != NULL; i++, n_papers++)
            for (int e = 0; e < 2; e++) {
                PaperRecord from = { .data = data_of((*type)->id, (*type)->examples[e]) };
                Paper paper = paper_of(&from, kind->id, NULL);
                assert_true(paper.n_blocks > 2);
            }
        size_t n_words = (*type)->papers == NULL ? 0 : 1;
        for (const char *c = (*type)->papers; c != NULL && *c != '\0'; c++) n_words += *c == ' ';
        uint32_t n_known = 0;
        while (paper_record_kind(*type, n_known) != NULL) n_known++;
        assert_int_equal(n_known, n_words); /* no register names a paper that is not there */
    }
    assert_true(n_papers >= 4);
    assert_false(paper_record_has(record_type_find(STR("media")), paper_kind_find(STR("order"))));
}

static const char minutes_json[] = "{\"agenda\":[{\"question\":\"О результатах работ\",\"speaker\":\"заместителя директора\",\"heard\":\"Первый абзац.\\nВторой абзац.\"},{\"question\":\"О графике\"}],"
    "\"chair\":\"Директор школы Иванова И.И.\",\"day\":\"2026-05-27\",\"meeting\":\"педагогического совета\",\"number\":\"5\",\"secretary\":\"Петрова П.П.\",\"present\":\"24 педагога\","
    "\"decisions\":[{\"item\":\"2\",\"text\":\"Утвердить график.\",\"term\":\"до 1 июня\"},{\"item\":\"1\",\"text\":\"Внести изменения в рабочие программы.\",\"term\":\"до 15 июня\",\"responsible\":\"учителя математики\"},"
    "{\"text\":\"Довести протокол до всех.\"}]}";

static void test_minutes(void **state)
{
    (void)state;
    static const Str heads[] = { { "Школа", 10 }, { "Балл", 8 } }, cells[] = { { "№ 7", 5 }, { "14,2", 4 } };
    static const FrozenTable table = { .title = { "Баллы", 10 }, .n_columns = 2, .heads = heads, .n_rows = 1, .cells = cells, .taken_on = DATE_NONE };
    static const FrozenCopy copy = { .title = { "Результаты", 20 }, .n_tables = 1, .tables = &table };
    PaperRecord from = { .data = data_of("minutes", minutes_json), .n_frozen = 1, .frozen = &copy };
    Paper paper = paper_of(&from, "minutes", NULL);
    PlanContent back = understood(&paper);
    assert_int_equal(back.kind, PLAN_MINUTES);
    assert_int_equal(back.n_decisions, 3);
    assert_true(str_eq(back.decisions[0].text, STR("Внести изменения в рабочие программы.")) && str_eq(back.decisions[0].term.text, STR("до 15 июня")) && back.decisions[0].n_responsible == 1);
    assert_true(str_eq(back.decisions[1].text, STR("Утвердить график.")));
    assert_true(str_eq(back.decisions[2].text, STR("Довести протокол до всех.")));
    assert_true(str_eq(back.decisions[0].number, STR("1.1")) && str_eq(back.decisions[1].number, STR("2.1")) && str_eq(back.decisions[2].number, STR("3.1"))); /* by questions, as the register numbers them */
    assert_int_equal(back.approved_on, date_of(2026, 5, 27));
    assert_true(str_eq(back.approved_number, STR("5")));
    assert_true(has(&paper, "Председатель\u00A0— И.\u00A0И.\u00A0Иванова, директор школы"));
    assert_true(has(&paper, "Секретарь\tП.\u00A0П.\u00A0Петрова"));
    assert_true(has(&paper, "Приложение\nк протоколу") && has(&paper, "14,2"));
    const PaperKind *extract = paper_kind_find(STR("extract"));
    Str *values = arena_array(arena, Str, paper_kind_n_fields(extract) + 1);
    values[0] = STR("2");
    paper = paper_of(&from, "extract", values);
    assert_true(has(&paper, "Утвердить график") && !has(&paper, "рабочие программы"));
}

static void test_order(void **state)
{
    (void)state;
    static const Str readers[] = { { "учитель | Сидорова С. С.", 41 } };
    PaperRecord from = { .n_readers = 1, .readers = readers, .data = data_of("order", "{\"controller\":\"заместителя директора Петрову П.П.\",\"day\":\"2026-09-14\",\"number\":\"87\",\"points\":[{\"text\":\"Составить график проверочных работ.\","
        "\"term\":\"до 1 октября\",\"responsible\":\"заместитель директора\"}],\"purpose\":\"Во исполнение письма комитета\",\"signer\":\"Директор школы И.И. Иванова\",\"title\":\"О проверочных работах\"}") };
    Paper paper = paper_of(&from, "order", NULL);
    PlanContent back = understood(&paper);
    assert_int_equal(back.kind, PLAN_ORDER);
    assert_int_equal(back.n_decisions, 2);
    assert_true(str_eq(back.decisions[0].term.text, STR("до 1 октября")));
    assert_true(str_eq(back.decisions[1].text, STR("Контроль за исполнением приказа возложить на заместителя директора Петрову П.П.")));
    assert_true(str_eq(back.approved_number, STR("87")));
    assert_true(has(&paper, "Директор школы\tИ.\u00A0И.\u00A0Иванова"));
    assert_true(has(&paper, "ЛИСТ ОЗНАКОМЛЕНИЯ") && has(&paper, "Сидорова\u00A0С.\u00A0С."));
    paper = paper_of(&from, "acquaintance", NULL);
    assert_true(has(&paper, "14.09.2026") && has(&paper, "О проверочных работах"));
}

static void test_post_and_name(void **state)
{
    (void)state;
    static const struct { const char *words, *post, *name; } cases[] = {
        { "директор школы Иванова И.И.", "директор школы", "Иванова И.И." }, { "Иванова И.И., директор школы", "директор школы", "Иванова И.И." }, { "Директор С. В. Красная", "Директор", "С. В. Красная" },
        { "Председатель комитета — И.И. Иванова", "Председатель комитета", "И.И. Иванова" }, { "директор", "директор", "" }, { "Иванова И.И.", "", "Иванова И.И." }, { "", "", "" },
        { "Начальник Управления Образования", "Начальник Управления Образования", "" }, { "директор МБОУ «СОШ № 7» Ким О.", "директор МБОУ «СОШ № 7»", "Ким О." },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str post, name;
        paper_post_and_name(arena, str_of(cases[i].words), &post, &name);
        if (!str_eq(post, str_of(cases[i].post)) || !str_eq(name, str_of(cases[i].name))) fail_msg("«%s»: «%.*s», «%.*s»", cases[i].words, STR_ARG(post), STR_ARG(name));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(test_every_register, begin, end), cmocka_unit_test_setup_teardown(test_minutes, begin, end),
        cmocka_unit_test_setup_teardown(test_order, begin, end), cmocka_unit_test_setup_teardown(test_post_and_name, begin, end) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
