/* Fragments from inside: what stands in each, and walks over the structs in them. */
#ifndef DOMAIN_SNAPSHOT_INTERNAL_H
#define DOMAIN_SNAPSHOT_INTERNAL_H

#include "domain/snapshot.h"
#include "domain/wire_.h"

#define SNAPSHOT_HEAD      "MSNH"
#define SNAPSHOT_YEARS     "MSNY"
#define SNAPSHOT_LIST      "MSNL"
#define SNAPSHOT_PROCEDURE "MSNP"
#define SNAPSHOT_SCHOOL    "MSNS"
enum { SNAPSHOT_VERSION = 1, SNAPSHOT_INDICATORS = 64 };

struct SnapshotWriter {
    const Analysis *in;
    uint64_t run;                        /* stands in every fragment: fragments of two analyses do not mix */
    const uint32_t *value_first, *value_order;   /* [schools.n + 1] into indexes of values by school, rising */
    const uint32_t *sign_first, *sign_order;     /* likewise */
    const uint32_t *conclusion_first;            /* [schools.n + 1] into Analysis.conclusions */
};

/* ---- parts of a school; written, they point into the analysis ---- */

typedef struct SpanPart {
    uint32_t procedure;
    SchoolSpan span;            /* n, n_classes, absent */
    const ClassSpan *classes;   /* label, n */
    const SchoolStats *stats;   /* these and below: not in a list */
    const HeatCell *heat;       /* [n_tasks]; NULL */
    const uint16_t *total;
    const uint8_t *journal;
    const Str *code;            /* NULL: left out */
} SpanPart;

/* Units are named inside the school: class_index counts from its first class in the procedure. Signs cite values, and conclusions signs, by their numbers in the whole analysis. */
typedef struct SignPart { uint32_t number; Sign sign; } SignPart;
typedef struct ValuePart { uint32_t number; Value value; } ValuePart;
typedef struct CohortPart { uint32_t cohort; CohortSchool school; } CohortPart;
typedef struct ChangePart { uint32_t change; ChangeSchool school; } ChangePart;

typedef struct SchoolPart {
    uint32_t org;
    uint32_t n_spans, n_conclusions, n_signs, n_values, n_cohorts, n_changes;
    SpanPart *spans;
    Conclusion *conclusions;
    SignPart *signs;
    ValuePart *values;
    CohortPart *cohorts;
    ChangePart *changes;
} SchoolPart;

/* shape: procedures with their blueprints, to know how long columns are. thin: as a list has it. */
void walk_school_part(Wire *wire, const Analysis *shape, bool thin, SchoolPart *at);

/* ---- parts of a procedure ---- */

typedef struct ProcedurePart {
    uint32_t procedure;
    uint32_t n_schools, n_classes;
    const SchoolSpan *schools;
    const ClassSpan *classes;
    const uint16_t *total;
    const SchoolStats *stats;
    const HeatCell *heat;             /* NULL without tasks */
    const TaskModel *own_model, *norm_model; /* NULL; norm_model only where the norm is not the own one */
} ProcedurePart;

/* reading: spans are whole (org, first, class_first, school) */
void walk_procedure_part(Wire *wire, const Analysis *shape, ProcedurePart *at);

/* ---- structs ---- */

void walk_flow(Wire *wire, MarkFlow *at);
void walk_school_stats(Wire *wire, SchoolStats *at);
void walk_heat(Wire *wire, const HeatCell **at, uint32_t n);
void walk_task_model(Wire *wire, uint32_t n_tasks, const TaskModel **at);
void walk_optional_doubles(Wire *wire, const double **at, uint32_t n);
void walk_cohort_school(Wire *wire, CohortSchool *at);
void walk_change_school(Wire *wire, ChangeSchool *at);
/* All of it but what schools and the procedure's fragment bring. frame: n_works, n_absent and the procedure. */
void walk_procedure_head(Wire *wire, Frame *frame, ProcedureAnalysis *at);
void walk_file(Wire *wire, InputFile *at);
void walk_strs(Wire *wire, const Str **at, uint32_t *n);
/* conclusions: of schools alone. frames_out: reading, [n_procedures] what procedures[].frame are; else NULL */
void walk_head(Wire *wire, Analysis *at, Frame **frames_out);

/* ---- an opened analysis ---- */

typedef struct OpenedFrame {
    Frame frame;
    bool whole;                 /* the procedure's fragment is here */
    uint32_t rows, rows_room, schools_room, classes_room; /* of a frame that grows school by school */
} OpenedFrame;

typedef struct Opened {
    Analysis analysis;          /* first: what callers hold */
    Arena *arena;
    uint64_t run;
    bool has_years, has_list, has_schools;
    OpenedFrame *frames;        /* [n_procedures] */
    ProcedureAnalysis *procedures;
    Cohort *cohorts;
    Change *changes;
    uint32_t *cohorts_room, *changes_room;
    const Conclusion *slim;     /* [n_slim] of schools, from the head */
    uint32_t n_slim;
    SchoolPart **schools;       /* [schools.n] NULL: not opened */
} Opened;

static inline Opened *opened_of(Analysis *analysis) { return (Opened *)(void *)analysis; }
/* The wire of a fragment of this analysis. */
bool opened_read(const Opened *opened, Str fragment, const char *magic, Wire *out, Err *err);
/* Conclusions, signs and values of the opened schools, in the order of the whole analysis. */
bool opened_settle(Opened *opened, Err *err);
/* Room for one more of n items. */
void *opened_grow(const Opened *opened, const void *items, uint32_t n, uint32_t more, uint32_t *room, size_t size);

#endif
