#include "publish/report/common.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"

Str report_plain(const Report *report, Str text)
{
    Str copy = arena_str(report->arena, text);
    char *at = (char *)arena_alloc(report->arena, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        char c = copy.at[i];
        at[i] = c == '[' ? '(' : c == ']' ? ')' : c == '*' && i + 1 < text.n && copy.at[i + 1] == '*' ? ' ' : c;
    }
    return (Str){ at, text.n };
}

Str report_school(const Report *report, uint32_t org)
{
    const School *school = &report->in->schools.schools[org];
    if (school->name.n > 0) return report_plain(report, school->name);
    Str code = report_plain(report, school->code);
    return TEXT(report, "школа %.*s", STR_ARG(code));
}

static int by_number(const void *a, const void *b)
{
    long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

uint32_t report_double_logins(const Report *report)
{
    const SchoolTable *schools = &report->in->schools;
    long long *number = arena_array(report->arena, long long, schools->n + 1u);
    uint32_t n = 0, n_double = 0;
    for (uint32_t i = 0; i < schools->n; i++) {
        Str code = schools->schools[i].code;
        size_t letters = 0;
        while (letters < code.n && ((code.at[letters] | 32) >= 'a' && (code.at[letters] | 32) <= 'z')) letters++;
        if (letters > 0 && str_to_int(str_slice(code, letters, code.n), &number[n])) n++;
    }
    qsort(number, n, sizeof *number, by_number);
    for (uint32_t i = 1; i < n; i++) n_double += (i < 2 || number[i] != number[i - 2]) && number[i] == number[i - 1] ? 1 : 0;
    return n_double;
}

Level report_level(const Report *report, uint32_t org)
{
    uint32_t i = report->conclusion[org];
    return i == REPORT_NOWHERE ? LEVEL_TOO_FEW_DATA : report->in->conclusions[i].level;
}

bool report_has_page(const Report *report, uint32_t org)
{
    return report_level(report, org) >= LEVEL_ATTENTION;
}

/* Every school has a page on the server; on paper those that have something to tell. Empty: none. */
static Str school_href(const Report *report, uint32_t org)
{
    if (report->site.school != NULL) return TEXT(report, "%s%.*s", report->site.school, STR_ARG(report->in->schools.schools[org].code));
    return report_has_page(report, org) ? TEXT(report, "#%.*s", STR_ARG(report->anchor[org])) : STR_EMPTY;
}

Str report_school_rich(const Report *report, uint32_t org)
{
    Str name = report_school(report, org);
    Str href = school_href(report, org);
    return href.n == 0 ? name : TEXT(report, "[%.*s](%.*s)", STR_ARG(name), STR_ARG(href));
}

Cell report_school_cell(const Report *report, uint32_t org)
{
    Str name = report_school(report, org), href = school_href(report, org);
    return href.n == 0 ? cell_text(name) : cell_link(name, href);
}

Str report_names(const Report *report, const uint32_t *orgs, uint32_t n)
{
    Str names[REPORT_NAMES + 1] = { STR_EMPTY };
    uint32_t shown = n > REPORT_NAMES ? REPORT_NAMES : n;
    for (uint32_t i = 0; i < shown; i++) names[i] = report_school_rich(report, orgs[i]);
    Str joined = report_join(report, names, shown, ", ");
    if (n == shown) return joined;
    Str more = number_int(report->arena, n - shown);
    return TEXT(report, "%.*s и ещё %.*s", STR_ARG(joined), STR_ARG(more));
}

bool report_is_strong_type(Str type)
{
    Arena *scratch = arena_new(0);
    Str fold = utf8_fold(scratch, type);
    bool strong = str_find(fold, STR("лице")) != SIZE_MAX || str_find(fold, STR("гимнази")) != SIZE_MAX || str_find(fold, STR("углуб")) != SIZE_MAX;
    arena_free(scratch);
    return strong;
}

Str report_class(const Report *report, const Value *value)
{
    if (value->class_index == NO_CLASS || value->procedure == UINT32_MAX) return STR_EMPTY;
    Str label = report->in->procedures[value->procedure].frame->classes[value->class_index].label;
    if (label.n == 0) return STR("единственный класс");
    label = report_plain(report, label);
    return TEXT(report, "класс «%.*s»", STR_ARG(label));
}

const Indicator *report_indicator(const char *id) { return indicator_find(str_of(id)); }

double report_chance(const Value *value) { return isfinite(value->midp) ? value->midp : value->p; }

uint64_t report_works(const Report *report, uint32_t org)
{
    uint64_t n = 0;
    for (uint32_t p = 0; p < report->in->n_procedures; p++) {
        uint32_t at = report->at[p][org];
        if (at != REPORT_NOWHERE) n += report->in->procedures[p].frame->schools[at].n;
    }
    return n;
}

Str report_range(const Report *report, double low, double high, int decimals)
{
    if (!isfinite(low) || !isfinite(high)) return STR_EMPTY;
    Str a = number_dec(report->arena, low, decimals), b = number_dec(report->arena, high, decimals);
    return TEXT(report, "от %.*s до %.*s", STR_ARG(a), STR_ARG(b));
}

int report_share_decimals(double n) { return n < 1000 ? 0 : 1; }

void report_wilson(double successes, double n, double *low, double *high)
{
    const double z = REPORT_Z95;
    if (!(n > 0)) {
        *low = *high = NAN;
        return;
    }
    double p = successes / n, middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    *low = fmax(0, middle - half);
    *high = fmin(1, middle + half);
}

Str report_join(const Report *report, const Str *items, uint32_t n, const char *between)
{
    Buf buf;
    buf_init(&buf, 0);
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) buf_add_z(&buf, between);
        buf_add(&buf, items[i]);
    }
    Str joined = n == 0 ? STR_EMPTY : arena_str(report->arena, buf_str(&buf));
    buf_free(&buf);
    return joined;
}

