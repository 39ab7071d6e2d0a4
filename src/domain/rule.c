#include "domain/rule.h"

#include <math.h>
#include <stddef.h>

/* Sources. Pages are those of the originals as known to us; where none is known, none is invented. */
#define INDEX_2021  "ФИОКО, «Методика расчета показателя „Уровень объективности оценки образовательных результатов в субъекте РФ“»"
#define ADVICE_2026 "ФИОКО, «Рекомендации по проведению анализа результатов ВПР» (по пересказу)"
#define OURS        "Мерило: "

#define MEAN    "Средний балл"
#define JOURNAL "Отметки и журнал"
#define COHORT  "Одни и те же дети год спустя"
#define VERDICT "Когда школа отмечена"
#define NORM    "Норма региона и пороги отметок"
#define TASKS   "Отдельные задания"
#define ALIKE   "Сходство и однородность работ"
#define SHOWN   "Что показывается"

#define FEDERAL_ROW(id, topic, name, value, decimals, unit, source, page, year, file, code) { id, topic, name, RULE_FEDERAL, value, decimals, unit, source, page, year, file, code }
#define OUR_ROW(id, topic, name, value, decimals, unit, source, file, code) { id, topic, name, RULE_OURS, value, decimals, unit, OURS source, NULL, 0, file, code }

