/* Words of a note as the program would begin them: what the figures say, causes to look into, what is usually advised. The author changes them. */
#include <math.h>

#include "base/buf.h"
#include "base/date.h"
#include "publish/report/note_.h"

enum { SOON_DAYS = 14, LATER_DAYS = 30 /* working days: two weeks and more, a month and a half */ };

static Str subject(const NoteAsk *ask, Arena *arena)
{
    const Procedure *procedure = note_own(ask)->frame->procedure;
    Str level = procedure->blueprint->level;
    return arena_printf(arena, "о результатах %.*s по предмету «%.*s»%s%.*s, %d класс", STR_ARG(ask->work.n > 0 ? ask->work : STR("работы")), STR_ARG(procedure->subject), level.n > 0 ? ", уровень " : "", STR_ARG(level), procedure->grade);
}

/* Difference of two shares beyond 95 %. */
static const char *against(double a, double n_a, double b, double n_b)
{
    double z = (a - b) / sqrt(a * (1 - a) / n_a + b * (1 - b) / n_b);
    if (!(fabs(z) > REPORT_Z95)) return "не отличается от региона больше, чем объясняет случай";
    return z < 0 ? "ниже, чем в регионе, больше, чем объясняет случай" : "выше, чем в регионе, больше, чем объясняет случай";
}

static void conclude_marks(const NoteAsk *ask, Arena *arena, Buf *out)
{
    const ProcedureAnalysis *of = note_own(ask), *region = ask->region.of;
    const FewPlan plan = note_marks_plan(ask, arena);
    uint32_t n = note_marked(of->marks);
    if (n == 0 || (plan.cuts[0] & PART_CUTS) != PART_CUTS) {
        buf_printf(out, "Средний балл — %.*s из %u", STR_ARG(number_dec(arena, of->mean, 1)), of->frame->procedure->blueprint->max);
        if (region != NULL) buf_printf(out, ", в регионе — %.*s", STR_ARG(number_dec(arena, region->mean, 1)));
        buf_add_z(out, ".\n");
        return;
    }
    buf_printf(out, "Успеваемость — %.*s, качество — %.*s", STR_ARG(number_share(arena, note_pass(of->marks), report_share_decimals(n))), STR_ARG(number_share(arena, note_good(of->marks), report_share_decimals(n))));
    if (region != NULL && note_marked(region->marks) > 0 && plan.told[2])
        buf_printf(out, "; успеваемость %s (%.*s)", against(note_pass(of->marks), n, note_pass(region->marks), note_marked(region->marks)), STR_ARG(number_share(arena, note_pass(region->marks), report_share_decimals(n))));
    buf_add_z(out, ".\n");
}

/* Tasks below the norm, or the three hardest. below: which of them; labels: «2, 13 и 15» of the same */
static Str deficits(const NoteAsk *ask, Arena *arena, bool *below, Str *labels)
{
    const ProcedureAnalysis *of = note_own(ask);
    uint32_t tasks[NOTE_TASKS], n = note_tasks(ask, tasks), n_names = 0, chosen[NOTE_TASKS];
    Str names[NOTE_TASKS];
    for (uint32_t i = 0; i < n; i++)
        if (note_task_below(of, tasks[i])) chosen[n_names++] = tasks[i];
    *below = n_names > 0;
    for (uint32_t i = 0; !*below && i < n; i++) {
        uint32_t harder = 0;
        for (uint32_t k = 0; k < n; k++) harder += of->tasks[tasks[k]].mean_share < of->tasks[tasks[i]].mean_share;
        if (harder < 3) chosen[n_names++] = tasks[i];
    }
    *labels = STR_EMPTY;
    for (uint32_t i = 0; i < n_names; i++) {
        Str label = of->frame->procedure->blueprint->tasks[chosen[i]].label;
        names[i] = note_task_name(ask, arena, chosen[i]);
        *labels = i == 0 ? label : arena_printf(arena, "%.*s%s%.*s", STR_ARG(*labels), i + 1 == n_names ? " и " : ", ", STR_ARG(label));
    }
    return report_join(ask->report, names, n_names, "; ");
}

