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

    FEDERAL_ROW("federal-any", VERDICT, "сколько маркеров достаточно; индекс объективности — 100 минус доля отмеченных школ", 1, 0, "", INDEX_2021, NULL, 2021, NULL, NULL),
    OUR_ROW("fdr", VERDICT, "«признаки»: доля ложных среди показанных школ не больше", 0.05, 2, "", "обычное значение, меняется ключом --fdr; поправка по Benjamini и Hochberg, 1995", "src/cli/check_input_.c", ".fdr = 0.05"),
    OUR_ROW("attention", VERDICT, "«обратить внимание»: во сколько раз больше эта доля", 2, 0, "", "место, где возможен и случай", "src/conclude/levels.c", "school->q <= 2 * analysis->fdr"),
    OUR_ROW("large-works", VERDICT, "«выраженные»: по нижней границе переместилось не меньше", 3, 0, "работ", "меньший эффект — не дело отчёта", "src/conclude/cite.c", "#define LARGE_WORKS 3.0"),
    OUR_ROW("large-share", VERDICT, "«выраженные»: или не меньше доли работ", 0.1, 1, "", "меньший эффект — не дело отчёта", "src/conclude/cite.c", "#define LARGE_SHARE 0.1"),
    OUR_ROW("cited", VERDICT, "значение называют признаком школы, если его вероятность не больше", 0.01, 2, "", "реже, чем у одной честной школы из пяти при двадцати четырёх проверках", "src/conclude/cite.c",
        "#define CITED_P 0.01"),
    OUR_ROW("rare", VERDICT, "«необычно» в словах отчёта: вероятность не больше", 0.05, 2, "", "один раз из двадцати", "src/conclude/words.c", "#define RARE_P 0.05"),
    OUR_ROW("pooled-weight", VERDICT, "вес школы целиком против её классов", 0.5, 1, "", "чтобы один класс из четырёх не растворился", "src/conclude/evidence.c", "#define POOLED_WEIGHT 0.5"),

    OUR_ROW("norm-schools", NORM, "наименьшее число школ, чтобы построить норму", 60, 0, "", "меньше не отличить привычку школы от привычки региона", "src/domain/norm.h", "#define NORM_MIN_SCHOOLS 60u"),
    OUR_ROW("anchor-works", NORM, "эталон: не меньше работ", 300, 0, "", "измерено на смоделированных честных регионах", "src/domain/anchor.h", "#define ANCHOR_MIN_WORKS 300u"),
    OUR_ROW("anchor-schools", NORM, "эталон: не меньше школ", 10, 0, "", "измерено на смоделированных честных регионах", "src/domain/anchor.h", "#define ANCHOR_MIN_SCHOOLS 10u"),
    OUR_ROW("threshold-least", NORM, "наименьшее число работ у порогов отметок", 8, 0, "", "меньше точному критерию сказать нечего", "src/stats/threshold.h", "#define THRESHOLD_SMALLEST_N 8"),
    OUR_ROW("ordinary", NORM, "притяжение порога — обычная практика, если по нижней границе больше доли школ", 0.2, 1, "", "иначе спросили бы всех", "src/conclude/norm_parts.c", "#define ORDINARY_SHARE 0.2"),
    OUR_ROW("storey", NORM, "доля школ с притяжением: λ оценки", 0.5, 1, "", "обычное значение, Storey, 2002", "src/conclude/norm_parts.c", "#define STOREY_LAMBDA 0.5"),
    OUR_ROW("degree-low", NORM, "степень честной линии: от", 4, 0, "", "у коротких работ 3; выбор по BIC", "src/stats/honest.c", "#define DEGREE_LOW 4"),
    OUR_ROW("degree-high", NORM, "степень честной линии: до", 8, 0, "", "выбор по BIC", "src/stats/honest.c", "#define DEGREE_HIGH 8"),
    OUR_ROW("usual-between", NORM, "официальные отчёты: доля разброса между школами", 0.18, 2, "", "середина измеренного, 0,16–0,20", "src/conclude/norm.c", "#define USUAL_BETWEEN_SHARE 0.18"),
    OUR_ROW("usual-lifting", NORM, "официальные отчёты: масштаб разброса притяжения", 1.25, 2, "", "измерено на настоящем регионе", "src/conclude/norm.c", "#define USUAL_NULL_SCALE 1.25"),
    OUR_ROW("usual-scale", NORM, "школ меньше 60: масштаб объединённого z", 1.2, 1, "", "измерено на настоящем регионе", "src/conclude/evidence.c", "#define USUAL_SCALE 1.2"),

    FEDERAL_ROW("federal-group", SHOWN, "группы участников по отметкам: не меньше", 10, 0, "участников", ADVICE_2026, "23–26", 2026, "src/publish/report/common.h", "REPORT_MIN_GROUP = 10"),
    OUR_ROW("unit", SHOWN, "школа или класс показаны числами, если работ не меньше", 5, 0, "", "за меньшим числом видны отдельные дети", "src/publish/report/common.h", "REPORT_MIN_UNIT = 5"),
    OUR_ROW("interval", SHOWN, "интервалы 95 % в таблицах: квантиль нормального закона", 1.96, 2, "", "то же число, что в федеральном правиле, но правило другое", "src/publish/report/common.h", "#define REPORT_Z95 1.96"),
    OUR_ROW("limits", SHOWN, "пределы 99,8 % в воронках и карте заданий", 3.09, 2, "", "квантиль нормального закона", "src/publish/report/common.h", "#define REPORT_Z998 3.09"),
    OUR_ROW("moved-limits", SHOWN, "границы числа перемещённых работ: с каждого края", 0.025, 3, "", "вместе 95 %", "src/indicator/threshold_.c", "#define LIMITS_ALPHA 0.025"),
    OUR_ROW("observers-schools", SHOWN, "интервал разности «с наблюдателями — без»: не меньше школ", 5, 0, "", "меньше разностей интервала не дают", "src/conclude/norm_observers.c", "#define MIN_SCHOOLS 5u"),
    { .id = NULL }
};

const char *rule_profile_title(RuleProfile profile) { return profile == RULE_FEDERAL ? "федеральный" : "Мерило"; }
