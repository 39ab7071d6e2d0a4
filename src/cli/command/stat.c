/* merilo stat: one numerical method on a plain table, for analysts and for checking us. */
#include <stdio.h>

#include "base/file.h"
#include "cli/stat_.h"

static const StatMethod *find(const char *name)
{
    for (const StatMethod *const *at = stat_registry; *at != NULL; at++)
        if (strcmp((*at)->name, name) == 0) return *at;
    return NULL;
}

static void list(void)
{
    for (const StatMethod *const *at = stat_registry; *at != NULL; at++) {
        printf("%s — %s\n  столбцы: %s\n", (*at)->name, (*at)->summary, (*at)->input);
        for (const Option *option = (*at)->options; option->name != NULL; option++)
            printf("  %s %s — %s\n", option->name, option->argument != NULL ? option->argument : "", option->help);
    }
}

static bool check_options(const StatMethod *method, const Args *args, Err *err)
{
    for (size_t i = 0; i < args->n_given; i++) {
        const char *name = args->given[i].option->name;
        bool known = strcmp(name, "--in") == 0 || strcmp(name, "--json") == 0;
        for (const Option *option = method->options; option->name != NULL; option++) known |= strcmp(option->name, name) == 0;
        if (!known) return err_set(err, ERR_INPUT, "«merilo stat --list» покажет ключи методов.", "У метода «%s» нет ключа «%s».", method->name, name);
    }
    return true;
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    if (args_has(args, "--list")) {
        list();
        return true;
    }
    if (args->n_free != 1) return err_set(err, ERR_INPUT, "«merilo stat --list» покажет методы.", "Назовите один метод.");
    const StatMethod *method = find(args->free_words[0]);
    if (method == NULL) return err_set(err, ERR_INPUT, "«merilo stat --list» покажет методы.", "Нет метода «%s».", args->free_words[0]);
    const char *in = args_value(args, "--in"), *out = args_value(args, "--json");
    if (in == NULL && !method->no_table) return err_set(err, ERR_INPUT, "Например: --in таблица.csv; «-» — со стандартного ввода.", "Не сказано, откуда взять таблицу.");
    StatTable table = { 0 };
    if (!check_options(method, args, err) || (in != NULL && !stat_table_read(in, arena, &table, err))) return false;
    Buf buf;
    Json json;
    buf_init(&buf, 0);
    json_init(&json, &buf, false);
    json_object(&json);
    json_put_z(&json, "method", method->name);
    json_put_int(&json, "n", (long long)table.n_rows);
    json_key(&json, "result");
    json_object(&json);
    bool done = method->run(&table, args, arena, &json, err);
    if (done) {
        json_object_end(&json);
        json_object_end(&json);
        buf_add_char(&buf, '\n');
        done = buf_ok(&buf, err) && file_write(out != NULL ? out : "-", buf_str(&buf), err);
    }
    buf_free(&buf);
    return done;
}

