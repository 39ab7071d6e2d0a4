/* merilo check: result forms in, objectivity report out. */
#include <stdio.h>

#include "base/limits.h"
#include "base/number.h"
#include "cli/check_input_.h"
#include "cli/check_output_.h"

/* Standard output carries the product alone: with «-» anywhere the talk goes to standard error. */
static bool product_on_stdout(const Args *args)
{
    const char *names[] = { "--json", "--html", "--docx", "--xlsx" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = args_value(args, names[i]);
        if (path != NULL && str_eq(str_of(path), STR("-"))) return true;
    }
    return false;
}

static void print_summary(const Analysis *analysis, bool reference_is_idle, bool wrote_usual, FILE *out, Arena *arena)
{
    uint64_t works = 0, schools = 0; /* schools that wrote, as the report counts them */
    for (uint32_t i = 0; i < analysis->n_files; i++) works += analysis->files[i].works;
    for (int level = 0; level < N_LEVELS; level++) schools += analysis->n_level[level];
    fprintf(out, "%s, %s, %s.\n", number_of(arena, (long long)schools, "школа", "школы", "школ").at, number_of(arena, (long long)works, "работа", "работы", "работ").at,
        number_of(arena, analysis->n_procedures, "процедура", "процедуры", "процедур").at);
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const ProcedureAnalysis *procedure = &analysis->procedures[i];
        fprintf(out, "  %.*s: школ %s, работ %s, средний балл %s\n", STR_ARG(procedure->frame->procedure->title),
            number_int(arena, procedure->frame->n_schools).at, number_int(arena, procedure->frame->n_works).at, number_dec(arena, procedure->mean, 1).at);
    }
    static const Level order[] = { LEVEL_STRONG, LEVEL_SIGNS, LEVEL_ATTENTION, LEVEL_NONE, LEVEL_TOO_FEW_DATA };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        double wrong = analysis->expected_false[order[i]];
        fprintf(out, "  %s: %s", level_title(order[i]), number_int(arena, analysis->n_level[order[i]]).at);
        if (wrong == wrong) fprintf(out, " (ложных ожидаем %s)", wrong < 0.05 ? "меньше 0,1" : number_dec(arena, wrong, 1).at);
        fputc('\n', out);
    }
    fputs("Признак — не нарушение: это место, куда стоит посмотреть.\n", out);
    if (reference_is_idle) fputs("В --reference нет норм этих работ (нужны те же год, класс, предмет, сумма баллов и сами задания): сравнения с ней нет.\n", out);
    if (wrote_usual) fputs("Отчёт: " CHECK_USUAL_HTML "\n", out);
}

enum { STRANGERS_TOLD = 20 };

/* On standard error: the list is wrong somewhere, and the answer stands. */
static void tell_anchor(const Analysis *analysis)
{
    uint32_t n = analysis->n_anchor_strangers;
    if (n > 0) fprintf(stderr, "merilo: в списке эталонных школ «%.*s» не найдено строк: %u.\n", STR_ARG(analysis->anchor_text), n);
    for (uint32_t i = 0; i < n && i < STRANGERS_TOLD; i++) fprintf(stderr, "  %.*s\n", STR_ARG(analysis->anchor_strangers[i]));
    if (n > STRANGERS_TOLD) fprintf(stderr, "  и ещё %u — в отчёте.\n", n - STRANGERS_TOLD);
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const ProcedureAnalysis *of = &analysis->procedures[i];
        if (of->anchor != NULL && !of->anchor->used) fprintf(stderr, "merilo: %.*s: %.*s\n", STR_ARG(of->frame->procedure->title), STR_ARG(of->anchor->why_not));
    }
}

static bool parse(const Args *args, Arena *arena, CheckOptions *out, Err *err)
{
    if (!check_input_parse(args, out, err)) return false;
    const char *fdr = args_value(args, "--fdr");
    if (fdr != NULL && (!str_to_num(str_of(fdr), &out->fdr) || !(out->fdr > 0 && out->fdr < 0.5)))
        return err_set(err, ERR_INPUT, "Обычное значение — 0.05.", "Ключу «--fdr» нужно число больше 0 и меньше 0.5, а дано «%s».", fdr);
    Str references = STR_EMPTY;
    for (size_t i = 0; i < args->n_given; i++)
        if (str_eq(str_of(args->given[i].option->name), STR("--reference")))
            references = references.n == 0 ? str_of(args->given[i].value) : arena_printf(arena, "%.*s\n%s", STR_ARG(references), args->given[i].value);
    out->reference = references.n > 0 ? arena_z(arena, references) : NULL;
    out->anchor = args_value(args, "--anchor");
    return true;
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    CheckOptions options;
    Analysis *analysis = NULL;
    if (!parse(args, arena, &options, err)) return false;
    options.no_pages = args_has(args, "--json") && !args_has(args, "--html") && !args_has(args, "--docx") && !args_has(args, "--xlsx");
    bool done = flow_check(&options, arena, &analysis, err);
    if (analysis != NULL) check_input_name_bad(analysis->files, analysis->n_files);
    if (analysis == NULL || !done) return false;
    if (!check_output_write(analysis, args, args_has(args, "--all-values"), CHECK_USUAL_HTML, arena, err)) return false;
    tell_anchor(analysis);
    bool asked = args_has(args, "--json") || args_has(args, "--html") || args_has(args, "--docx") || args_has(args, "--xlsx");
    print_summary(analysis, options.reference != NULL && analysis->reference_text.n == 0, !asked, product_on_stdout(args) ? stderr : stdout, arena);
    return true;
}

static const Option options[] = {
    { "--html", "ФАЙЛ", "отчёт одной страницей («-» — в вывод); без ключей пишется " CHECK_USUAL_HTML, false },
    { "--docx", "ФАЙЛ", "отчёт для Word", false },
    { "--xlsx", "ФАЙЛ", "таблицы отчёта для Excel", false },
    { "--json", "ФАЙЛ", "ответ для программ", false },
    { "--all-values", NULL, "в JSON — значения всех проверок по всем школам и классам", false },
    CHECK_INPUT_OPTIONS,
    { "--schools", "ФАЙЛ", "названия школ по кодам: код, название, вид, муниципалитет", false },
    { "--reference", "ФАЙЛ", "с чем сравнивать район: выгрузка «merilo export» или официальные отчёты; можно несколько", true },
    { "--anchor", "ФАЙЛ", "что считать эталоном: классы с наблюдателями, школы с контролем объективности; столбцы школа, класс, процедура", false },
    { "--fdr", "ДОЛЯ", "допустимая доля ложных среди показанных школ (0.05)", false },
    { 0 }
};

const Command command_check = {
    .name = "check", .words = "ФАЙЛ… [ключи]", .summary = "проверить формы результатов и написать отчёт об объективности",
    .details = "Понимает выгрузки регионов 2020–2022 годов, форму сбора 2026 года, «Ф1 Индивидуальные результаты», простые таблицы (XLSX, ODS, CSV)\n"
               "и упакованные протоколы (.msheet). База данных не нужна.\n"
               "Плохие файлы называет и продолжает с остальными.",
    .options = options, .run = run
};
