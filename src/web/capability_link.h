/* «Сделать в Мериле»: which page does what a measure asks for, by the capabilities that its words were recognised as. */
#ifndef WEB_CAPABILITY_LINK_H
#define WEB_CAPABILITY_LINK_H

#include <stdint.h>

#include "base/arena.h"

/* C01 is 1. title: Russian, what it is; action: verb and object; href: empty while no page of this program does it. */
typedef struct CapabilityLink { uint8_t number; const char *title, *action; Str href; } CapabilityLink;

/* Those of «C36 C48» that are known, each once. */
const CapabilityLink *capability_links(Arena *arena, Str codes, uint32_t *n);

#endif
