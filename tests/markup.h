/* Reads markup as XML and counts what the tests ask about. */
#ifndef TESTS_MARKUP_H
#define TESTS_MARKUP_H

#include <expat.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

typedef struct Markup {
    unsigned n_elements, n_scripts, n_tables, n_captions, n_svgs, n_unnamed_svgs, n_far_links, n_handlers, n_odd_numbers, n_ids, n_same_ids, n_links, n_dead_links, n_h1;
    char ids[4000][120];
    char links[4000][120];
} Markup;

static inline void markup_attribute(Markup *m, const char *name, const char *value)
{
    if (strncmp(name, "on", 2) == 0) m->n_handlers++;
    if (strcmp(name, "id") == 0 && m->n_ids < 4000) {
        for (unsigned i = 0; i < m->n_ids; i++) m->n_same_ids += strcmp(m->ids[i], value) == 0;
        snprintf(m->ids[m->n_ids++], sizeof m->ids[0], "%s", value);
    }
    if (strcmp(name, "href") == 0) {
        m->n_far_links += value[0] != '#';
        if (m->n_links < 4000) snprintf(m->links[m->n_links++], sizeof m->links[0], "%s", value + 1);
    }
    static const char *const numbers[] = { "x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r", "d", "viewBox", "style" };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (strcmp(name, numbers[i]) == 0 && (strstr(value, "nan") || strstr(value, "inf") || strstr(value, "e+"))) m->n_odd_numbers++;
    }
}

static inline void XMLCALL markup_begin(void *user, const XML_Char *name, const XML_Char **attributes)
{
    Markup *m = user;
    bool named = false;
    m->n_elements++;
    for (; attributes[0]; attributes += 2) {
        markup_attribute(m, attributes[0], attributes[1]);
        named |= strcmp(attributes[0], "aria-labelledby") == 0 || strcmp(attributes[0], "aria-hidden") == 0;
    }
    m->n_scripts += strcmp(name, "script") == 0;
    m->n_tables += strcmp(name, "table") == 0;
    m->n_captions += strcmp(name, "caption") == 0;
    m->n_h1 += strcmp(name, "h1") == 0;
    m->n_svgs += strcmp(name, "svg") == 0;
    m->n_unnamed_svgs += strcmp(name, "svg") == 0 && !named;
}

/* False, with the reason on stderr, when the text is not well-formed. */
static inline bool markup_read(Str text, Markup *m)
{
    memset(m, 0, sizeof *m);
    XML_Parser parser = XML_ParserCreate("UTF-8");
    XML_SetUserData(parser, m);
    XML_SetElementHandler(parser, markup_begin, NULL);
    bool done = XML_Parse(parser, text.at, (int)text.n, 1) == XML_STATUS_OK;
    if (!done) fprintf(stderr, "%lu:%lu: %s\n", XML_GetCurrentLineNumber(parser), XML_GetCurrentColumnNumber(parser), XML_ErrorString(XML_GetErrorCode(parser)));
    XML_ParserFree(parser);
    for (unsigned i = 0; i < m->n_links; i++) {
        bool alive = false;
        for (unsigned k = 0; k < m->n_ids && !alive; k++) alive = strcmp(m->links[i], m->ids[k]) == 0;
        m->n_dead_links += !alive;
    }
    return done;
}

#endif
