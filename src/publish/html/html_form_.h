/* Inside: what a form and its fields share. */
#ifndef PUBLISH_HTML_FORM__H
#define PUBLISH_HTML_FORM__H

#include "publish/html/html_.h"

/* One form being drawn: names of its fields are numbered, so that two forms on a page never clash. */
typedef struct FieldDrawing { Html *html; unsigned form, i_field; bool in_line; /* filters: everything is optional anyway */ } FieldDrawing;

void html_field(FieldDrawing *d, const Field *field);
/* Where the summary leads to for a field in a table: numbers of such fields are not known before it is drawn. */
Str html_field_place(Html *html, const Field *field);
/* Icon, words, and after them what only those who hear need. */
void html_button_label(Html *html, const char *icon, Str title, Str about);

#endif
