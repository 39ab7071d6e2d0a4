/* Inside: nodes of pages as tables and words. */
#ifndef PUBLISH_OFFICE_PAPER__H
#define PUBLISH_OFFICE_PAPER__H

#include "publish/office/paper.h"

/* Appends to parent what is left of node on paper; false when node is none of a page's own kinds. */
bool paper_node(Doc *paper, Node *parent, const Node *node);
/* Without buttons, with values in place of inputs. */
const Table *paper_table(Doc *paper, const Table *table);

#endif
