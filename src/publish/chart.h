/* A chart is a typed node: data and kind. Drawn as SVG with title, one-sentence summary, patterns beside colours, and a table twin. One kind a file in chart/, one line in chart/registry.list. */
#ifndef PUBLISH_CHART_H
#define PUBLISH_CHART_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/term.h"

struct Table;
struct Doc;

/* «hist»: works by primary score, cut-offs, expected line, excess hatched, missing as dashed boxes. */
typedef struct ChartHist {
    uint16_t max;                 /* scores 0..max */
    const double *observed;       /* [max + 1] works */
    const double *expected;       /* [max + 1] works; NULL = no line */
    const double *behind;         /* [max + 1] region scaled to the same n, grey; NULL */
    Str behind_words;             /* what the grey is; empty: «норма» */
    bool expected_as_dashes;      /* short dashes per score (a school) instead of a line (a region) */
    uint8_t n_cutoffs; uint16_t cutoff[3];
    const uint8_t *hatch;         /* [max + 1] 1 = excess over expected is hatched, 2 = missing up to expected is dashed; NULL */
    uint8_t n_notes;              /* at most two */
    struct { uint16_t score; Str head, line; } notes[2];
    bool small;                   /* for a sign: 360 × 150 instead of 780 × 300 */
} ChartHist;

/* «funnel»: share or mean against n with 95 % and 99.8 % limits. */
typedef struct FunnelPoint { Str label; Str anchor; double n, y; uint8_t beyond; /* 0 inside, 1 over 95, 2 over 99.8 */ bool observed; bool too_few; bool named; bool chosen; } FunnelPoint;
typedef struct FunnelBehind { double n, y; } FunnelBehind; /* a school of others: a faint point without a name */
typedef struct ChartFunnel {
    uint32_t n_points; const FunnelPoint *points;
    uint32_t n_behind; const FunnelBehind *behind; Str behind_words; /* not in the twin */
    double centre, phi_tau2;     /* centre in the unit of y; variance between schools, for shares on the scale asin(sqrt(share)) */
    bool is_share; double y_max; /* y axis 0..1 for shares */
    double sd;                   /* within-school sd for means */
    Str y_title, centre_label;
    double n_min, n_max;
} ChartFunnel;

/* «flow»: journal against work: stacked bars of three parts, and optionally the 4×4 matrix. */
typedef struct FlowBar { Str label; double lowered, confirmed, raised; uint32_t n; bool attention; } FlowBar;
typedef struct ChartFlow { uint32_t n_bars; const FlowBar *bars; uint8_t marked; /* 0 none, 1 lowered part hatched, 3 raised part hatched */ Str interval; } ChartFlow;

/* «profile»: tasks from easy to hard: region line, school points with whiskers. */
typedef struct ProfilePoint { Str task; double region, share, low, high; bool marked; } ProfilePoint;
/* of_sign: a small one; the line is what such totals promise, whiskers stand about it */
typedef struct ChartProfile { uint32_t n; const ProfilePoint *points; bool of_sign; } ChartProfile;

/* «estimate»: one value with interval against an expected one on a scale: for signs without a picture of their own. */
typedef struct EstimateRow { Str label; double value, low, high; bool marked; } EstimateRow;
typedef struct ChartEstimate { uint32_t n; const EstimateRow *rows; double scale_min, scale_max, line; Str unit, line_label; bool is_share; } ChartEstimate;

/* A term as a picture of one line: filled = done, pale = elapsed, empty = ahead, hatched = late; a dotted link joins repeated windows, a square with a tail is «до», dots are «в течение года»,
 * a heavy left edge is a term that hangs on a procedure or schedule. */
typedef enum TermMark { TERM_MARK_OPEN, TERM_MARK_DONE, TERM_MARK_LATE } TermMark;
typedef struct TermStrip { uint32_t n; const Window *windows; bool whole_year, anchored; TermMark mark; int32_t done_before, began; /* of what repeats: occurrences that end before the first day are done, before the second were over when the plan began; DATE_NONE */ Str absent; /* said where nothing can be drawn: «даты не внесены» */ } TermStrip;
/* Days, the last one included; today DATE_NONE: no line. */
typedef struct TermScale { int32_t from, to, today; } TermScale;

/* «terms»: Gantt of a plan: one line a measure. words: its term, for the twin */
typedef struct TermRow { Str number, title, words; TermStrip strip; bool is_section; } TermRow;
typedef struct ChartTerms { TermScale scale; uint32_t n; const TermRow *rows; } ChartTerms;

/* «months»: what falls due month by month. */
typedef struct MonthCount { int32_t first; /* day 1 */ uint32_t n_done, n_ahead, n_late; } MonthCount;
typedef struct ChartMonths { uint32_t n; const MonthCount *months; int32_t today; } ChartMonths;

/* «qr»: a text that a telephone reads. */
typedef struct ChartQr { Str text; } ChartQr;

typedef struct Chart {
    const char *kind;  /* id of the registry */
    Str title;         /* the finding */
    Str reading;       /* one sentence: how to read it */
    Str tab;           /* short name of the twin's sheet in XLSX; may be empty */
    Str summary;       /* accessible name: what a person who does not see it must know */
    bool no_twin;      /* a table of the same numbers stands beside it: nothing in <details>, no sheet in files */
    bool page_only;    /* its twin is not a sheet of the workbook: the same numbers stand there in one larger table */
    union { ChartHist hist; ChartFunnel funnel; ChartFlow flow; ChartProfile profile; ChartEstimate estimate; ChartQr qr; ChartTerms terms; ChartMonths months; } of;
} Chart;

typedef struct ChartKind {
    const char *id;
    const char *title; /* Russian */
    void (*size)(const Chart *chart, int *width_px, int *height_px);
    void (*draw)(const Chart *chart, Buf *svg);  /* inner elements only; no ids that could clash: patterns are defined once a document */
    struct Table *(*twin)(const Chart *chart, struct Doc *doc);
} ChartKind;

extern const ChartKind *const chart_registry[]; /* NULL at the end */
const ChartKind *chart_find(const char *id);
/* A whole <svg> with title and summary. standalone: own pattern definitions, fonts and colours inside (DOCX, files). */
void chart_svg(const Chart *chart, bool standalone, Buf *out);
struct Table *chart_twin(const Chart *chart, struct Doc *doc);

#endif
