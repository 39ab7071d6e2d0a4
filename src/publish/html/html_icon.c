/* Glyphs of 16 × 16 with one weight of stroke: fonts of the office have no such signs. Always beside a word. */
#include "publish/html/html_.h"

typedef struct Icon { const char *name, *path; } Icon;

static const Icon icons[] = {
    { "up", "M8 13.5V3M3.5 7 8 2.5 12.5 7" },
    { "down", "M4 6.5 8 10.5 12 6.5" },
    { "file", "M3.5 1.5H9.5L12.5 4.5V14.5H3.5ZM9.5 1.5V4.5H12.5" },
    { "print", "M4.5 6V1.5H11.5V6M4.5 11.5H2V6H14V11.5H11.5M4.5 9.5H11.5V14.5H4.5Z" },
    { "link", "M6.5 9.5 9.5 6.5M7 4.5 9 2.5A3.2 3.2 0 0 1 13.5 7L11.5 9M9 11.5 7 13.5A3.2 3.2 0 0 1 2.5 9L4.5 7" },
    { "copy", "M5.5 5.5H14V14H5.5ZM10.5 5.5V2H2V10.5H5.5" },
    { "eye", "M1.5 8C4 4.2 12 4.2 14.5 8 12 11.8 4 11.8 1.5 8ZM8 6.2A1.8 1.8 0 1 1 8 9.8 1.8 1.8 0 0 1 8 6.2Z" },
    { "bell", "M3 11.5H13L11.8 9.5V6.5A3.8 3.8 0 0 0 4.2 6.5V9.5ZM6.5 13.5H9.5M8 2.7V1.2" },
    { "search", "M7 2.5A4.5 4.5 0 1 1 7 11.5 4.5 4.5 0 0 1 7 2.5ZM10.3 10.3 14 14" },
    { "check", "M2.5 8.5 6.2 12.2 13.5 4.5" },
    { "flag", "M3.5 14.5V2H12.5L10.2 5 12.5 8H3.5" },
    { "pen", "M2.5 13.5 3.3 10.2 11 2.5 13.5 5 5.8 12.7ZM9.5 4 12 6.5" },
    { "history", "M8 2A6 6 0 1 1 2 8M2 3.5V8H6.5M8 5V8.5L10.5 10" },
    { "people", "M6 7.5A2.5 2.5 0 1 1 6 2.5 2.5 2.5 0 0 1 6 7.5ZM1.5 13.5C1.5 9 10.5 9 10.5 13.5ZM10.5 3A2.2 2.2 0 0 1 10.5 7.2M12.3 9.8C13.7 10.4 14.5 11.7 14.5 13.5" },
    { "key", "M5 7.5A3 3 0 1 1 5 13.5 3 3 0 0 1 5 7.5ZM7.2 8.4 13.5 2M11 4.5 13 6.5" },
    { "clock", "M8 2A6 6 0 1 1 8 14 6 6 0 0 1 8 2ZM8 4.5V8L10.5 9.5" },
    { "minus", "M3 8H13" },
    { "calendar", "M2.5 3.5H13.5V13.5H2.5ZM2.5 6.5H13.5M5.5 2V4.5M10.5 2V4.5" },
    { "left", "M13 8H3M7 4 3 8 7 12" },
    { "right", "M3 8H13M9 4 13 8 9 12" },
    { "top", "M8 13V3M4 7 8 3 12 7" },
    { "bottom", "M8 3V13M4 9 8 13 12 9" },
};

void html_icon(Html *html, const char *name)
{
    if (name == NULL) return;
    for (size_t i = 0; i < sizeof icons / sizeof icons[0]; i++) {
        if (strcmp(icons[i].name, name) != 0) continue;
        buf_printf(html->out, "<svg class=\"i\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\"><path d=\"%s\"/></svg>", icons[i].path);
        return;
    }
}
