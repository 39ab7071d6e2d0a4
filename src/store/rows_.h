/* A list filled from rows, doubling in the arena. */
#ifndef STORE_ROWS__H
#define STORE_ROWS__H

#include <stdint.h>

#include "base/arena.h"

typedef struct RowList { Arena *arena; void *at; uint32_t n, room; } RowList;

static inline void *row_list_add(RowList *list, size_t size)
{
    if (list->n == list->room) {
        uint32_t room = list->room == 0 ? 32 : list->room * 2;
        void *larger = arena_array_size(list->arena, room, size);
        if (list->n > 0) memcpy(larger, list->at, list->n * size);
        list->at = larger;
        list->room = room;
    }
    return (char *)list->at + (size_t)list->n++ * size;
}
#define row_list_add_one(list, type) ((type *)row_list_add((list), sizeof(type)))

#endif
