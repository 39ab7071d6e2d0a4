/* Studies of error rates: simulated regions with known truth through the whole analysis, in process; a line of counts a replicate (protocol D3 of the project's statistics). */
#ifndef FLOW_STUDY_H
#define FLOW_STUDY_H

#include "base/buf.h"
#include "flow/progress.h"
#include "flow/simulate.h"

/* One cell of the grid and its replicates. */
typedef struct StudyOptions {
    const char *null;        /* «N1», «N2», «N3» */
    const char *design;      /* «region»: schools of 1–4 classes, three subjects in two years, planted in the second;
                                «flat25»: one class of 25 a school, three subjects of the prototype's test (16 tasks, 24 points, cut-offs 7, 12, 18); «hard25»: the same, harder; «one25»: one subject of it */
    const char *mix;         /* «M1:0.2,M4:0.3»: kinds and strengths in equal shares; «all»; «none» */
    double contamination;    /* share of classes that are planted */
    uint32_t n_schools;
    double task_sd;          /* as SimulateOptions */
    bool districts;          /* also districts of 12, 18, 60 schools apart from the region, with its norm and without any */
    uint64_t first_seed, last_seed;
    const char *results;     /* file of lines; a replicate that stands there is not done again */
    size_t n_threads;        /* replicates at a time, 0 = cores; each is single-threaded, lines stand in order of seeds */
    Progress progress;
} StudyOptions;

/* fails  ERR_INPUT: unknown word, share out of range; ERR_IO */
bool flow_study(const StudyOptions *options, uint32_t *n_done, Err *err);

/* One replicate as a line of JSON, for tests. fails as flow_study() */
bool flow_study_line(const StudyOptions *options, uint64_t seed, Buf *out, Err *err);

#endif
