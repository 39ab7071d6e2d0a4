/* The funnel: which schools lie beyond chance, and how many would by chance alone. */
#include <math.h>

#include "publish/report/common.h"

enum { NAMED_DISTRICT = 24 /* so few schools are all named */, ROWS_ON_PAGE = 40 };

uint8_t report_beyond(const SchoolStats *stats)
{
    double z = fabs(stats->funnel_z);
    return !(z > REPORT_Z95) ? 0 : z > REPORT_Z998 ? 2 : 1;
}

const char *report_position(const SchoolStats *stats)
{
    if (!isfinite(stats->funnel_z)) return "сравнить нельзя";
    bool above = stats->funnel_z > 0;
    switch (report_beyond(stats)) {
    case 2: return above ? "за 99,8 %, выше" : "за 99,8 %, ниже";
    case 1: return above ? "за 95 %, выше" : "за 95 %, ниже";
    default: return "в пределах случая";
    }
}

static bool is_far(const ProcedureAnalysis *of, uint32_t i) { return report_beyond(&of->schools[i]) == 2 && of->frame->schools[i].n >= REPORT_MIN_UNIT; }

/* A low result is never named on the picture: it asks for help, not for attention. */
static bool is_named(const Report *report, const ProcedureAnalysis *of, uint32_t i)
{
    const SchoolStats *stats = &of->schools[i];
    if (report_beyond(stats) > 0 && stats->funnel_z < 0) return false;
    return of->frame->n_schools <= NAMED_DISTRICT || report_has_page(report, of->frame->schools[i].org) || report_beyond(stats) == 2 || (report->site.school != NULL && report_beyond(stats) > 0);
}

static Str anchor_of(const Report *report, uint32_t org)
{
    if (report->site.school != NULL) return TEXT(report, "%s%.*s", report->site.school, STR_ARG(report->in->schools.schools[org].code));
    return report_has_page(report, org) ? TEXT(report, "#%.*s", STR_ARG(report->anchor[org])) : STR_EMPTY;
}

Chart *report_funnel_chart(Report *report, const ReportFunnel *ask)
{
    const ProcedureAnalysis *of = ask->of;
    const Frame *frame = of->frame;
    Chart *chart = arena_one(report->arena, Chart);
    FunnelPoint *points = arena_array(report->arena, FunnelPoint, frame->n_schools + 1);
    uint32_t n = 0;
    double n_min = INFINITY, n_max = 0;
    bool crowd = report->site.school != NULL && frame->n_schools > REPORT_ALL_SCHOOLS; /* a link a point would be half of a page of the server */
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        const SchoolStats *stats = &of->schools[i];
        uint32_t org = frame->schools[i].org;
        if (frame->schools[i].n < REPORT_MIN_UNIT || !isfinite(stats->funnel_y)) continue;
        FunnelPoint *point = &points[n++];
        *point = (FunnelPoint){ .label = report_school(report, org), .anchor = !crowd || report_beyond(stats) > 0 || org == ask->chosen ? anchor_of(report, org) : STR_EMPTY, .n = frame->schools[i].n, .y = stats->funnel_y, .beyond = report_beyond(stats),
            .too_few = !isfinite(stats->funnel_z), .chosen = org == ask->chosen };
        point->named = point->chosen || is_named(report, of, i);
        n_min = fmin(n_min, point->n);
        n_max = fmax(n_max, point->n);
    }
    if (n == 0) return NULL;
    chart->kind = "funnel";
    Str procedure = report_plain(report, frame->procedure->title), name = report->norm_name.n > 0 ? STR("регион") : STR("все школы");
    const char *measure = ask->measure != NULL ? ask->measure : of->funnel.is_share ? "доля «3» и выше" : "средняя доля баллов";
    chart->title = ask->measure == NULL ? TEXT(report, "%s. %.*s", of->funnel.is_share ? "Доля «3» и выше" : "Средняя доля баллов", STR_ARG(procedure)) : ask->title;
    chart->tab = TEXT(report, "%.*s Воронка", STR_ARG(report_tag(report, frame->procedure)));
    chart->reading = ask->reading;
    chart->of.funnel = (ChartFunnel){ .n_points = n, .points = points, .centre = of->funnel.centre, .phi_tau2 = of->funnel.tau2, .is_share = of->funnel.is_share, .y_max = 1,
        .sd = of->sd / frame->procedure->blueprint->max, .n_min = n_min, .n_max = n_max, .n_behind = ask->n_behind, .behind = ask->behind, .behind_words = STR("другие школы региона") };
    chart->of.funnel.y_title = ask->measure != NULL ? str_of(measure) : of->funnel.is_share ? STR("«3» и выше, доля учеников") : STR("средняя доля от наибольшего балла");
    Str centre = number_share(report->arena, of->funnel.centre, report_share_decimals(frame->n_works));
    chart->of.funnel.centre_label = TEXT(report, "%.*s %.*s", STR_ARG(name), STR_ARG(centre));
    chart->summary = TEXT(report, "Воронка: %u точек-школ по числу работ. %.*s.", n, STR_ARG(ask->title));
    return chart;
}

