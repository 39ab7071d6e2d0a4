/* What commands on one tree of a database share: «--region», the flow, progress on the terminal. */
#ifndef CLI_REGION__H
#define CLI_REGION__H

#include "cli/database_.h"
#include "domain/org.h"
#include "flow/analysis.h"

#define REGION_OPTION { "--region", "КОД", "какое дерево организаций; нужен, только если их в базе несколько", false }

/* The flow over --db and the root of the tree: the only one, or --region. Closed by flow_close().
 * fails  as database_open(), ERR_NOT_FOUND no such tree, ERR_INPUT several and none is named */
bool region_open(const Args *args, Arena *arena, Flow **flow, Org *root, Err *err);
/* A line on standard error where it is a terminal, else nothing. */
AnalysisWatch region_watch(void);

#endif