const Rule rule_table[] = {
    FEDERAL_ROW("federal-mean-interval", MEAN, "интервал среднего: множитель стандартной ошибки; маркер, если нижняя граница школы выше верхней границы региона", 1.96, 2, "", INDEX_2021, NULL, 2021,
        "src/stats/federal.h", "#define FEDERAL_T 1.96"),
    FEDERAL_ROW("federal-mean-least", MEAN, "наименьшее число участников в школе", NAN, 0, "", INDEX_2021, NULL, 2021, NULL, NULL),
    OUR_ROW("mean-limit", MEAN, "предел воронки для среднего (99,8 %); само по себе — не выше «обратить внимание»", 3.09, 2, "", "квантиль нормального закона, воронка по Spiegelhalter, 2005", "src/conclude/evidence.c",
        "#define MEAN_LIMIT 3.09"),
    OUR_ROW("mean-least", MEAN, "наименьшее число работ для среднего", 10, 0, "", "среднее меньшего числа решает случай", "src/indicator/mean-funnel.c", "#define SMALLEST_N 10"),
    OUR_ROW("funnel-schools", MEAN, "наименьшее число школ для воронки", 10, 0, "", "иначе разброс между школами не оценить", "src/conclude/conclude.h", "#define FUNNEL_MIN_SCHOOLS 10u"),

    FEDERAL_ROW("federal-journal-rank", JOURNAL, "ранговая корреляция Спирмена отметки журнала и балла: маркер, если ниже", 0, 0, "", INDEX_2021, NULL, 2021, "src/stats/federal.c", "spearman_textbook < 0"),
    FEDERAL_ROW("federal-marks-apart", JOURNAL, "расхождение отметок, которое разбирают отдельно: не меньше", 2, 0, "отметки", ADVICE_2026, "10–11", 2026, "src/conclude/describe.c", "mark + 2 <= journal"),
    OUR_ROW("journal-least", JOURNAL, "наименьшее число работ с отметкой журнала", 10, 0, "", "критерий опирается на нормальный закон", "src/indicator/journal-agreement.c", "#define SMALLEST_N 10"),

    FEDERAL_ROW("federal-cohort-reach", COHORT, "резкое изменение: дальше стольких межквартильных размахов от четверти", 3, 0, "", INDEX_2021, NULL, 2021, "src/stats/federal.c", "q3 + 3 * iqr"),
    FEDERAL_ROW("federal-cohort-quarter", COHORT, "четверти Q1 и Q3: доля школ с каждого края", 0.25, 2, "", INDEX_2021, NULL, 2021, "src/stats/federal.c", "basic_quantile(scratch, n, .25)"),
    OUR_ROW("cohort-schools", COHORT, "наименьшее число школ с обоими результатами, чтобы провести по ним линию", 30, 0, "", "меньше линия зависит от одной школы", "src/indicator/cohort_.h",
        "#define COHORT_SCHOOLS 30u"),
    OUR_ROW("adjusted-least", COHORT, "среднее с поправкой на прошлый результат: наименьшее число работ в каждом из них", 10, 0, "", "среднее меньшего числа решает случай", "src/indicator/mean-adjusted.c",
        "#define SMALLEST_N 10"),
    OUR_ROW("jump-least", COHORT, "скачок и возврат: наименьшее число работ в каждом из годов", 15, 0, "", "в меньшем числе работ скачок делает и случай", "src/indicator/jump-return.c",
        "#define SMALLEST_N 15"),
    OUR_ROW("change-least", COHORT, "таблица изменений: школа названа, если в обоих годах работ не меньше", 5, 0, "", "за меньшим числом видны отдельные дети", "src/conclude/conclude.h",
        "#define CHANGE_MIN_WORKS 5u"),
    OUR_ROW("change-prior", COHORT, "таблица изменений: разброс школы стянут к разбросу региона, как если бы у него работ было", 10, 0, "", "пять работ одного класса мало говорят о том, как они различаются", "src/conclude/cohort_change.c",
        "#define OWN_PRIOR 10.0"),

    FEDERAL_ROW("federal-any", VERDICT, "сколько маркеров достаточно; индекс объективности — 100 минус доля отмеченных школ", 1, 0, "", INDEX_2021, NULL, 2021, NULL, NULL),
    OUR_ROW("fdr", VERDICT, "«признаки»: доля ложных среди показанных школ не больше", 0.05, 2, "", "обычное значение, меняется ключом --fdr; поправка по Benjamini и Hochberg, 1995", "src/cli/check_input_.c", ".fdr = 0.05"),
    OUR_ROW("attention", VERDICT, "«обратить внимание»: во сколько раз больше эта доля", 2, 0, "", "место, где возможен и случай", "src/conclude/levels.c", "school->q <= 2 * analysis->fdr"),
    OUR_ROW("large-works", VERDICT, "«выраженные»: по нижней границе перемещено, решено сверх ожидаемого или похоже не меньше", 3, 0, "работ", "меньший эффект — не дело отчёта", "src/conclude/cite.c", "#define LARGE_WORKS 3.0"),
    OUR_ROW("large-share", VERDICT, "«выраженные»: или не меньше доли работ; у журнала — такое превышение обычной доли", 0.1, 1, "", "меньший эффект — не дело отчёта", "src/conclude/cite.c", "#define LARGE_SHARE 0.1"),
    OUR_ROW("cited", VERDICT, "значение называют признаком школы, если его вероятность не больше", 0.01, 2, "", "из семидесяти шести проверок честной школы случай даёт меньше одной такой", "src/conclude/cite.c",
        "#define CITED_P 0.01"),
    OUR_ROW("rare", VERDICT, "редкое в выводе о школе: вероятность не больше", 0.01, 2, "", "то же, что у признаков: при 0,05 из семидесяти шести проверок случай дал бы четыре", "src/conclude/words.c", "#define RARE_P 0.01"),
    OUR_ROW("pooled-weight", VERDICT, "вес школы целиком против её классов", 0.5, 1, "", "чтобы один класс из четырёх не растворился", "src/conclude/evidence.c", "#define POOLED_WEIGHT 0.5"),
    OUR_ROW("signs-alone", VERDICT, "«признаки» и выше: и без средних и скачков вероятность не больше", 0.01, 2, "", "средние и скачки добавляют вес, но уровень не несут", "src/conclude/levels.c",
        "#define SIGNS_ALONE 0.01"),
    OUR_ROW("families", VERDICT, "«выраженные»: или столько семейств признаков, каждое со своей долей ложных", 2, 0, "", "разные следы одного вмешательства; иначе — поправка Benjamini и Yekutieli, 2001", "src/conclude/levels.c",
        "n_families >= 2;"),
    OUR_ROW("cited-class", VERDICT, "признак класса назван и у школы, если вероятность у класса не больше", 0.01, 2, "", "классов несколько", "src/conclude/cite.c",
        "#define CITED_CLASS_P 0.01"),
    OUR_ROW("most-cited", VERDICT, "признаков у школы названо не больше", 12, 0, "", "остальные — в JSON", "src/conclude/cite.c",
        "#define MOST_CITED 12u"),
    OUR_ROW("half-weight", VERDICT, "вес семейств, которые только добавляют к признакам", 0.5, 1, "", "то же видно и при хорошем преподавании", "src/conclude/evidence.c",
        "of_family->half_weight ? 0.5 : 1"),
    OUR_ROW("null-scale", VERDICT, "пустое распределение по нижней половине (по мысли Efron, 2004): масштаб не меньше", 1, 0, "", "поправка может только ослабить признак, но не усилить", "src/stats/multiple.c",
        "fmax(1, scale)"),

    OUR_ROW("norm-schools", NORM, "наименьшее число школ, чтобы построить норму", 60, 0, "", "меньше не отличить привычку школы от привычки региона", "src/domain/norm.h", "#define NORM_MIN_SCHOOLS 60u"),
    OUR_ROW("anchor-works", NORM, "эталон: не меньше работ", 300, 0, "", "измерено на смоделированных честных регионах", "src/domain/anchor.h", "#define ANCHOR_MIN_WORKS 300u"),
    OUR_ROW("anchor-schools", NORM, "эталон: не меньше школ", 10, 0, "", "измерено на смоделированных честных регионах", "src/domain/anchor.h", "#define ANCHOR_MIN_SCHOOLS 10u"),
    OUR_ROW("threshold-least", NORM, "наименьшее число работ у порогов отметок", 8, 0, "", "меньше точному критерию сказать нечего", "src/stats/threshold.h", "#define THRESHOLD_SMALLEST_N 8"),
    OUR_ROW("ordinary", NORM, "притяжение порога — обычная практика, если по нижней границе больше доли школ", 0.2, 1, "", "иначе спросили бы всех", "src/conclude/norm_parts.c", "#define ORDINARY_SHARE 0.2"),
    OUR_ROW("storey", NORM, "доля школ с притяжением: λ оценки", 0.5, 1, "", "обычное значение, Storey, 2002", "src/conclude/norm_parts.c", "#define STOREY_LAMBDA 0.5"),
    OUR_ROW("degree-on-base", NORM, "честная линия на законе сумм по модели заданий: степень поправки от", 2, 0, "", "уровень и разброс; форму даёт модель; выбор по BIC", "src/stats/honest.c",
        "#define DEGREE_ON_BASE 2"),
    OUR_ROW("degree-low", NORM, "степень честной линии без модели заданий: от", 4, 0, "", "у коротких работ 3; выбор по BIC", "src/stats/honest.c", "#define DEGREE_LOW 4"),
    OUR_ROW("degree-high", NORM, "степень честной линии и поправки: до", 8, 0, "", "выбор по BIC", "src/stats/honest.c", "#define DEGREE_HIGH 8"),
    OUR_ROW("usual-between", NORM, "официальные отчёты: доля разброса между школами", 0.18, 2, "", "середина измеренного, 0,16–0,20", "src/conclude/norm.c", "#define USUAL_BETWEEN_SHARE 0.18"),
    OUR_ROW("usual-lifting", NORM, "официальные отчёты: масштаб разброса притяжения", 1.25, 2, "", "измерено на настоящем регионе", "src/conclude/norm.c", "#define USUAL_NULL_SCALE 1.25"),
    OUR_ROW("usual-scale", NORM, "школ меньше 60: масштаб объединённого z", 1.2, 1, "", "измерено на настоящем регионе", "src/conclude/evidence.c", "#define USUAL_SCALE 1.2"),
    OUR_ROW("reach", NORM, "перемещённые работы ищут не дальше стольких баллов под порогом", 3, 0, "", "столько руками добавляют обычно", "src/stats/threshold_moved.c",
        "#define REACH 3"),
    OUR_ROW("landed", NORM, "критерий отношения правдоподобий: доля перемещённых работ, что встают ровно на порог", 0.8, 1, "", "остальные — баллом выше; условие сравнения, а не измерение", "src/stats/threshold_ratio.c",
        "#define LANDED_AT .8"),
    OUR_ROW("moved-far", NORM, "тот же критерий: доля поднятых работ в трёх баллах под порогом", 0.25, 2, "", "чем дальше от порога, тем меньше", "src/stats/threshold_ratio.c",
        "moved_share[] = { .25,"),
    OUR_ROW("moved-middle", NORM, "в двух баллах", 0.45, 2, "", "чем дальше от порога, тем меньше", "src/stats/threshold_ratio.c",
        ".45,"),
    OUR_ROW("moved-near", NORM, "в одном балле", 0.65, 2, "", "чем дальше от порога, тем меньше", "src/stats/threshold_ratio.c",
        ".65 }"),

    OUR_ROW("tasks-least", TASKS, "модель заданий: не меньше заданий, где баллы различаются", 10, 0, "", "в меньшем числе заданий узор ответов говорит слишком мало", "src/conclude/norm_task_model.c",
        "#define LEAST_TASKS 10u"),
    OUR_ROW("tasks-works", TASKS, "модель заданий: не меньше работ", 500, 0, "", "иначе трудности заданий сами неточны", "src/conclude/norm_task_model.c",
        "#define LEAST_WORKS 500u"),
    OUR_ROW("tasks-sample", TASKS, "модель заданий: подбирается не больше чем по стольким работам", 10000, 0, "", "шаги заданий известны тогда с точностью 0,03", "src/conclude/norm_task_model.c",
        "#define SAMPLE 10000u"),
    OUR_ROW("tasks-of-class", TASKS, "из них от одного класса, пока классов хватает", 5, 0, "", "один класс не должен учить модель", "src/conclude/norm_task_model.c",
        "#define SAMPLE_CLASS 5u"),
    OUR_ROW("tasks-prior", TASKS, "разброс логарифма крутизны задания до опыта", 0.5, 1, "", "умеренный; для больших выборок почти ничего не меняет", "src/conclude/norm_task_model.c",
        ".prior_sd = 0.5"),
    OUR_ROW("tasks-odd", TASKS, "класс не учит модель, если в первом круге вероятность хотя бы одного признака по заданиям меньше", 0.01, 2, "", "чтобы необычные классы не стали нормой; сами они проверяются, как все", "src/conclude/norm_task_model.c",
        "#define ODD_P 0.01"),
    OUR_ROW("tasks-between", TASKS, "разброс уровней школ, с которым рисуются честные: не меньше, в долях разброса учеников", 0.1, 1, "", "чтобы нарисованные накрыли настоящие и там, где школы почти равны", "src/conclude/norm_task_model.c",
        "#define LEAST_BETWEEN 0.1"),
    OUR_ROW("tasks-wider", TASKS, "уровни честных школ рисуются шире настоящих во столько раз", 1.5, 1, "", "кривые по среднему должны дойти до самой сильной и самой слабой школы", "src/stats/battery_draw.c",
        "#define WIDER 1.5"),
    OUR_ROW("tasks-smallest", TASKS, "признаки по заданиям: не меньше работ в школе или классе", 8, 0, "", "меньше одна работа решает всё", "src/indicator/tasks.h",
        "#define TASKS_SMALLEST_N 8u"),
    OUR_ROW("tasks-drawn", TASKS, "честные школы и классы рисуются от стольких работ", 5, 0, "", "нижний край таблицы; сами признаки говорят с восьми", "src/stats/battery.h",
        "#define BATTERY_SMALLEST 5u"),
    OUR_ROW("tasks-one-class", TASKS, "больше работ — это несколько классов, и различия преподавания усредняются", 40, 0, "", "в классе столько не бывает", "src/stats/battery.h",
        "#define BATTERY_ONE_CLASS 40u"),
    OUR_ROW("tasks-most", TASKS, "в школе смотрят не больше работ", 4000, 0, "", "пары работ стоили бы больше, чем говорят", "src/indicator/tasks.h",
        "#define TASKS_MOST_WORKS 4000u"),
    OUR_ROW("tasks-tail", TASKS, "хвост нарисованного закона, что продолжается законом Парето (моменты — Hosking и Wallis, 1987): верхняя доля", 0.02, 2, "", "внутри неё нарисованных мало, вне — хватает", "src/stats/battery_p.c",
        ".02 * (curve->xi"),
    OUR_ROW("tasks-least-p", TASKS, "вероятность признака по заданиям — не меньше", 1e-06, 6, "", "несколько тысяч нарисованных не говорят, что бывает раз в миллион", "src/stats/battery_p.c",
        "#define LEAST_P 1e-6"),
    OUR_ROW("unlikely-work", TASKS, "«маловероятная работа» в словах: lz ниже нуля больше чем на", 1.645, 3, "", "одна честная работа из двадцати по нормальному закону; на вывод не влияет", "src/indicator/person-fit.c",
        "#define UNLIKELY (-1.645)"),
    OUR_ROW("shift", TASKS, "трудные задания против лёгких: о разнице говорится, если она не меньше доли баллов", 0.01, 2, "", "меньшая не стоит слова; на вывод не влияет", "src/indicator/harder-better.c",
        "#define LEAST_SHIFT 0.01"),

    OUR_ROW("alike-full", ALIKE, "работа с такой долей баллов и выше в сходстве не участвует", 0.95, 2, "", "полные баллы совпадают и без списывания", "src/stats/similarity.h",
        "#define SIMILARITY_FULL_SHARE .95"),
    OUR_ROW("alike-beyond", ALIKE, "пара считается с превышения общего для класса сходства на столько ω", 0.5, 1, "", "измерено: класс с третью списанных работ замечен в 79 случаях из 100, от 1 — в 78, от 1,5 — в 73", "src/stats/similarity_class.c",
        "#define BEYOND .5"),
    OUR_ROW("alike-named", ALIKE, "группа похожих работ названа, если каждая связь реже этой доли, делённой на число пар школы или класса", 0.05, 2, "", "поправка Бонферрони", "src/indicator/tasks.c",
        "0.05 / (double)(n_pairs"),
    OUR_ROW("invalsi-least", ALIKE, "показатели INVALSI: не меньше работ", 8, 0, "", "меньше похожи и случайно", "src/indicator/invalsi.c",
        "#define SMALLEST_N 8"),
    OUR_ROW("invalsi-clusters", ALIKE, "показатели INVALSI: кластеров", 8, 0, "", "нижний край того, что берут Quintano, Castellano и Longobardi, 2009; только описание", "src/indicator/invalsi.c",
        "#define CLUSTERS 8"),

    FEDERAL_ROW("federal-group", SHOWN, "группы участников по отметкам: не меньше", 10, 0, "участников", ADVICE_2026, "23–26", 2026, "src/publish/report/common.h", "REPORT_MIN_GROUP = 10"),
    OUR_ROW("unit", SHOWN, "школа или класс показаны числами, если работ не меньше", 5, 0, "", "за меньшим числом видны отдельные дети", "src/publish/report/common.h", "REPORT_MIN_UNIT = 5"),
    OUR_ROW("bold", SHOWN, "в таблице проверок школы выделено, если вероятность не больше", 0.01, 2, "", "то же, что у признаков", "src/publish/report/checks.c", "#define BOLD_P 0.01"),
    OUR_ROW("interval", SHOWN, "интервалы 95 % в таблицах: квантиль нормального закона", 1.96, 2, "", "то же число, что в федеральном правиле, но правило другое", "src/publish/report/common.h", "#define REPORT_Z95 1.96"),
    OUR_ROW("limits", SHOWN, "пределы 99,8 % в воронках и карте заданий", 3.09, 2, "", "квантиль нормального закона", "src/publish/report/common.h", "#define REPORT_Z998 3.09"),
    OUR_ROW("moved-limits", SHOWN, "границы числа перемещённых работ: с каждого края", 0.025, 3, "", "вместе 95 %", "src/indicator/threshold_.c", "#define LIMITS_ALPHA 0.025"),
    OUR_ROW("observers-schools", SHOWN, "интервал разности «с наблюдателями — без»: не меньше школ", 5, 0, "", "меньше разностей интервала не дают", "src/conclude/norm_observers.c", "#define MIN_SCHOOLS 5u"),
    OUR_ROW("observers-class", SHOWN, "та же разность: класс входит, если работ не меньше", 5, 0, "", "среднее меньшего числа учеников — их собственный случай", "src/conclude/norm_observers.c",
        "#define CLASS_MIN_WORKS 5u"),
    { .id = NULL }
};

const char *rule_profile_title(RuleProfile profile) { return profile == RULE_FEDERAL ? "федеральный" : "Мерило"; }
