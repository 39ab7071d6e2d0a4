#include "web/form_tiles.h"

#include <string.h>

#include "web/url.h"

const FormPlace *form_places(Ctx *ctx, const Org *schools, uint32_t n, const SubmissionRow *forms, uint32_t n_forms)
{
    FormPlace *places = arena_array(ctx->arena, FormPlace, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        places[i].school = &schools[i];
        for (uint32_t f = 0; f < n_forms; f++)
            if (forms[f].school_id == schools[i].id) places[i].form = &forms[f];
    }
    return places;
}

bool form_handed_in(const SubmissionRow *form) { return form != NULL && form->state != SUBMISSION_IN_HAND && form->state != SUBMISSION_RETURNED; }

/* «Школа № 7» → «7»; a name without a number is its first letters. */
static Str tile_label(Arena *arena, Str name)
{
    size_t from = str_find(name, STR("№"));
    if (from == SIZE_MAX) return arena_str(arena, str_slice(name, 0, name.n < 6 ? name.n : 6));
    from += strlen("№");
    while (from < name.n && (name.at[from] < '0' || name.at[from] > '9')) from++;
    size_t to = from;
    while (to < name.n && name.at[to] >= '0' && name.at[to] <= '9') to++;
    return to > from ? arena_str(arena, str_slice(name, from, to)) : STR("№");
}

Str form_link(Ctx *ctx, Str procedure, Str school)
{
    return CTX_TEXT(ctx, "/forms/%.*s/%.*s", STR_ARG(url_encode(ctx->arena, procedure)), STR_ARG(url_encode(ctx->arena, school)));
}

void form_tiles(Ctx *ctx, Node *parent, Str procedure, const FormPlace *places, uint32_t n, bool late)
{
    enum { MOST = 120 }; /* more squares than that are no picture any more */
    if (n == 0 || n > MOST) return;
    Tile *tiles = arena_array(ctx->arena, Tile, n);
    for (uint32_t i = 0; i < n; i++) {
        const SubmissionRow *form = places[i].form;
        tiles[i] = (Tile){ .label = tile_label(ctx->arena, places[i].school->name), .name = places[i].school->name, .href = form_link(ctx, procedure, places[i].school->code),
            .state = form_handed_in(form) ? TILE_DONE : late ? TILE_LATE : TILE_MISSING, .flag = form != NULL && (form->n_waiting > 0 || form->state == SUBMISSION_RETURNED) };
    }
    Tiles *all = arena_one(ctx->arena, Tiles);
    *all = (Tiles){ .title = STR("Школы по номерам"), .n_tiles = n, .tiles = tiles, .words = { [TILE_DONE] = STR("сдали"), [TILE_MISSING] = STR("не сдали"), [TILE_LATE] = STR("не сдали, срок прошёл") },
        .flag_words = STR("есть что исправить") };
    if (late) all->words[TILE_MISSING] = STR_EMPTY;
    else all->words[TILE_LATE] = STR_EMPTY;
    doc_tiles(ctx->doc, parent, all);
}
