/* «Сделать в Мериле»: where what a measure asks for is done, by its capabilities. */
#ifndef WEB_CAPABILITY_LINK_H
#define WEB_CAPABILITY_LINK_H

#include "domain/capability.h"
#include "web/plan_view.h"

typedef enum CapabilityStand {
    CAPABILITY_NOT_YET, /* no page of this program does it */
    CAPABILITY_OTHERS,  /* a page does, this person may not open it */
    CAPABILITY_PAGE,    /* a page to work on; what comes of it is brought as evidence by hand */
    CAPABILITY_RECORD,  /* a record is made there, and it becomes evidence of the measure by itself */
} CapabilityStand;

/* C01 is 1. title: Russian, what it is; action: verb and object; href: empty unless there is a page for this person */
typedef struct CapabilityLink { CapabilityStand stand; uint8_t number; const char *title, *action; Str href; } CapabilityLink;

/* Of a measure's capabilities, rising. */
const CapabilityLink *capability_links(Ctx *ctx, const PlanRow *plan, const MeasureRow *measure, uint32_t *n);

#endif