static void conclude_journal(const NoteAsk *ask, Arena *arena, Buf *out)
{
    const MarkFlow *flow = &note_own(ask)->flow;
    if (flow->n < REPORT_MIN_UNIT) return;
    const FewPlan plan = note_journal_plan(ask, arena);
    if (!plan.told[0] || !few_tells(plan.cuts[0], 1)) return;
    buf_printf(out, "Отметка за работу совпала с журналом у %.*s участников", STR_ARG(number_share(arena, (double)flow->confirmed / flow->n, report_share_decimals(flow->n))));
    if (few_tells(plan.cuts[0], 0) && few_tells(plan.cuts[0], 2))
        buf_printf(out, ", оказалась ниже у %.*s, выше у %.*s", STR_ARG(number_share(arena, (double)flow->lowered / flow->n, report_share_decimals(flow->n))), STR_ARG(number_share(arena, (double)flow->raised / flow->n, report_share_decimals(flow->n))));
    buf_add_z(out, ".\n");
}

static void causes(const NoteAsk *ask, bool below, Buf *out)
{
    const Frame *frame = note_own(ask)->frame;
    buf_add_z(out, "Это предположения для проверки на месте, а не выводы о работе школы или учителя.\n");
    buf_add_z(out, below ? "Темы трудных заданий могли быть пройдены незадолго до работы, давно не повторяться или занимать в программе меньше часов; возможно и то, что непривычной была сама форма заданий.\n"
                         : "Трудные задания трудны и в регионе: дело может быть в самих заданиях или в том, когда тема проходится по программе.\n");
    if (frame->n_absent * 10 > frame->n_absent + frame->n_works) buf_add_z(out, "Заметная часть учеников работу не писала, поэтому результат может быть не таким, каким был бы у всей параллели.\n");
    if (note_own(ask)->flow.n >= REPORT_MIN_UNIT) buf_add_z(out, "Расхождение с журналом может объясняться тем, что журнал учитывает весь период и старание ученика, разными критериями проверки, волнением в день работы.\n");
    buf_add_z(out, ask->kind == ORG_SCHOOL ? "Состав детей, смена учителя и число учеников в классе тоже меняют результат.\n" : "Школы различаются составом детей, размером классов и обеспеченностью учителями; без этих данных сравнивать их между собой нельзя.\n");
}

/* labels: of the tasks to look at */
static void advise(const NoteAsk *ask, Str labels, Arena *arena, Buf *out)
{
    Str late = date_short(arena, date_add_working(ask->today, LATER_DAYS)), soon = date_short(arena, date_add_working(ask->today, SOON_DAYS));
    const char *tasks = labels.n > 0 ? "разобрать задания " : "разобрать результаты по заданиям";
    if (ask->kind == ORG_SCHOOL) {
        buf_printf(out, "Методическому объединению учителей | %s%.*s; отметить, где дело в теме, а где в форме задания | до %.*s\n", tasks, STR_ARG(labels), STR_ARG(soon));
        buf_printf(out, "Учителям-предметникам | дополнить тематическое планирование повторением этих тем и показать его заместителю директора | до %.*s\n", STR_ARG(late));
        buf_printf(out, "Заместителю директора по учебной работе | обсудить с учителями критерии отметки и рассмотреть справку на педагогическом совете | до %.*s\n", STR_ARG(late));
        return;
    }
    buf_printf(out, "Методической службе | провести семинар для учителей: %s%.*s | до %.*s\n", tasks, STR_ARG(labels), STR_ARG(late));
    buf_printf(out, "Руководителям общеобразовательных организаций | рассмотреть результаты своей школы на методических объединениях или педагогическом совете | до %.*s\n", STR_ARG(soon));
    buf_printf(out, "Руководителям общеобразовательных организаций | дополнить рабочие программы повторением трудных тем | до %.*s\n", STR_ARG(late));
}

void note_draft(const NoteAsk *ask, Arena *arena, NoteWords *out)
{
    Buf lines;
    bool below;
    Str labels, names = deficits(ask, arena, &below, &labels);
    *out = (NoteWords){ .subject = subject(ask, arena), .aim = STR("Описать, как выполнена работа, найти темы и умения, которые дались труднее, и определить, какая помощь нужна."), .basis = STR_EMPTY };
    buf_init(&lines, 0);
    conclude_marks(ask, arena, &lines);
    if (names.n > 0) buf_printf(&lines, "%s: %.*s.\n", below ? "Ниже, чем в регионе, и это трудно объяснить случаем, выполнены задания" : "Ни одно задание не выполнено заметно ниже, чем в регионе; труднее других дались задания", STR_ARG(names));
    conclude_journal(ask, arena, &lines);
    out->conclusions = arena_str(arena, str_trim(buf_str(&lines)));
    buf_clear(&lines);
    causes(ask, below, &lines);
    out->causes = arena_str(arena, str_trim(buf_str(&lines)));
    buf_clear(&lines);
    advise(ask, labels, arena, &lines);
    out->advice = arena_str(arena, str_trim(buf_str(&lines)));
    buf_free(&lines);
}
