/* A draft: a file that was brought, read again with the corrections of people over it, and held against the list of schools. Nothing is written here. */
#ifndef FLOW_DRAFT_H
#define FLOW_DRAFT_H

#include "domain/org.h"
#include "domain/sheet.h"
#include "intake/intake.h"
#include "store/procedure.h"
#include "store/upload.h"

typedef enum DraftSchoolState {
    DRAFT_SCHOOL_TAKEN,   /* its rows may be written */
    DRAFT_SCHOOL_UNKNOWN, /* no organisation with this code */
    DRAFT_SCHOOL_FOREIGN, /* not within the organisation that the file was brought for */
    DRAFT_SCHOOL_CLOSED,
} DraftSchoolState;

/* A school code of the file. Rows of schools that are not taken wait like rejected ones. */
typedef struct DraftSchool {
    Str written, name;     /* as the file has them */
    DraftSchoolState state;
    Org org;               /* TAKEN, CLOSED */
    uint32_t n_clean, n_rejected;
} DraftSchool;

/* Rows of a sheet as the file has them, for showing; of small files only. */
typedef struct DraftRow { uint32_t number, n_cells; const Str *cells; } DraftRow;
typedef struct DraftSheet {
    Str name;
    SheetLayout layout;    /* header_row 0: not a form */
    uint32_t n_rows;
    const DraftRow *rows;
    const Sheet *sheet;    /* what was understood; NULL: nothing */
    bool refused;          /* its tasks are not those of the registered procedure: nothing of it may be written */
} DraftSheet;

typedef struct Draft {
    UploadRow upload;
    Org org;               /* the organisation that it was brought for */
    uint32_t n_edits; const UploadEdit *edits;
    bool read;             /* the file was read here: everything below but complaints is filled */
    InputFile file;
    uint32_t n_sheets; const DraftSheet *sheets;
    uint32_t n_schools; const DraftSchool *schools;
    uint32_t n_complaints; const Complaint *complaints; /* those about schools first */
    uint32_t n_clean, n_absent, n_waiting; /* rows that may be written now, absent pupils among them; rows that wait */
} Draft;

typedef enum DraftDepth {
    DRAFT_KEPT,  /* what the database says; complaints as kept by the job that read the file */
    DRAFT_SMALL, /* a small file is read, with rows for showing; of a large one as KEPT */
    DRAFT_WHOLE, /* any file is read; rows are not kept */
} DraftDepth;

/* fails  ERR_NOT_FOUND, ERR_IO. A file that is no form is no error: file.why */
bool draft_open(DbRead *db, const Org *org, int number, DraftDepth depth, Arena *arena, Draft *out, Err *err);
/* Reading that may take long: told of rows, and stopped by false. */
typedef struct DraftTeller { void *context; bool (*tell)(void *context, uint64_t n_rows); } DraftTeller;
bool draft_open_told(DbRead *db, const Org *org, int number, DraftDepth depth, const DraftTeller *teller, Arena *arena, Draft *out, Err *err);

/* Sheet of that name; NULL. */
const DraftSheet *draft_sheet(const Draft *draft, Str name);
/* What stands in a cell now (corrected) and in the file; empty where there is nothing. */
Str draft_cell(const Draft *draft, Str sheet, uint32_t row, uint32_t column);
Str draft_cell_before(const Draft *draft, Str sheet, uint32_t row, uint32_t column);
const UploadEdit *draft_edit(const Draft *draft, Str sheet, uint32_t row, uint32_t column);
/* «Оставить как есть»: a correction that repeats what stands in the file. Such complaints are settled. */
bool draft_settled(const Draft *draft, const Complaint *complaint);

#endif
