/* merilo plan read: what is understood of a plan document, before it is uploaded. */
#include <stdio.h>

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "cli/command.h"
#include "cli/school_year_.h"
#include "domain/capability.h"
#include "flow/plan_read.h"
#include "publish/publish.h"

static void print_front(const PlanContent *plan, Arena *arena)
{
    printf("%.*s\n", STR_ARG(plan->title.n > 0 ? plan->title : STR("(без названия)")));
    if (plan->approved_by.n > 0 || plan->approved_on != DATE_NONE)
        printf("  %s: %.*s%s%.*s%s%.*s\n", plan->kind == PLAN_MINUTES ? "протокол" : "утверждение", STR_ARG(plan->approved_by), plan->approved_on != DATE_NONE ? ", " : "", STR_ARG(date_short(arena, plan->approved_on)),
            plan->approved_number.n > 0 ? ", № " : "", STR_ARG(plan->approved_number));
    for (uint32_t i = 0; i < plan->n_basis; i++) printf("  основание: %.*s\n", STR_ARG(plan->basis[i]));
    if (plan->controller.n > 0) printf("  контроль возложен на: %.*s\n", STR_ARG(plan->controller));
    if (plan->school_year != 0) printf("  учебный год: %d/%d\n", plan->school_year, plan->school_year + 1);
    printf("  %s: %s, %s, %s\n\n", plan_kind_title(plan->kind), number_of(arena, plan->n_sections, "раздел", "раздела", "разделов").at, number_of(arena, plan->n_measures, "мероприятие", "мероприятия", "мероприятий").at,
        number_of(arena, plan->n_decisions, "решение", "решения", "решений").at);
}

static void print_list(const char *title, uint32_t n, const Str *texts)
{
    for (uint32_t i = 0; i < n; i++) printf("%s%.*s%s", i == 0 ? title : "; ", STR_ARG(texts[i]), i + 1 == n ? "\n" : "");
}

static void print_term(const Term *term, Arena *arena)
{
    if (term->text.n == 0) return;
    Str days = term_windows_words(arena, term->n_windows, term->windows);
    printf("    срок: %.*s → %s%s%.*s\n", STR_ARG(term->text), term_kind_title(term->kind), days.n > 0 ? ", " : "", STR_ARG(days));
    for (uint32_t i = 0; i < term->n_warnings; i++) printf("    обратите внимание: %.*s\n", STR_ARG(term->warnings[i]));
}

static void print_measures(const PlanContent *plan, Arena *arena)
{
    uint32_t section = PLAN_NO_SECTION;
    for (uint32_t i = 0; i < plan->n_measures; i++) {
        const Measure *measure = &plan->measures[i];
        if (measure->i_section != section && measure->i_section != PLAN_NO_SECTION) {
            const PlanSection *of = &plan->sections[measure->i_section];
            printf("\n%.*s%s%.*s\n", STR_ARG(of->number), of->number.n > 0 ? ". " : "", STR_ARG(of->title));
        }
        section = measure->i_section;
        printf("  %.*s%s%.*s\n", STR_ARG(measure->number), measure->number.n > 0 ? ". " : "– ", STR_ARG(measure->title));
        for (uint32_t k = 0; k < measure->n_bullets; k++) printf("    – %.*s\n", STR_ARG(measure->bullets[k]));
        print_term(&measure->term, arena);
        print_list("    ответственные: ", measure->n_responsible, measure->responsible);
        print_list("    соисполнители: ", measure->n_helpers, measure->helpers);
        print_list("    контроль: ", measure->n_controllers, measure->controllers);
        print_list("    участники: ", measure->n_participants, measure->participants);
        if (measure->expected.n > 0) printf("    результат: %.*s\n", STR_ARG(measure->expected));
        for (uint32_t k = 0; k < measure->n_capabilities; k++) printf("%sC%02u %s%s", k == 0 ? "    в Мериле: " : "; ", measure->capabilities[k], capability_title(measure->capabilities[k]), k + 1 == measure->n_capabilities ? "\n" : "");
    }
}

static void print_decisions(const PlanContent *plan, Arena *arena)
{
    for (uint32_t i = 0; i < plan->n_decisions; i++) {
        const PlanDecision *decision = &plan->decisions[i];
        printf("  %.*s%s%.*s\n", STR_ARG(decision->number), decision->number.n > 0 ? ". " : "– ", STR_ARG(decision->text));
        print_term(&decision->term, arena);
        print_list("    ответственные: ", decision->n_responsible, decision->responsible);
    }
}

static bool write_json(const PlanContent *plan, const char *path, Arena *arena, Err *err)
{
    Buf out;
    buf_init(&out, 0);
    plan_json(plan, &out, arena);
    bool done = buf_ok(&out, err) && file_write(path, buf_str(&out), err);
    buf_free(&out);
    return done;
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    FlowTermOptions options = { .approved = DATE_NONE, .calendar = args_value(args, "--calendar") };
    const char *year = args_value(args, "--year"), *json = args_value(args, "--json");
    PlanContent plan;
    Str bytes;
    if (args->n_free != 2 || !str_eq(str_of(args->free_words[0]), STR("read"))) return err_set(err, ERR_INPUT, "Например: merilo plan read план.docx --json -", "Нужны слово read и один документ.");
    if (year != NULL && !cli_school_year(year, &options.school_year, err)) return false;
    if (!file_read(args->free_words[1], LIMIT_DOC_FILE_BYTES, arena, &bytes, err) || !flow_plan_read(str_of(args->free_words[1]), bytes, &options, arena, &plan, NULL, err)) return false;
    if (json != NULL) return write_json(&plan, json, arena, err);
    print_front(&plan, arena);
    print_decisions(&plan, arena);
    print_measures(&plan, arena);
    print_list("\nЗамечания: ", plan.n_warnings, plan.warnings);
    return true;
}

static const Option options[] = {
    { "--json", "ФАЙЛ", "всё, что понято, для программ («-» — в вывод)", false },
    { "--year", "2020/2021", "учебный год, если в документе его нет или он другой", false },
    { "--calendar", "ФАЙЛ.tsv", "сроки чужих графиков: название, первый день, последний день через табуляцию, без заголовка", false },
    { 0 },
};

const Command command_plan = {
    .name = "plan", .words = "read ФАЙЛ [ключи]", .summary = "прочитать план, приказ или протокол и показать, что понято", .options = options, .run = run,
    .details = "Читает документы Word, LibreOffice, Excel, страницы HTML, тексты и PDF с текстом: планы и дорожные карты с любыми колонками, приказы с приложениями, протоколы с решениями.\n"
               "Ничего не записывает: загрузить план можно на его странице.",
};
