/* What tools/capability.py has learnt, and how plan/capability.c reads it: one sum of weights a capability over the words of a measure and the pairs of them that stand close together. */
#ifndef PLAN_CAPABILITY__H
#define PLAN_CAPABILITY__H

#include <stdbool.h>
#include <stdint.h>

#include "plan/capability.h"

enum { CAPABILITY_NONE = 0xFFFF, CAPABILITY_STOP = 0xFFFE }; /* no unit by itself; a word that says nothing */

/* A beginning of words. n: bytes; rest: letters that may follow, 255: any number; unit: what it means, below n_units; phrases that begin with it */
typedef struct CapabilityStem { const char *text; uint8_t n, rest; uint16_t unit, phrase_from, phrase_to; } CapabilityStem;
/* Words that mean a unit only one after another: n_parts more behind the stem. */
typedef struct CapabilityPhrase { uint16_t unit, n_parts, part_from; } CapabilityPhrase;
typedef struct CapabilityPart { const char *text; uint8_t n; bool whole; } CapabilityPart;

typedef struct CapabilityTable {
    uint32_t n_slots, n_units, n_pairs;  /* n_slots: a power of two */
    const uint16_t *slots;               /* by FNV-1a of the bytes, linear probing: 1 + index in stems; 0: empty */
    const CapabilityStem *stems;
    const CapabilityPhrase *phrases;
    const CapabilityPart *parts;
    const uint32_t *pairs;               /* rising: lesser unit in the high half, greater in the low one; feature n_units + i */
    const uint32_t *starts;              /* of a feature in whose and weights; one more than features */
    const uint8_t *whose;                /* number of the capability */
    const int16_t *weights, *bases;      /* thousandths; bases by number, 0 is none */
} CapabilityTable;

extern const CapabilityTable capability_table;

#endif
