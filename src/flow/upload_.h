#ifndef FLOW_UPLOAD__H
#define FLOW_UPLOAD__H

#include "flow/audit_.h"
#include "flow/job_.h"
#include "flow/upload.h"

/* «upload/sch0001/3» */
Str upload_object(const Draft *draft, Arena *arena);
/* Counts, format, why and state of a draft that was read. */
void upload_describe(Draft *draft, Arena *arena);
/* Open for changes? fails ERR_CONFLICT in words */
bool upload_is_open(const UploadRow *upload, Err *err);
/* «read ORG NUMBER» */
Str upload_read_args(const Draft *draft, Arena *arena);
/* A change of a draft in one transaction: the row as it is now, and the journal. body may be NULL. */
typedef struct UploadChange {
    const Who *who;
    Draft *draft;
    UploadState was;        /* 0: any */
    Str verb, words;        /* empty verb: no entry */
    bool keep_complaints;   /* of a large file */
    Str job_args;           /* of the job «import» that is asked for in the same transaction; empty: none */
    uint32_t job;           /* its number */
    bool (*body)(DbWrite *write, const struct UploadChange *change, void *context, Err *err);
    void *context;
    Arena *arena;
} UploadChange;
bool upload_apply(Flow *flow, UploadChange *change, Err *err);

#endif
