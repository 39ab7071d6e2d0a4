#include "publish/chart/draw_.h"

#include "publish/typo.h"

const ChartKind *chart_find(const char *id)
{
    for (const ChartKind *const *kind = chart_registry; *kind; kind++) {
        if (strcmp((*kind)->id, id) == 0) return *kind;
    }
    return NULL;
}

static const ChartKind *kind_of(const Chart *chart)
{
    const ChartKind *kind = chart_find(chart->kind);
    BUG_ON(kind == NULL);
    return kind;
}

void chart_defs(Buf *out)
{
    static const char *const hatches[][3] = { { "m-hatch", "#FFF8E8", "#E39A00" }, { "m-below", "#FEF6E4", "#F2C76A" }, { "m-none", "#FFFFFF", "#B4BCC4" } };
    buf_add_z(out, "<defs>");
    for (size_t i = 0; i < 3; i++) {
        /* Slanted lines in an upright tile of whole points: a turned tile is drawn point by point, and took most of the time of a picture for Word. */
        buf_printf(out, "<pattern id=\"%s\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"%s\"/>"
                        "<path d=\"M-2 2L2 -2M-2 10L10 -2M6 10L10 6\" stroke=\"%s\" stroke-width=\"2.26\"/></pattern>",
            hatches[i][0], hatches[i][1], hatches[i][2]);
    }
    buf_add_z(out, "<pattern id=\"m-above\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"#E3EEF6\"/>"
                   "<circle cx=\"2\" cy=\"2\" r=\"1.2\" fill=\"#5E9AC6\"/></pattern>");
    static const char *const insides[] = { "", "", "<path d=\"M8 8V1.5A6.5 6.5 0 0 1 14.5 8Z\" fill=\"#16212B\"/>",
        "<path d=\"M8 1.5A6.5 6.5 0 0 1 8 14.5Z\" fill=\"#16212B\"/>", "<circle cx=\"8\" cy=\"8\" r=\"6.5\" fill=\"#16212B\"/>" };
    for (int level = 0; level < N_LEVELS; level++) {
        buf_printf(out, "<symbol id=\"m-l%d\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"6.5\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"%s/>%s</symbol>", level,
            level == 0 ? "#5F6B76" : "#16212B", level == 0 ? " stroke-dasharray=\"2.4 1.7\"" : "", insides[level]);
    }
    buf_add_z(out, "</defs>");
}

static bool has_links(const Chart *chart)
{
    if (strcmp(chart->kind, "funnel") != 0) return false;
    for (uint32_t i = 0; i < chart->of.funnel.n_points; i++) {
        if (chart->of.funnel.points[i].anchor.n > 0) return true;
    }
    return false;
}

static void put_words(Buf *out, const char *element, unsigned name, Str words)
{
    Arena *arena = arena_new(0);
    buf_printf(out, "<%s id=\"m-%c%u\">", element, element[0], name);
    buf_add_xml(out, typo(arena, words));
    buf_printf(out, "</%s>", element);
    arena_free(arena);
}

void chart_svg_named(const Chart *chart, unsigned name, bool standalone, Buf *out)
{
    const ChartKind *kind = kind_of(chart);
    int width = 0, height = 0;
    kind->size(chart, &width, &height);
    /* What holds links is not one image to a screen reader, or the links could not be reached. */
    buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"c\" role=\"%s\" aria-labelledby=\"m-t%u m-d%u\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">",
        !standalone && has_links(chart) ? "group" : "img", name, name, width, height, width, height);
    put_words(out, "title", name, chart->title);
    put_words(out, "desc", name, chart->summary);
    if (standalone) {
        buf_add_z(out, "<style>");
        buf_add_z(out, chart_css);
        buf_add_z(out, "</style>");
        chart_defs(out);
        buf_printf(out, "<rect width=\"%d\" height=\"%d\" fill=\"#FFFFFF\"/>", width, height);
    }
    kind->draw(chart, out);
    buf_add_z(out, "</svg>");
}

void chart_svg(const Chart *chart, bool standalone, Buf *out) { chart_svg_named(chart, 0, standalone, out); }

struct Table *chart_twin(const Chart *chart, struct Doc *doc)
{
    return kind_of(chart)->twin(chart, doc);
}