Str report_place_in(const Report *report) { return report->region ? STR("в регионе") : STR("в этих школах"); }
Str report_place_of(const Report *report) { return report->region ? STR("региона") : STR("этих школ"); }

Str report_schools_count(const Report *report, long long n) { return number_of(report->arena, n, "школа", "школы", "школ"); }
Str report_schools_genitive(const Report *report, long long n) { return number_of(report->arena, n, "школы", "школ", "школ"); }
Str report_works_count(const Report *report, long long n) { return number_of(report->arena, n, "работа", "работы", "работ"); }

Str report_cutoffs(const Report *report, const Blueprint *blueprint)
{
    if (!blueprint->cutoffs_known) return STR("неизвестны");
    return TEXT(report, "%u, %u, %u", blueprint->cutoff[0], blueprint->cutoff[1], blueprint->cutoff[2]);
}

Str report_tag(const Report *report, const Procedure *procedure)
{
    char letters[8];
    size_t n = 0;
    for (size_t i = 0, k = 0; k < 2 && i < procedure->subject.n; k++) n += utf8_put(utf8_upper(utf8_next(procedure->subject, &i)), letters + n);
    return TEXT(report, "%.*s%d-%d", (int)n, letters, procedure->grade, procedure->year);
}

static Str procedure_href(const Report *report, uint32_t procedure)
{
    if (report->site.procedure != NULL) return TEXT(report, "%s%.*s", report->site.procedure, STR_ARG(report->in->procedures[procedure].frame->procedure->id));
    Str id = report_procedure_id(report, procedure);
    return TEXT(report, "#%.*s", STR_ARG(id));
}

Str report_tag_link(const Report *report, uint32_t procedure)
{
    Str tag = report_tag(report, report->in->procedures[procedure].frame->procedure), href = procedure_href(report, procedure);
    return TEXT(report, "[%.*s](%.*s)", STR_ARG(tag), STR_ARG(href));
}

Str report_procedure_id(const Report *report, uint32_t procedure)
{
    Str id = report->in->procedures[procedure].frame->procedure->id;
    char *at = (char *)arena_alloc(report->arena, id.n + 1);
    for (size_t i = 0; i < id.n; i++) at[i] = strchr(" ()[]#\"'<>&%", id.at[i]) != NULL ? '-' : id.at[i];
    return TEXT(report, "procedure-%.*s", (int)id.n, at);
}

Str report_procedure_link(const Report *report, uint32_t procedure)
{
    Str title = report_plain(report, report->in->procedures[procedure].frame->procedure->title);
    Str href = procedure_href(report, procedure);
    return TEXT(report, "[%.*s](%.*s)", STR_ARG(title), STR_ARG(href));
}

Table *report_table(Report *report, Str id, Str title, uint32_t n_columns, const Column *columns, uint32_t max_rows)
{
    Column *copy = arena_array(report->arena, Column, n_columns);
    memcpy(copy, columns, n_columns * sizeof *copy);
    return table_new(report->doc, id, title, n_columns, copy, max_rows);
}

static const Str *copy_items(Report *report, uint32_t n, const Str *items)
{
    Str *copy = arena_array(report->arena, Str, n > 0 ? n : 1);
    if (n > 0) memcpy(copy, items, n * sizeof *copy);
    return copy;
}

Node *report_list_of(Report *report, Node *parent, uint32_t n, const Str *items)
{
    return doc_list(report->doc, parent, n, copy_items(report, n, items));
}

Node *report_factline(Report *report, Node *parent, uint32_t n, const Str *items)
{
    Node *node = doc_add(report->doc, parent, NODE_FACTLINE);
    node->n_items = n;
    node->items = copy_items(report, n, items);
    return node;
}

Node *report_facts_of(Report *report, Node *parent, uint32_t n, const Fact *facts)
{
    Fact *copy = arena_array(report->arena, Fact, n > 0 ? n : 1);
    if (n > 0) memcpy(copy, facts, n * sizeof *copy);
    return doc_facts(report->doc, parent, n, copy);
}

void report_two(Report *report, Node *parent, float left, Node **first, Node **second)
{
    float *widths = arena_array(report->arena, float, 2);
    widths[0] = left;
    widths[1] = 1 - left;
    Node *columns = doc_columns(report->doc, parent, 2, widths);
    *first = doc_add(report->doc, columns, NODE_GROUP);
    *second = doc_add(report->doc, columns, NODE_GROUP);
}
