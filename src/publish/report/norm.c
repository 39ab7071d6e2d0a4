/* The norm of a procedure: histogram of primary scores with cut-offs, the honest line, what moved over the cut-offs, and peaks that are not signs. */
#include <math.h>

#include "publish/report/common.h"

/* Observed works above (+) or below (-) the honest line at one score. */
static double beyond(const ProcedureAnalysis *of, const double *expected, uint32_t score) { return of->histogram[score] - expected[score]; }

static const double *honest_works(const Report *report, const ProcedureAnalysis *of, uint16_t max)
{
    if (of->own == NULL || of->own->honest == NULL) return NULL;
    double *works = arena_array(report->arena, double, (size_t)max + 1);
    for (uint32_t t = 0; t <= max; t++) works[t] = of->own->honest[t] * of->frame->n_works;
    return works;
}

static void hatch_threshold(const ProcedureAnalysis *of, const double *expected, const NormThreshold *t, uint8_t *hatch)
{
    if (!isfinite(t->excess) || !(t->low > 0)) return;
    for (uint32_t s = t->cell_from; s <= t->cell_to; s++) {
        double d = beyond(of, expected, s);
        if (s >= t->at && d > 0) hatch[s] = 1;
        if (s < t->at && d < 0) hatch[s] = 2;
    }
}

/* Two annotations at most: works on the cut-off, works just below it. */
static void annotate(const Report *report, const ProcedureAnalysis *of, const double *expected, const NormThreshold *t, ChartHist *hist)
{
    Str score = number_of(report->arena, t->at, "балл", "балла", "баллов"), works = report_works_count(report, of->histogram[t->at]);
    Str wanted = number_int(report->arena, llround(expected[t->at])), over = number_int(report->arena, llround(beyond(of, expected, t->at)));
    hist->notes[0].score = t->at;
    hist->notes[0].head = TEXT(report, "%.*s: %.*s", STR_ARG(score), STR_ARG(works));
    hist->notes[0].line = TEXT(report, "ожидали %.*s, лишних %.*s", STR_ARG(wanted), STR_ARG(over));
    hist->n_notes = 1;
    uint32_t from = t->at >= 2 && t->cell_from <= t->at - 2 ? t->at - 2u : t->at - 1u;
    double seen = 0, hoped = 0;
    for (uint32_t s = from; s < t->at; s++) seen += of->histogram[s], hoped += expected[s];
    if (hoped <= seen) return;
    works = report_works_count(report, llround(seen));
    wanted = number_int(report->arena, llround(hoped));
    Str lack = number_int(report->arena, llround(hoped - seen));
    hist->notes[1].score = (uint16_t)(t->at - 1);
    if (from + 1 == t->at) {
        Str one = number_of(report->arena, from, "балл", "балла", "баллов");
        hist->notes[1].head = TEXT(report, "%.*s: %.*s", STR_ARG(one), STR_ARG(works));
    } else {
        hist->notes[1].head = TEXT(report, "%u–%u %s: %.*s", from, t->at - 1u, number_word(t->at - 1, "балл", "балла", "баллов"), STR_ARG(works));
    }
    hist->notes[1].line = TEXT(report, "ожидали %.*s, не хватает %.*s", STR_ARG(wanted), STR_ARG(lack));
    hist->n_notes = 2;
}

static Str chart_summary(const Report *report, const ProcedureAnalysis *of, const NormThreshold *t)
{
    const Frame *frame = of->frame;
    Str works = report_works_count(report, frame->n_works), mean = number_dec(report->arena, of->mean, 1);
    Str first = TEXT(report, "Гистограмма первичных баллов: %.*s, средний балл %.*s из %u, пороги отметок %.*s.", STR_ARG(works), STR_ARG(mean),
        frame->procedure->blueprint->max, STR_ARG(report_cutoffs(report, frame->procedure->blueprint)));
    if (t == NULL) return first;
    Str on = number_int(report->arena, llround(t->reached)), below = number_int(report->arena, llround(t->below));
    return TEXT(report, "%.*s На пороге %u — %.*s, баллом ниже — %.*s.", STR_ARG(first), t->at, STR_ARG(on), STR_ARG(below));
}

