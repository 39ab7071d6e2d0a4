/* Small pictures of pages: squares by number, the segmented bar, the line of signs. Drawn as elements and SVG with lengths in per cent; no style attributes. */
#include "publish/html/html_.h"

static const char *const tile_classes[N_TILE_STATES] = { "done", "missing", "late", "none" };

static void tile(Html *html, const Tiles *tiles, const Tile *tile)
{
    html_z(html, "<li>");
    bool leads = html_leads(html, tile->href);
    buf_printf(html->out, leads ? "<a class=\"tile %s%s\"" : "<span class=\"tile %s%s\"", tile_classes[tile->state], tile->flag ? " flag" : "");
    if (leads) html_href(html, tile->href);
    html_z(html, tile->current ? " aria-current=\"true\"><span aria-hidden=\"true\">" : "><span aria-hidden=\"true\">");
    html_text(html, tile->label);
    html_z(html, "</span><span class=\"vh\">");
    html_text(html, tile->name.n ? tile->name : tile->label);
    if (tiles->words[tile->state].n) {
        html_z(html, ": ");
        html_text(html, tiles->words[tile->state]);
    }
    if (tile->flag && tiles->flag_words.n) {
        html_z(html, ", ");
        html_text(html, tiles->flag_words);
    }
    html_z(html, leads ? "</span></a></li>" : "</span></span></li>");
}

void html_tiles(Html *html, const Tiles *tiles)
{
    html_z(html, "<ul class=\"tiles\"");
    html_attribute(html, "aria-label", tiles->title);
    html_z(html, ">");
    for (uint32_t i = 0; i < tiles->n_tiles; i++) tile(html, tiles, &tiles->tiles[i]);
    html_z(html, "</ul><ul class=\"legend\" aria-hidden=\"true\">");
    for (int i = 0; i < N_TILE_STATES; i++) {
        if (tiles->words[i].n == 0) continue;
        buf_printf(html->out, "<li><span class=\"tile %s\"></span>", tile_classes[i]);
        html_text(html, tiles->words[i]);
        html_z(html, "</li>");
    }
    if (tiles->flag_words.n) {
        html_z(html, "<li><span class=\"tile done flag\"></span>");
        html_text(html, tiles->flag_words);
        html_z(html, "</li>");
    }
    html_z(html, "</ul>\n");
}

#define MIN_LABELLED 0.035 /* of the bar: a narrower segment has its figure in the words under it only */

/* A length of the bar in per cent with two decimals, no locale. */
static void length(Html *html, const char *name, double share)
{
    long hundredths = (long)(share * 10000 + 0.5);
    buf_printf(html->out, " %s=\"%ld.%02ld%%\"", name, hundredths / 100, hundredths % 100);
}

static void segments(Html *html, const Strip *strip, double total)
{
    static const char *const classes[] = { "done", "planned", "trouble", "left" };
    buf_printf(html->out, "<svg class=\"strip%s\" width=\"100%%\" height=\"%d\" aria-hidden=\"true\">", strip->thin ? " thin" : "", strip->thin ? 14 : 30);
    double before = 0;
    for (uint32_t i = 0; i < strip->n_parts; i++) {
        const StripPart *part = &strip->parts[i];
        if (part->count == 0) continue;
        double share = part->count / total;
        html_z(html, "<rect y=\"0.5\"");
        length(html, "x", before);
        length(html, "width", share);
        buf_printf(html->out, " height=\"%d\" class=\"%s\"/>", strip->thin ? 13 : 29, classes[part->state]);
        if (!strip->thin && share >= MIN_LABELLED) {
            if (part->state == STRIP_TROUBLE) {
                html_z(html, "<svg");
                length(html, "x", before + share / 2);
                html_z(html, " overflow=\"visible\" aria-hidden=\"true\"><rect x=\"-13\" y=\"6\" width=\"26\" height=\"18\" class=\"plate\"/></svg>");
            }
            html_z(html, "<text y=\"20\"");
            length(html, "x", before + share / 2);
            html_z(html, ">");
            html_int(html, part->count);
            html_z(html, "</text>");
        }
        before += share;
    }
    html_z(html, "</svg>");
}

void html_strip(Html *html, const Strip *strip)
{
    double total = 0;
    for (uint32_t i = 0; i < strip->n_parts; i++) total += strip->parts[i].count;
    html_z(html, strip->thin ? "<div class=\"progress\">" : "<div class=\"strips\">");
    if (total > 0) segments(html, strip, total);
    html_z(html, "<ul class=\"parts\">");
    if (strip->summary.n) {
        html_z(html, strip->thin ? "<li class=\"sum\">" : "<li class=\"vh\">");
        html_rich(html, strip->summary);
        html_z(html, "</li>");
    }
    for (uint32_t i = 0; i < strip->n_parts && !strip->thin; i++) {
        const StripPart *part = &strip->parts[i];
        if (part->count == 0) continue;
        buf_printf(html->out, "<li class=\"g%d\"><span class=\"%s\">", html_per_cent(part->count / total), part->count / total >= MIN_LABELLED ? "vh" : "fig");
        html_int(html, part->count);
        html_z(html, "</span> ");
        html_text(html, part->words);
        html_z(html, "</li>");
    }
    html_z(html, "</ul></div>\n");
}

static void keys(Html *html, Str names)
{
    static const char *const arrows[][3] = { { "left", "left", "влево" }, { "right", "right", "вправо" }, { "up", "top", "вверх" }, { "down", "bottom", "вниз" } };
    while (names.n) {
        size_t space = str_find(names, STR(" "));
        Str key = space == SIZE_MAX ? names : str_slice(names, 0, space);
        names = space == SIZE_MAX ? STR_EMPTY : str_slice(names, space + 1, names.n);
        html_z(html, "<kbd>");
        bool arrow = false;
        for (size_t i = 0; i < 4 && !arrow; i++) {
            if (!str_eq(key, str_of(arrows[i][0]))) continue;
            html_icon(html, arrows[i][1]);
            buf_printf(html->out, "<span class=\"vh\">%s</span>", arrows[i][2]);
            arrow = true;
        }
        if (!arrow) html_text(html, key);
        html_z(html, "</kbd>");
    }
}

void html_legend(Html *html, uint32_t n, const LegendItem *items)
{
    static const char *const swatches[] = { "", "below", "above", "plain", "wrong", "fixed", "edited" };
    html_z(html, "<ul class=\"legend\">");
    for (uint32_t i = 0; i < n; i++) {
        html_z(html, items[i].keys.n ? "<li class=\"keys\">" : "<li>");
        Swatch swatch = items[i].swatch;
        if (swatch == SWATCH_BELOW || swatch == SWATCH_ABOVE)
            buf_printf(html->out, "<svg class=\"sw\" width=\"28\" height=\"16\" aria-hidden=\"true\"><rect width=\"28\" height=\"16\" class=\"c-%s\"/></svg>", swatches[swatch]);
        else if (swatch != SWATCH_NONE) buf_printf(html->out, "<span class=\"sw %s\"></span>", swatches[swatch]);
        keys(html, items[i].keys);
        html_text(html, items[i].words);
        html_z(html, "</li>");
    }
    html_z(html, "</ul>\n");
}