static void fill_row(Report *report, const ProcedureAnalysis *of, uint32_t i, Cell *row)
{
    const Frame *frame = of->frame;
    const SchoolStats *stats = &of->schools[i];
    uint32_t n = frame->schools[i].n;
    row[0] = report_school_cell(report, frame->schools[i].org);
    if (n < REPORT_MIN_UNIT) {
        row[1] = cell_too_few(STR("меньше 5 работ"), 7);
        return;
    }
    double low = NAN, high = NAN;
    if (of->funnel.is_share) report_wilson(round(stats->funnel_y * n), n, &low, &high);
    bool marks = frame->procedure->blueprint->cutoffs_known;
    row[1] = cell_int(n);
    row[2] = cell_share(stats->funnel_y);
    row[2].bold = true;
    row[3] = isfinite(low) ? cell_interval(low, high, true) : cell_missing();
    row[4] = cell_dec(stats->mean);
    row[5] = marks ? cell_share((double)(stats->marks[2] + stats->marks[3]) / n) : cell_missing();
    row[6] = isfinite(low) ? (Cell){ .kind = CELL_DOT, .number = stats->funnel_y, .low = low, .high = high, .is_share = true, .flag = report_beyond(stats) > 0 } : cell_missing();
    row[7] = cell_text(str_of(report_position(stats)));
    row[7].bold = report_beyond(stats) > 0;
}

static bool on_page(const Report *report, const ProcedureAnalysis *of, uint32_t i, Level least)
{
    return is_far(of, i) || report_level(report, of->frame->schools[i].org) >= least;
}

/* The list, or only schools with signs where the list would take more than a page. */
static Level least_on_page(const Report *report, const ProcedureAnalysis *of)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < of->frame->n_schools; i++) n += on_page(report, of, i, LEVEL_ATTENTION) ? 1 : 0;
    return n <= ROWS_ON_PAGE ? LEVEL_ATTENTION : LEVEL_SIGNS;
}

enum { COLUMNS = 8 };