Chart *report_norm_chart(Report *report, uint32_t procedure, bool small)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    const Frame *frame = of->frame;
    const Blueprint *blueprint = frame->procedure->blueprint;
    if (frame->n_works == 0) return NULL;
    Chart *chart = arena_one(report->arena, Chart);
    ChartHist *hist = &chart->of.hist;
    const NormThreshold *strongest = report_strongest(of);
    double *observed = arena_array(report->arena, double, (size_t)blueprint->max + 1);
    for (uint32_t t = 0; t <= blueprint->max; t++) observed[t] = of->histogram[t];
    *hist = (ChartHist){ .max = blueprint->max, .observed = observed, .expected = honest_works(report, of, blueprint->max), .small = small };
    if (blueprint->cutoffs_known) {
        hist->n_cutoffs = N_CUTOFFS;
        memcpy(hist->cutoff, blueprint->cutoff, sizeof hist->cutoff);
    }
    if (of->own != NULL && hist->expected != NULL) {
        uint8_t *hatch = (uint8_t *)arena_alloc(report->arena, (size_t)blueprint->max + 1);
        for (uint8_t i = 0; i < of->own->n_thresholds; i++) hatch_threshold(of, hist->expected, &of->own->thresholds[i], hatch);
        hist->hatch = hatch;
        if (strongest != NULL && !small) annotate(report, of, hist->expected, strongest, hist);
    } else if (of->norm != NULL && of->norm->source != NORM_OWN && of->norm->lumpy != NULL && of->norm->max == blueprint->max) {
        double *behind = arena_array(report->arena, double, (size_t)blueprint->max + 1);
        for (uint32_t t = 0; t <= blueprint->max; t++) behind[t] = of->norm->lumpy[t] * frame->n_works;
        hist->behind = behind;
    }
    chart->kind = "hist";
    Str title = report_plain(report, frame->procedure->title);
    chart->title = TEXT(report, "Первичные баллы. %.*s", STR_ARG(title));
    chart->tab = TEXT(report, "%.*s Баллы по числу работ", STR_ARG(report_tag(report, frame->procedure)));
    chart->reading = hist->expected != NULL ? STR("Столбцы — работы; линия — какими были бы баллы без притяжения к порогам.")
                     : hist->behind != NULL ? STR("Столбцы — работы; серым — норма, приведённая к тому же числу работ.")
                                            : blueprint->cutoffs_known   ? STR("Столбцы — работы. Линии ожидания нет: школ мало, чтобы её построить.")
                                                         : STR("Столбцы — работы. Линии ожидания нет: пороги отметок неизвестны.");
    chart->summary = chart_summary(report, of, strongest);
    return chart;
}