/* All methods' options stand here: the words are parsed before the method is known. */
static const Option options[] = {
    { .name = "--in", .argument = "ФАЙЛ", .help = "таблица CSV с заголовком; «-» — стандартный ввод" },
    { .name = "--json", .argument = "ФАЙЛ", .help = "куда записать ответ (по умолчанию — на экран)" },
    { .name = "--list", .help = "показать методы, их столбцы и ключи" },
    { .name = "--degree", .argument = "6|bic|beta|beta4", .help = "smooth: степень многочлена, выбор по BIC, бета-биномиальный закон" },
    { .name = "--lumps", .argument = "2", .help = "smooth: задания на столько баллов каждое — у остатков балла своя высота" },
    { .name = "--mask", .argument = "ОТ-ДО", .help = "smooth: баллы, которые не участвуют и предсказываются", .many = true },
    { .name = "--cutoffs", .argument = "17,26,38", .help = "threshold: наименьшие баллы отметок" },
    { .name = "--test", .argument = "СЛОВО", .help = "какой критерий; threshold: lr, binomial, frandsen, kleven; compare: t, paired, wilcoxon, mannwhitney, brunner-munzel" },
    { .name = "--window", .argument = "2", .help = "threshold: баллов с каждой стороны (binomial, kleven)" },
    { .name = "--reference", .argument = "ФАЙЛ|beta|beta4", .help = "threshold: распределение, с которым сравнивать (score, n), или бета-биномиальный закон" },
    { .name = "--tilt", .argument = "yes|no", .help = "threshold: приводить распределение к уровню группы" },
    { .name = "--seed", .argument = "1", .help = "начало случайных чисел (threshold kleven, observers, sampling, calibrate)" },
    { .name = "--winsorise", .argument = "0.1", .help = "funnel: доля крайних значений с каждой стороны" },
    { .name = "--shares", .help = "funnel: доли по столбцам k и n вместо средних" },
    { .name = "--fdr", .argument = "0.05", .help = "combine: допустимая доля ложных находок" },
    { .name = "--weights", .argument = "1,0.5", .help = "combine: веса столбцов" },
    { .name = "--columns", .argument = "p1,p2", .help = "combine: столбцы с p" },
    { .name = "--rechecked", .argument = "СТОЛБЕЦ", .help = "combine: исход перепроверки, 0 или 1" },
    { .name = "--weight", .argument = "СТОЛБЕЦ", .help = "combine: сколько строк представляет перепроверенная" },
    { .name = "--items", .argument = "b1-b26,c1", .help = "столбцы заданий или проверяющих: через запятую, через дефис — от одного до другого; иначе все, что подходят" },
    { .name = "--level", .argument = "nominal|ordinal|interval", .help = "agreement: шкала для альфы Криппендорфа" },
    { .name = "--lot", .argument = "50", .help = "sampling: работ в партии" },
    { .name = "--p0", .argument = "0.05", .help = "sampling: допустимая доля изменённых отметок" },
    { .name = "--p1", .argument = "0.25", .help = "sampling: недопустимая доля" },
    { .name = "--alpha", .argument = "0.05", .help = "sampling: риск забраковать хорошее" },
    { .name = "--beta", .argument = "0.05", .help = "sampling: риск принять плохое" },
    { .name = "--risk", .argument = "СТОЛБЕЦ", .help = "sampling: по какому риску выбрать, кого перепроверить" },
    { .name = "--draw", .argument = "40", .help = "sampling: сколько выбрать" },
    { .name = "--least", .argument = "0.02", .help = "sampling: наименьшая вероятность каждого" },
    { .name = "--fixed", .argument = "x + x2", .help = "mixed: постоянные члены модели" },
    { .name = "--blup", .help = "mixed: отклонения групп" },
    { .name = "--by", .argument = "year,grade", .help = "jump, funnel: столбцы, внутри которых сравнивать" },
    { .name = "--draws", .argument = "9999", .help = "observers: перестановок" },
    { .name = "--arms", .help = "observers: три группы классов — что наблюдатели меняют и в соседних классах школы" },
    { .name = "--correlation", .argument = "polychoric|pearson", .help = "reliability: на каких корреляциях считать омегу" },
    { .name = "--careless", .help = "reliability: найти ответы не глядя" },
    { .name = "--q", .argument = "ФАЙЛ", .help = "mastery: матрица «задание — умение» из нулей и единиц" },
    { .name = "--elements", .argument = "ФАЙЛ", .help = "mastery: матрица «задание — элемент содержания»" },
    { .name = "--person", .argument = "СТОЛБЕЦ", .help = "mastery: чьи строки — работы одного человека по порядку" },
    { .name = "--carry", .argument = "0.5", .help = "mastery: какая часть прежней уверенности переходит в следующую работу" },
    { .name = "--model", .argument = "rasch|pcm|2pl|gpcm", .help = "модель заданий (по умолчанию gpcm)" },
    { .name = "--parameters", .argument = "ФАЙЛ", .help = "готовые параметры заданий: item, a, b1, b2…" },
    { .name = "--prior", .argument = "0.5", .help = "calibrate: разброс логарифма a до опыта" },
    { .name = "--scores", .help = "calibrate: ещё и оценки каждой работы" },
    { .name = "--plausible", .argument = "5", .help = "calibrate: сколько правдоподобных значений разыграть для каждой работы" },
    { .name = "--method", .argument = "СЛОВО", .help = "link: equipercentile, mean-mean, stocking-lord" },
    { .name = "--statistics", .argument = "СЛОВА", .help = "personfit, similarity, tampering, jump: какие показатели считать" },
    { .name = "--series", .argument = "x1,x2", .help = "jump: ряды для суммы рангов" },
    { .name = "--theta", .argument = "СТОЛБЕЦ", .help = "personfit, similarity, tampering: готовые уровни работ" },
    { .name = "--estimator", .argument = "ml|wle|map|eap", .help = "personfit, similarity: какой оценкой найден или найти уровень" },
    { .name = "--clusters", .argument = "8", .help = "invalsi: сколько групп искать" },
    { .name = "--first", .argument = "a1-a9", .help = "tampering, remark: столбцы первых баллов" },
    { .name = "--final", .argument = "b1-b9", .help = "tampering, remark: столбцы окончательных баллов" },
    { 0 },
};

const Command command_stat = {
    .name = "stat", .words = "МЕТОД --in ТАБЛИЦА.csv [--json ФАЙЛ] [ключи]", .summary = "один численный метод на простой таблице",
    .details = "Первая строка таблицы — названия столбцов, разделитель — запятая, точка с запятой или табуляция; пустая ячейка или NA — пропуск.",
    .options = options, .run = run
};
