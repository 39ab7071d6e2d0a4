/* Inside: the code of a paper as a chart, for both of its renderings. */
#ifndef PUBLISH_PAPER_QR__H
#define PUBLISH_PAPER_QR__H

#include "publish/chart.h"
#include "publish/paper.h"

static inline Chart paper_qr(const Paper *paper)
{
    return (Chart){ .kind = "qr", .title = STR("QR-код документа"), .summary = STR_EMPTY, .reading = STR_EMPTY, .tab = STR_EMPTY, .of.qr.text = paper->qr };
}

#endif
