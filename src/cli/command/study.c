/* merilo study: error rates on simulated regions. */
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/number.h"
#include "cli/command.h"
#include "flow/study.h"

static const char *word(const Args *args, const char *name, const char *usual)
{
    const char *value = args_value(args, name);
    return value != NULL ? value : usual;
}

static bool whole(const Args *args, const char *name, long long low, long long high, long long usual, long long *out, Err *err)
{
    const char *value = args_value(args, name);
    *out = usual;
    if (value == NULL || (str_to_int(str_of(value), out) && *out >= low && *out <= high)) return true;
    return err_set(err, ERR_INPUT, "", "Ключу «%s» нужно целое число от %lld до %lld, а дано «%s».", name, low, high, value);
}

static bool share(const Args *args, const char *name, double *out, Err *err)
{
    const char *value = args_value(args, name);
    if (value == NULL || (str_to_num(str_of(value), out) && *out >= 0 && *out <= 1)) return true;
    return err_set(err, ERR_INPUT, "", "Ключу «%s» нужно число от 0 до 1, а дано «%s».", name, value);
}

/* «7» or «1-50» */
static bool seeds(const char *value, StudyOptions *out, Err *err)
{
    Str all = str_of(value);
    size_t dash = str_find(all, STR("-"));
    long long first, last;
    if (!str_to_int(str_slice(all, 0, dash < all.n ? dash : all.n), &first) || !str_to_int(dash < all.n ? str_slice(all, dash + 1, all.n) : all, &last))
        return err_set(err, ERR_INPUT, "Пишите, например, «1-50».", "Зёрна не читаются: «%s».", value);
    out->first_seed = (uint64_t)first;
    out->last_seed = (uint64_t)last;
    return true;
}

static void tell(void *context, const char *stage, size_t done, size_t all)
{
    (void)context;
    fprintf(stderr, "\r%s: %zu из %zu", stage, done, all);
    if (done == all) fputc('\n', stderr);
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    long long schools, threads;
    StudyOptions options = { .null = word(args, "--null", "N1"), .design = word(args, "--design", "region"), .mix = word(args, "--mix", "all"), .results = args_value(args, "--results"),
        .contamination = .1, .task_sd = .3, .districts = args_has(args, "--districts"), .progress = { .tell = isatty(2) ? tell : NULL } };
    if (args->n_free > 0) return err_set(err, ERR_INPUT, "«--help» расскажет о ключах.", "Лишнее слово «%s».", args->free_words[0]);
    if (options.results == NULL) return err_set(err, ERR_INPUT, "Добавьте «--results ФАЙЛ».", "Не сказано, куда писать итоги.");
    if (!whole(args, "--schools", 1, 39000, 2000, &schools, err) || !whole(args, "--threads", 0, LIMIT_THREADS, 0, &threads, err) ||
        !share(args, "--contamination", &options.contamination, err) || !share(args, "--task-sd", &options.task_sd, err) || !seeds(word(args, "--seeds", "1"), &options, err))
        return false;
    if (options.task_sd == 0) options.task_sd = -1;
    options.n_schools = (uint32_t)schools;
    options.n_threads = (size_t)threads;
    uint32_t n_done;
    if (!flow_study(&options, &n_done, err)) return false;
    printf("Новых повторов: %s.\n", number_int(arena, n_done).at);
    return true;
}

static const Option options[] = {
    { "--results", "ФАЙЛ", "куда дописывать итоги: строка JSON на повтор; что в нём уже есть, не повторяется", false },
    { "--null", "N1|N2|N3", "честная модель: верна; две области содержания; перечитывание пограничных работ (N1)", false },
    { "--design", "ВИД", "region: школы из 1–4 классов, три предмета, два года; flat25: по классу из 25 в школе, три предмета; hard25: они же трудные; one25: один (region)", false },
    { "--mix", "ВИД:СИЛА,…", "что подложено, поровну: «M1:0.2,M4:0.3»; all — все виды, none — ничего (all)", false },
    { "--contamination", "ДОЛЯ", "доля классов, в которых подложено (0.1)", false },
    { "--schools", "N", "школ в регионе (2000)", false },
    { "--task-sd", "SD", "разброс трудности задания между классами (0.3)", false },
    { "--districts", NULL, "ещё и районы из 12, 18 и 60 школ, с нормой региона и без неё", false },
    { "--seeds", "A-B", "зёрна повторов (1)", false },
    { "--threads", "N", "повторов сразу, 0 — по числу ядер; итоги от него не зависят", false },
    { 0 },
};

const Command command_study = {
    .name = "study",
    .words = "--results ФАЙЛ [ключи]",
    .summary = "измерить ошибки и силу проверок на вымышленных регионах с известной правдой",
    .details = "Один вызов — одна клетка плана. Регион придумывается, проверяется целиком, сказанное сверяется с подложенным; пишутся только счётчики.\n"
               "Весь план опыта: ./run simulate-study, сводка: docs/method/evidence.md. Виды подлогов — в «merilo simulate --help».",
    .options = options,
    .run = run
};
