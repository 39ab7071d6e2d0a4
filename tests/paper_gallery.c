/* Writes papers of every kind, long and short, in both editions, for the eyes: paper_gallery FOLDER. All data are invented. */
#include <stdio.h>

#include "paper_sample.h"
#include "publish/frame.h"

typedef struct Shot { const char *name, *kind; const PlanContent *plan; const ExecutionSummary *execution; const char *const *pairs; } Shot;

static void write_one(const char *folder, const char *name, const char *ending, Str bytes, Arena *arena)
{
    FILE *file = fopen(arena_printf(arena, "%s/%s.%s", folder, name, ending).at, "wb");
    if (file == NULL) return;
    fwrite(bytes.at, 1, bytes.n, file);
    fclose(file);
}

static void shoot(const Shot *shot, PaperGost gost, bool blank, const char *folder, Arena *arena)
{
    static const PaperRequisites none = { 0 };
    const PaperKind *kind = paper_kind_find(str_of(shot->kind));
    PaperInput input = { .gost = gost, .org = blank ? &none : &sample_org, .number = blank ? STR_EMPTY : STR("87"), .day = blank ? DATE_NONE : date_of(2026, 4, 24), .kind = kind,
        .values = sample_values(kind, shot->pairs, arena), .plan = shot->plan, .minutes = &sample_minutes, .execution = shot->execution, .note = &sample_note, .n_annexes = strcmp(shot->name, "order-short") == 0 ? 1u : 0u, .annexes = sample_annexes,
        .qr = gost == PAPER_GOST_2025 && !blank ? STR("https://merilo.example.ru/papers/2026/87") : STR_EMPTY };
    Paper paper;
    Err err = { 0 };
    Str docx;
    Buf buf;
    buf_init(&buf, 0);
    if (!paper_build(&input, &paper, arena, &err) || !paper_docx(&paper, &docx, arena, &err)) fprintf(stderr, "%s: %s %s\n", shot->name, err.what, err.detail);
    else write_one(folder, shot->name, "docx", docx, arena);
    uint32_t n_assets;
    const DocAsset *assets = doc_assets(&n_assets);
    buf_add_z(&buf, "<!DOCTYPE html><html lang=\"ru\"><meta charset=\"utf-8\"/><style>");
    for (uint32_t i = 0; i < n_assets; i++)
        if (str_ends(str_of(assets[i].name), STR("style.css"))) buf_add(&buf, assets[i].bytes);
    buf_add_z(&buf, "</style><body><header class=\"top\"></header><div class=\"page\"><h1>Так будет выглядеть</h1>");
    paper_html(&paper, &buf);
    buf_add_z(&buf, "</div></body></html>");
    write_one(folder, shot->name, "html", buf_str(&buf), arena);
    buf_clear(&buf);
    paper_text(&paper, &buf);
    write_one(folder, shot->name, "txt", buf_str(&buf), arena);
    buf_free(&buf);
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    Arena *arena = arena_new(0);
    PlanContent long_order = sample_order(arena, 31), short_order = sample_order(arena, 0), full = sample_plan(arena, 31), sections = sample_sectioned(arena), tasks = sample_tasks(arena), results = sample_results(arena);
    ExecutionSummary execution = sample_execution(arena);
    static const char *const nothing[] = { NULL };
    static const char *const order[] = { "subject", "Об утверждении Плана мероприятий по оказанию методической помощи школам, в которых результаты оценочных процедур требуют объяснения", "basis",
        "На основании письма министерства образования области от 08.09.2025 № 19-22/2025, в целях обеспечения объективности оценки качества образования и укрепления кадрового потенциала школ", "readers",
        "Директор школы № 7 | Директорова Е.Ж.\nДиректор школы № 11 | Завучев Иван Кузьмич", NULL };
    static const char *const recheck[] = { "subject", "О выборочной перепроверке\nдиагностических работ\nпо математике в 5 классах", "basis",
        "В соответствии с пунктом 14 Плана мероприятий, утверждённого приказом от 14.10.2025 № 259, и на основании результатов диагностической работы 2026 года", "points",
        "Провести с 27 по 30 апреля 2026 г. выборочную перепроверку работ по математике в 5 классах школ № 7, № 11 и № 14.\n2. Утвердить:\n2.1. Состав комиссии (приложение 1).\n2.2. Перечень 63 отобранных работ (приложение 2).\n"
        "3. Директорам школ передать работы в центр. Имена учащихся закрыть, оставить код участника.\nКонтроль за исполнением приказа возложить на заведующего центром.", "signatures",
        "Начальник управления | И. О. Фамилия\nЗаместитель главы администрации муниципального района по социальным вопросам | Ф. И. Другов", NULL };
    static const char *const by_order[] = { "approval", "УТВЕРЖДЕН приказом", "order_day", "2025-10-14", "order_number", "259", "agreed", "Председатель управляющего совета\n____________ С. С. Советов\n12.10.2025", NULL };
    static const char *const letter[] = { "addressee", "Руководителям органов\nместного самоуправления,\nосуществляющих управление\nв сфере образования", "reply_number", "19-22/2025", "reply_day", "2026-04-08", "subject",
        "О направлении перечня мероприятий", "body", "В целях формирования позитивного отношения к объективной оценке образовательных результатов направляем примерный перечень мероприятий, рекомендуемых к включению в планы работы.\n"
        "Просим довести данную информацию до руководителей школ района.", "annex", "перечень рекомендуемых мероприятий на 2 л. в 1 экз.", NULL };
    static const char *const extract[] = { "items", "1", "verified", "2026-01-14", NULL };
    static const char *const readers[] = { "document", "с приказом управления образования\nот 24.04.2026 № 87", NULL };
    const Shot shots[] = {
        { "order-long", "order", &long_order, NULL, order }, { "order-short", "order", &short_order, NULL, recheck }, { "plan-full", "plan", &full, NULL, nothing }, { "plan-sections", "plan", &sections, NULL, by_order },
        { "plan-tasks", "plan", &tasks, NULL, nothing }, { "plan-results", "plan", &results, NULL, nothing }, { "minutes", "minutes", NULL, NULL, nothing }, { "extract", "extract", NULL, NULL, extract },
        { "letter", "letter", &results, NULL, letter }, { "note", "note", NULL, NULL, nothing }, { "report", "report", NULL, &execution, nothing }, { "acquaintance", "acquaintance", NULL, NULL, readers },
    };
    for (size_t i = 0; i < sizeof shots / sizeof *shots; i++) {
        shoot(&shots[i], PAPER_GOST_2025, false, argv[1], arena);
        Shot old = shots[i], blank = shots[i];
        old.name = arena_printf(arena, "%s-2016", shots[i].name).at;
        blank.name = arena_printf(arena, "%s-blank", shots[i].name).at;
        shoot(&old, PAPER_GOST_2016, false, argv[1], arena);
        shoot(&blank, PAPER_GOST_2025, true, argv[1], arena);
    }
    arena_free(arena);
    return 0;
}
