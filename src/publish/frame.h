/* A document as a page of the server: the frame around it, and the files that pages need (style, scripts). No inline styles or scripts, so that the strictest CSP holds. */
#ifndef PUBLISH_FRAME_H
#define PUBLISH_FRAME_H

#include "publish/doc.h"

typedef enum SightScheme { SIGHT_PLAIN, SIGHT_BLACK_ON_WHITE, SIGHT_WHITE_ON_BLACK, SIGHT_BLUE } SightScheme;

typedef struct DocFrame {
    bool bare;            /* sign-in, error pages: the word mark alone */
    Str place;            /* «Энский район» */
    uint32_t n_places; const DocLink *places; /* other organisations of this account */
    Str year;             /* «2025/26» */
    uint32_t n_years; const DocLink *years;
    Str search_action;    /* empty = no box */
    Str search_value, search_hint; /* hint: «Школа, процедура» */
    Str notices_href;     /* empty = no bell */
    uint32_t n_notices;
    Str account;          /* «Координатор района» */
    uint32_t n_account_links; const DocLink *account_links;
    uint32_t n_account_buttons; const Button *account_buttons; /* «Выйти» is a POST */
    uint32_t n_sections; const DocLink *sections;
    Str version;          /* «Мерило 1.0» */
    Str data_time;        /* «Данные на 21.04.2026, 09:12» */
    Str copy_verified;    /* «Копия базы проверена сегодня в 03:00» */
    uint32_t n_footer_links; const DocLink *footer_links;
    Str csrf;             /* hidden field of every POST form */
    Str flash;            /* rich: what has been done; empty = nothing */
    bool flash_trouble;   /* it did not work: amber, announced at once */
    const Button *undo;   /* beside the flash; NULL = none */
    struct { uint16_t size; /* per cent: 0 or 100, 125, 150, 175, 200 */ uint8_t spacing; /* 0…2 */ SightScheme scheme; bool no_pictures; } sight;
    uint32_t refresh_s;   /* the page loads itself again: progress without scripts; 0 = never */
} DocFrame;

/* The same bytes for the same tree and frame. */
bool doc_page_html(const Doc *doc, const DocFrame *frame, Buf *out, Err *err);

/* Files served under /static/NAME. A name holds the hash of all of them («3f9a0c1d2e4b/style.css»), so they may be kept for a year. */
typedef struct DocAsset { const char *name, *type; Str bytes; } DocAsset;
const DocAsset *doc_assets(uint32_t *n);
/* NULL when there is no such file. */
const DocAsset *doc_asset_find(Str name);

#endif
