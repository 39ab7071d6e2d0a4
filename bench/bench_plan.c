/* How long a plan of 500 measures takes from bytes to days and capabilities, as text and as DOCX; and how long 5,000 take. The document is made outside the clock,
 * and what is read is counted, so that speed is of right answers. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "base/limits.h"
#include "flow/plan_read.h"
#include "publish/paper.h"

enum { MEASURES = 500, ROUNDS = 7, WANTED_MS = 100 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Five columns, sections, lists inside, every twentieth row broken over pages. */
static void write_plan(Buf *out, unsigned n)
{
    static const char *const titles[] = {
        "Проведение обучающих семинаров с учителями-предметниками по согласованию подходов к оцениванию письменных работ",
        "Организация обучения - руководителей школ по вопросам анализа результатов; - экспертов предметных комиссий; - общественных наблюдателей",
        "Выборочная перепроверка работ участников, результаты которых заметно отличаются от средних результатов района",
        "Размещение на сайтах школ материалов о порядке проведения проверочных работ, критериев оценивания и демонстрационных вариантов",
        "Взаимное посещение уроков в рамках фестиваля «Открытый урок», пополнение банка практик формирующего оценивания",
    };
    static const char *const terms[] = { "сентябрь – октябрь 2024 г.", "в течение года", "не позднее 3 рабочих дней после совещания", "ноябрь-декабрь 2024 г., май-июнь 2025 г.", "в соответствии с графиком ВПР" };
    static const char *const people[] = { "ИМЦ, руководители РМО", "Директора школ", "Управление образования; муниципальная комиссия", "Заместитель директора по УВР, руководитель ШМО", "Лосева Н.Н., методист" };
    buf_add_z(out, "План мероприятий по повышению объективности оценивания на 2024/2025 учебный год\n\n№\tМероприятие\tСрок\tОтветственный\tОжидаемый результат\n");
    for (unsigned i = 0; i < n; i++) {
        if (i % 50 == 0) buf_printf(out, "%u\tРаздел плана о работе с людьми и данными\t\t\t\n", i / 50 + 1);
        buf_printf(out, "%u.%u\t%s\t%s\t%s\tАналитическая справка, протокол заседания, приказ об утверждении\n", i / 50 + 1, i % 50 + 1, titles[i % 5], terms[i % 5], people[i % 5]);
        if (i % 20 == 19) buf_add_z(out, "\n\tс последующим обсуждением\t\t\tи рассылкой\n");
    }
}

static double measure(const char *name, Str bytes, uint32_t expected)
{
    FlowTermOptions options = { .approved = DATE_NONE };
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        Arena *arena = arena_new(0);
        PlanContent plan;
        Err err = { 0 };
        double start = now();
        bool done = flow_plan_read(str_of(name), bytes, &options, arena, &plan, NULL, &err);
        double taken = now() - start;
        if (!done || plan.n_measures != expected || plan.measures[expected - 1].n_capabilities == 0) {
            fprintf(stderr, "bench_plan: %s: %s\n", name, done ? "not what was written" : err.what);
            exit(1);
        }
        best = taken < best ? taken : best;
        arena_free(arena);
    }
    return best * 1000;
}

static Str docx_of(Str text, Arena *arena)
{
    FlowTermOptions options = { .approved = DATE_NONE };
    PaperRequisites org = { 0 };
    const PaperRequisite *field = paper_requisites();
    for (; field->name != NULL; field++) paper_requisite_set(&org, field, STR_EMPTY);
    PlanContent plan;
    Paper paper;
    Str bytes;
    Err err = { 0 };
    PaperInput input = { .gost = PAPER_GOST_2025, .org = &org, .number = STR_EMPTY, .day = DATE_NONE, .qr = STR_EMPTY, .kind = paper_kind_find(STR("plan")), .plan = &plan };
    if (!flow_plan_read(STR("plan.txt"), text, &options, arena, &plan, NULL, &err) || !paper_build(&input, &paper, arena, &err) || !paper_docx(&paper, &bytes, arena, &err)) {
        fprintf(stderr, "bench_plan: %s\n", err.what);
        exit(1);
    }
    return bytes;
}

static bool say(const char *what, double ms, double most)
{
    printf("%s: %.1f мс, надо не больше %.0f: %s\n", what, ms, most, ms <= most ? "выполнено" : "НЕ ВЫПОЛНЕНО");
    return ms <= most;
}

int main(void)
{
    Arena *arena = arena_new(0);
    Buf text, large;
    buf_init(&text, 0);
    buf_init(&large, 0);
    write_plan(&text, MEASURES);
    write_plan(&large, LIMIT_PLAN_MEASURES);
    bool met = say("план из 500 мероприятий, текст", measure("plan.txt", buf_str(&text), MEASURES), WANTED_MS);
    met &= say("план из 500 мероприятий, DOCX", measure("plan.docx", docx_of(buf_str(&text), arena), MEASURES), WANTED_MS);
    met &= say("план из 5000 мероприятий, текст", measure("plan.txt", buf_str(&large), LIMIT_PLAN_MEASURES), 10 * WANTED_MS); /* grows with the number of measures, not faster */
    buf_free(&text);
    buf_free(&large);
    arena_free(arena);
    return met ? 0 : 1;
}
