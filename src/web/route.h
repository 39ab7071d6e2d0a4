/* An address → a page of the registry, its parameters, the wanted format. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "web/page.h"

typedef enum Format { FORMAT_HTML, FORMAT_JSON, FORMAT_CSV, FORMAT_XLSX, FORMAT_DOCX, N_FORMATS } Format;
const char *format_suffix(Format format); /* «json»; empty for HTML */
const char *format_type(Format format);   /* media type */

typedef struct Route {
    const Page *page;         /* NULL: no such page */
    Format format;
    Str self;                 /* path without the suffix */
    uint32_t n_values; Pair values[8];
} Route;

/* A literal segment wins over a parameter. A suffix counts only for pages that have twins. */
Route route_find(Str path);
/* Checks query and path values against Page.params. ERR_INPUT names the parameter, its value and what fits. */
bool route_check(const Page *page, const Request *request, const Route *route, Err *err);

#endif
