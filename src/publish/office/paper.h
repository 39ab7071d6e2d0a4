/* A page as paper, spreadsheet and data see it: one tree that the renderers of files share. Forms, buttons and filters vanish; what they show stays as words and tables. */
#ifndef PUBLISH_OFFICE_PAPER_H
#define PUBLISH_OFFICE_PAPER_H

#include "publish/doc.h"

/* doc itself when it is a report (only NODE_SHEETs, no frame's parts); else a copy in the arena whose first sheet carries title, level, facts line and lead. */
const Doc *doc_paper(const Doc *doc, Arena *arena);

#endif