void report_thresholds(Report *report, Node *sheet, const ProcedureAnalysis *of)
{
    const Column columns[] = {
        { .head = STR("порог|отметки"), .kind = COLUMN_TEXT },
        { .head = STR("с балла"), .kind = COLUMN_NUMBER },
        { .head = STR("работ|баллом ниже"), .kind = COLUMN_NUMBER },
        { .head = STR("работ|на пороге"), .kind = COLUMN_NUMBER },
        { .head = STR("во сколько|раз больше"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("без притяжения|было бы"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("переместились|через порог, работ"), .kind = COLUMN_NUMBER },
        { .head = STR("от–до, 95 %"), .kind = COLUMN_NUMBER },
    };
    Str id = of->frame->procedure->id;
    Table *table = report_table(report, TEXT(report, "thresholds-%.*s", STR_ARG(id)), TEXT(report, "%.*s Пороги", STR_ARG(report_tag(report, of->frame->procedure))), 8, columns, N_CUTOFFS);
    for (uint8_t i = 0; of->own != NULL && i < of->own->n_thresholds; i++) {
        const NormThreshold *t = &of->own->thresholds[i];
        Cell *row = table_row(report->doc, table, t->low > 0 ? ROW_ATTENTION : ROW_PLAIN);
        row[0] = cell_text(TEXT(report, "«%u»", t->mark));
        row[1] = cell_int(t->at);
        row[2] = cell_int(llround(t->below));
        row[3] = cell_int(llround(t->reached));
        row[4] = cell_dec(t->ratio);
        row[5] = cell_dec(t->expected_ratio);
        row[6] = isfinite(t->excess) ? cell_int(llround(t->excess)) : cell_missing();
        row[7] = isfinite(t->low) ? cell_interval(t->low, t->high, false) : cell_missing();
    }
    table->untitled = true;
    if (table->n_rows > 0) doc_table(report->doc, sheet, table);
}

/* A peak one or two points under a cut-off raises nobody's mark: say so before somebody asks. */
static void odd_peaks(Report *report, Node *sheet, const ProcedureAnalysis *of)
{
    const Blueprint *blueprint = of->frame->procedure->blueprint;
    const double *expected = honest_works(report, of, blueprint->max);
    if (expected == NULL || !blueprint->cutoffs_known) return;
    for (int c = 0; c < N_CUTOFFS; c++)
        for (uint32_t s = blueprint->cutoff[c] >= 2 ? blueprint->cutoff[c] - 2u : 0; s < blueprint->cutoff[c]; s++) {
            bool own_cutoff = c > 0 && s < blueprint->cutoff[c - 1] + 2u;
            double over = beyond(of, expected, s);
            if (own_cutoff || over < 4 * sqrt(expected[s]) || over < 0.06 * expected[s]) continue;
            Str score = number_of(report->arena, s, "балле", "баллах", "баллах"), extra = report_works_count(report, llround(over));
            doc_text(report->doc, sheet,
                TEXT(report, "На %.*s тоже больше работ, чем на линии (на %.*s), но это ниже порога %u: отметку такой балл не поднимает, поэтому признаком он не считается. "
                             "Обычная причина — набор заданий: такая сумма складывается чаще соседних.",
                    STR_ARG(score), STR_ARG(extra), blueprint->cutoff[c]));
            return;
        }
}

static void lifting(Report *report, Node *sheet, const ProcedureAnalysis *of)
{
    const Norm *norm = of->norm;
    bool other_tasks = of->own != NULL && of->own->reference_differs;
    if (norm == NULL && (report->in->reference_text.n > 0 || other_tasks)) {
        doc_note(report->doc, sheet, NOTE_INFO, STR("Нормы нет."), other_tasks ? STR("В --reference есть работа с таким названием, но задания в ней другие: сравнивать с нею нельзя.")
                                                                                              : STR("В --reference этой работы нет: нужны те же год, класс, предмет, сумма баллов и сами задания."));
        return;
    }
    if (norm == NULL) {
        doc_note(report->doc, sheet, NOTE_INFO, STR("Нормы нет."),
            STR("Чтобы построить её по самим файлам, нужно не меньше 60 школ. Сравнение с регионом даст ключ --reference: выгрузка Мерила или отчёты ФИС ОКО «Распределение "
                "первичных баллов» и «Выполнение заданий», которые может скачать любая школа."));
        return;
    }
    Str source = norm->source_text;
    if (source.n > 0) doc_small(report->doc, sheet, TEXT(report, "Норма, с которой сравниваются школы: %.*s.", STR_ARG(source)));
    if (!isfinite(norm->lifting_share)) return;
    Str share = number_share(report->arena, norm->lifting_share, 0), low = number_share(report->arena, norm->lifting_share_low, 0);
    if (norm->lifting_is_ordinary)
        doc_text(report->doc, sheet, TEXT(report, "Притяжение к порогам, по оценке, есть у %.*s школ (не меньше %.*s). Это общая практика, поэтому уровень школы зависит от того, выделяется ли она на её фоне; "
                                                  "то, что у неё «как у всех», сказано отдельно и признаком не служит.", STR_ARG(share), STR_ARG(low)));
    else if (norm->lifting_share_low > 0)
        doc_text(report->doc, sheet, TEXT(report, "Притяжение к порогам, по оценке, есть у %.*s школ (по нижней границе — у %.*s). Общей практикой его назвать нельзя, поэтому школы сравниваются с честным распределением.",
            STR_ARG(share), STR_ARG(low)));
    else /* «0 % школ» beside moved works would read as a contradiction: one school has too few works at a cut-off for its share to show */
        doc_text(report->doc, sheet, STR("В отдельных школах притяжение к порогам почти неразличимо: у порога в одной школе мало работ. Общей практикой школ его назвать нельзя, поэтому школы сравниваются с честным распределением."));
}

/* «на 2,1 процентного пункта ниже (от 0,8 до 3,4)» */
static Str difference(Report *report, double value, double low, double high)
{
    Str points = number_dec(report->arena, 100 * fabs(value), 1), range = report_range(report, 100 * low, 100 * high, 1);
    Str of = value == 0 ? STR("такая же") : TEXT(report, "%s на %.*s п. п.", value < 0 ? "ниже" : "выше", STR_ARG(points));
    return range.n == 0 ? of : TEXT(report, "%.*s (95 %%: %.*s)", STR_ARG(of), STR_ARG(range));
}

static void observers(Report *report, Node *sheet, const ObserversEffect *effect)
{
    Str observed = number_of(report->arena, effect->n_observed, "класс", "класса", "классов"), other = number_of(report->arena, effect->n_other, "другой класс", "других класса", "других классов");
    Str schools = number_int(report->arena, effect->n_schools), share = difference(report, effect->share, effect->share_low, effect->share_high);
    Str pass = isfinite(effect->pass) ? TEXT(report, ", доля сдавших — %.*s", STR_ARG(difference(report, effect->pass, effect->pass_low, effect->pass_high))) : STR_EMPTY;
    doc_text(report->doc, sheet, TEXT(report, "**Что изменили наблюдатели.** Внутри одних и тех же школ (%.*s) сравнены %.*s с наблюдателями и %.*s: средняя доля баллов с наблюдателями %.*s%.*s.", STR_ARG(schools),
        STR_ARG(observed), STR_ARG(other), STR_ARG(share), STR_ARG(pass)));
    doc_small(report->doc, sheet, TEXT(report, "%sЭто описание: если наблюдателей послали не по жребию, классы могли отличаться и без них.",
        isfinite(effect->share_low) ? "Интервал — по разбросу разностей между школами. " : "Школ меньше пяти, интервала нет. "));
}

/* What --anchor did in this work. */
static void anchor(Report *report, Node *sheet, const AnchorUse *use)
{
    if (!use->used) doc_note(report->doc, sheet, NOTE_INFO, STR("Эталон не использован."), use->why_not);
    else doc_text(report->doc, sheet, TEXT(report, "**Эталон:** %.*s. Честное распределение построено только по этим работам, и переместившиеся работы отсчитаны от него; обычная практика региона — по всем школам.", STR_ARG(use->text)));
    if (use->used && use->lifts != 0) {
        Str works = report_works_count(report, llround(use->lifts_excess)), range = report_range(report, round(use->lifts_low), round(use->lifts_high), 0);
        doc_note(report->doc, sheet, NOTE_ATTENTION, STR("Эталон не чист."), TEXT(report, "В самом эталоне порог «%u» притягивает работы: около %.*s (%.*s). Пока это так, сравнение с ним мягче, чем должно быть.", use->lifts,
            STR_ARG(works), STR_ARG(range)));
    }
    if (use->observers != NULL) observers(report, sheet, use->observers);
}

void report_norm(Report *report, Node *sheet, uint32_t procedure)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    const NormThreshold *strongest = report_strongest(of);
    Str title = STR("Баллы и пороги отметок");
    if (strongest != NULL) {
        Str works = number_of(report->arena, llround(strongest->excess), "работа", "работы", "работ");
        title = TEXT(report, "Порог «%u»: через него переместились около %.*s", strongest->mark, STR_ARG(works));
    } else if (of->own != NULL && of->own->honest != NULL) {
        title = STR("Пороги отметок работ не притягивают");
    }
    doc_heading(report->doc, sheet, 2, title);
    Chart *chart = report_norm_chart(report, procedure, false);
    if (chart != NULL) doc_chart(report->doc, sheet, chart);
    if (of->frame->procedure->blueprint->cutoffs_known) report_thresholds(report, sheet, of);
    else doc_text(report->doc, sheet, STR("Пороги отметок этой работы неизвестны, поэтому проверки у порогов и всё, что зависит от отметки, пропущены. Их можно дать ключом --blueprints."));
    odd_peaks(report, sheet, of);
    lifting(report, sheet, of);
    if (of->anchor != NULL) anchor(report, sheet, of->anchor);
}