static Table *table_of(Report *report, const ProcedureAnalysis *of, Str id, const char *name, Str head, uint32_t max_rows)
{
    Str line = STR("черта — все школы");
    if (report->site.school != NULL && of->funnel.known)
        line = TEXT(report, "черта — %s,|%.*s", report->norm_name.n > 0 ? "регион" : "все школы", STR_ARG(number_share(report->arena, of->funnel.centre, report_share_decimals(of->frame->n_works))));
    const Column columns[] = {
        { .head = STR("школа"), .kind = COLUMN_TEXT, .width = 0.24f },
        { .head = STR("писали"), .kind = COLUMN_NUMBER },
        { .head = head.n > 0 ? head : of->funnel.is_share ? STR("«3»|и выше") : STR("доля|баллов"), .kind = COLUMN_NUMBER },
        { .head = STR("интервал|95 %"), .kind = COLUMN_NUMBER, .help = report->site.school != NULL ? STR("interval") : STR_EMPTY },
        { .head = STR("средний|балл"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("«4» и «5»"), .kind = COLUMN_NUMBER },
        { .head = line, .kind = COLUMN_GRAPHIC, .width = 0.14f, .scale_max = 1, .scale_line = of->funnel.centre },
        { .head = STR("положение"), .kind = COLUMN_TEXT, .width = 0.19f },
    };
    return report_table(report, id, TEXT(report, "%.*s %s", STR_ARG(report_tag(report, of->frame->procedure)), name), COLUMNS, columns, max_rows);
}

Table *report_funnel_table(Report *report, const ProcedureAnalysis *of, Str head, uint32_t from, uint32_t n)
{
    Table *table = table_of(report, of, TEXT(report, "schools-%.*s", STR_ARG(of->frame->procedure->id)), "Школы", head, n + 1);
    for (uint32_t i = from; i < of->frame->n_schools && i < from + n; i++) {
        bool out = report_beyond(&of->schools[i]) > 0 && of->frame->schools[i].n >= REPORT_MIN_UNIT;
        fill_row(report, of, i, table_row(report->doc, table, out ? ROW_ATTENTION : ROW_PLAIN));
    }
    table->dense = table->untitled = true;
    return table;
}

/* page: small districts show every school, regions those beyond the limits or with a conclusion; the spreadsheet always has all. */
static Table *school_table(Report *report, const ProcedureAnalysis *of, bool page)
{
    const Frame *frame = of->frame;
    Str id = frame->procedure->id;
    Table *table = table_of(report, of, TEXT(report, "%s-%.*s", page ? "funnel" : "schools", STR_ARG(id)), page ? "Воронка" : "Школы", STR_EMPTY, frame->n_schools + 1);
    table->dense = true;
    table->data_only = !page;
    table->page_only = page && frame->n_schools > REPORT_ALL_SCHOOLS;
    bool all = !page || frame->n_schools <= REPORT_ALL_SCHOOLS;
    uint32_t left = 0;
    Level least = all ? LEVEL_TOO_FEW_DATA : least_on_page(report, of);
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        bool out = report_beyond(&of->schools[i]) > 0 && frame->schools[i].n >= REPORT_MIN_UNIT;
        if (!all && !on_page(report, of, i, least)) continue;
        if (!all && table->n_rows == ROWS_ON_PAGE) {
            left++;
            continue;
        }
        fill_row(report, of, i, table_row(report->doc, table, out && all ? ROW_ATTENTION : ROW_PLAIN));
    }
    table->untitled = true;
    table->note = all ? STR("Те же данные таблицей, по коду школы; места не присваиваются.")
                      : TEXT(report, "Школы %s и школы за пределами 99,8 %%, по коду%s; все школы — в XLSX. Места не присваиваются.",
                             least == LEVEL_ATTENTION ? "из списка" : "с признаками", left > 0 ? ", первые 40" : "");
    table->empty = STR("За пределами случая школ нет; все школы — в XLSX.");
    return table;
}

void report_funnel(Report *report, Node *sheet, uint32_t procedure)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    const Frame *frame = of->frame;
    uint32_t compared = 0, beyond95 = 0, few = 0;
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        few += frame->schools[i].n < REPORT_MIN_UNIT ? 1 : 0;
        if (frame->schools[i].n < REPORT_MIN_UNIT || !isfinite(of->schools[i].funnel_z)) continue;
        compared++;
        beyond95 += report_beyond(&of->schools[i]) > 0 ? 1 : 0;
    }
    Str out = report_schools_count(report, beyond95), all = number_int(report->arena, compared);
    Str title = !of->funnel.known || compared == 0 ? STR("Школы и число работ")
                : beyond95 == 0 ? TEXT(report, "За пределы случая не выходит ни одна школа из %.*s", STR_ARG(all))
                                : TEXT(report, "За пределами случая — %.*s из %.*s", STR_ARG(out), STR_ARG(all));
    doc_heading(report->doc, sheet, 2, title);
    if (of->funnel.known) {
        Str chance = number_dec(report->arena, 0.05 * compared, 0.05 * compared < 10 ? 1 : 0);
        Str hidden = few == 0 ? STR_EMPTY : TEXT(report, " Школы, где меньше 5 работ (их %u), не показаны.", few);
        Str reading = TEXT(report, "Внутри воронки различия могут быть случайны; чем меньше работ, тем она шире. За 95 %% случайно вышло бы около %.*s.%.*s", STR_ARG(chance),
            STR_ARG(hidden));
        const ReportFunnel ask = { .of = of, .chosen = REPORT_NOWHERE, .title = title, .reading = reading };
        const Chart *chart = report_funnel_chart(report, &ask);
        if (chart != NULL) doc_chart(report->doc, sheet, chart);
    } else {
        doc_text(report->doc, sheet, STR("Воронку построить не по чему: школ слишком мало, чтобы оценить обычный разброс между ними."));
    }
    doc_table(report->doc, sheet, school_table(report, of, true));
    if (frame->n_schools > REPORT_ALL_SCHOOLS && report->workbook) doc_table(report->doc, sheet, school_table(report, of, false));
    doc_small(report->doc, sheet, STR("Высокое место в воронке — не признак: сильная школа выглядит так же. Само по себе среднее никогда не поднимает уровень выше «обратить внимание»."));
}
