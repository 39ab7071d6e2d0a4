/* A page of the site: one file in page/, one line in page/registry.list. From the struct come the route, the check of rights, the entry in the menu, the check of
 * parameters, the OpenAPI document, and the tests that walk every route by every role. A handler builds a Document and never prints bytes. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "domain/right.h"
#include "flow/flow.h"
#include "publish/doc.h"
#include "web/http.h"

typedef enum Section {
    SECTION_NONE,     /* not in the menu: sign-in, help */
    SECTION_TODAY, SECTION_RESULTS, SECTION_FORMS /* Сдача форм */, SECTION_SIGNS, SECTION_PLAN, SECTION_RECORDS, SECTION_SCHOOLS, SECTION_PROCEDURES, SECTION_PEOPLE, SECTION_JOURNAL, SECTION_SYSTEM,
    N_SECTIONS,
} Section;

/* A parameter of the query or of the path. The dispatcher refuses (400, in words) what does not fit. */
typedef enum ParamKind { PARAM_TEXT, PARAM_INT, PARAM_DATE, PARAM_CHOICE, PARAM_FLAG } ParamKind;
typedef struct Param {
    const char *name;        /* NULL ends the list */
    ParamKind kind;
    const char *title;       /* Russian, for OpenAPI and refusals */
    const char *choices;     /* PARAM_CHOICE: «funnel|scores|tasks» */
    long long min, max;      /* PARAM_INT */
    uint32_t max_length;     /* PARAM_TEXT; 0: 200 bytes */
} Param;

typedef struct Ctx Ctx;

typedef struct Page {
    const char *path;        /* «/results/:procedure/schools/:org»; segments with ':' are parameters, listed in params too */
    const char *title;       /* Russian: menu, OpenAPI, breadcrumbs */
    Section section;
    bool in_menu;            /* the section's entry leads here */
    Right right;             /* never RIGHT_NONE: the registry's generator refuses a file without «.right =» */
    /* Which organisation the right is asked of, as Org.path. NULL: the organisation of parameter «org» (code) when there is one, else the one the person works in.
     * ERR_NOT_FOUND gives 404; a foreign organisation gives the same 404 as one that is not there. */
    bool (*org_of)(Ctx *ctx, Str *path, Err *err);
    const Param *params;
    const char *sample;      /* an address of the demonstration district for tests: «/results/{procedure}/schools/{school}»; NULL when path has no parameters */
    /* GET: fills ctx->doc. ERR_* become pages in Russian with the right status. */
    bool (*show)(Ctx *ctx, Err *err);
    /* POST: does it through flow and says where to go next (ctx_go), or fails: then show() is called again with ctx->error set, so that the typed values stay. NULL: GET only. */
    bool (*act)(Ctx *ctx, Err *err);
    bool (*raw)(Ctx *ctx, Reply *reply, Err *err); /* instead of show: a file (attachment, OpenAPI); NULL mostly */
    Right act_right;         /* of POST when it differs from right; RIGHT_NONE: the same */
    bool no_formats;         /* has no .json/.csv/.xlsx/.docx twins: sign-in, wizards */
    uint32_t (*count)(Ctx *ctx); /* small figure beside the entry of the menu; NO_COUNT hides it; one quick query */
    bool slow_first;         /* first uncached showing may take 150 ms */
} Page;

extern const Page *const page_registry[]; /* NULL at the end */

struct Ctx {
    Arena *arena;
    const Request *request;
    const Page *page;
    DbRead *db;              /* one consistent view during show() */
    Flow *flow;
    const Who *who;
    Org org;                 /* of which the right was asked and given */
    Org place;               /* where the person works now, shown in the bar; mostly the same */
    Doc *doc;
    int64_t now;             /* UTC seconds */
    int year;                /* school year chosen in the bar: first calendar year */
    const Err *error;        /* of a failed act(): show it at the form; NULL */
    uint32_t n_path_values; Pair path_values[8];
    Str flash;               /* set by ctx_done() */
    Str go;                  /* set by ctx_go() */
    const void *found;       /* set by ctx_stay(): what act() found, for show() */
    const struct Session *session;   /* NULL: nobody is signed in */
    struct Cache *cache;             /* what a worker keeps between requests: opened fragments of analyses */
    bool hash_given, hash_ok; Str hash_made; /* act() is called again with the hasher's answer: see ctx_hash() */
    Str csrf;                        /* of forms: the session's, or of a cookie before sign-in */
    Reply *reply;                    /* cookies of act(), documents to be converted (reading.h); everything else is the dispatcher's */
    uint32_t refresh_s;              /* the page loads itself again: progress */
};

/* Path or query parameter (checked), or form field in act(); empty when absent. */
Str ctx_param(const Ctx *ctx, const char *name);
long long ctx_int(const Ctx *ctx, const char *name, long long otherwise);
Str ctx_field(const Ctx *ctx, const char *name);
/* After act(): go to this address (303), and say these words there once; undo: address of a POST that takes it back within 10 s, or empty. */
bool ctx_go(Ctx *ctx, Str address);
void ctx_done(Ctx *ctx, Str words);
/* After act() of a page that only looks (a comparison, a dry run): show() follows at once with ctx->found, in the wanted format. */
bool ctx_stay(Ctx *ctx, const void *found);
/* act() asks for hashing and returns true; it is called again with hash_given: hash_ok (stored given) or hash_made. */
bool ctx_hash(Ctx *ctx, Str password, Str stored);
/* max_age_s < 0 deletes; 0: until the browser is closed. */
void ctx_cookie(Ctx *ctx, const char *name, Str value, int64_t max_age_s);
/* The address had a suffix: a file, which has every row. */
bool ctx_is_file(const Ctx *ctx);
/* Another page as this person sees it: «/results/2026-5-математика?view=funnel», also with the scheme and name of this server. Its right is asked as for a request.
 * fails  ERR_INPUT for an address elsewhere, for pages that are no documents; as that page fails */
bool ctx_document(const Ctx *ctx, Str address, const Doc **out, Str *local, Err *err);
/* Rows of a long table that this page shows, by parameter «from» (a page that calls it declares it); a file shows them all. */
typedef struct CtxSpan { uint32_t from, to, total, on_a_page; const char *param; } CtxSpan;
CtxSpan ctx_span(const Ctx *ctx, uint32_t total, uint32_t on_a_page);
/* The same by another parameter: where «from» is a day. */
CtxSpan ctx_span_by(const Ctx *ctx, const char *param, uint32_t total, uint32_t on_a_page);
/* Links to the parts before and after; nothing when all are shown. of: «школ» */
void ctx_pager(Ctx *ctx, Node *parent, const CtxSpan *span, const char *of);
/* The last entries of the journal about a thing, as a NODE_HISTORY under a heading. */
bool ctx_history(Ctx *ctx, Node *parent, Str object, Err *err);
/* The journal names people by number, so that it stays whole when somebody's data are erased; on a page «человек № 7» is the name that he has now. */
Str ctx_people(Ctx *ctx, Str words);
/* With entries of another thing that tell of this one, latest first. */
struct AuditEntry;
bool ctx_history_with(Ctx *ctx, Node *parent, Str object, bool (*hides)(Str verb), int64_t since, uint32_t n_more, const struct AuditEntry *more, Err *err);
/* Without entries from since on whose verb is hidden from this person. */
bool ctx_history_but(Ctx *ctx, Node *parent, Str object, bool (*hides)(Str verb), int64_t since, Err *err);
/* «21 апреля 2026 г., 09:12», «21.04.2026», «21.04.2026, 09:12» in the region's time. */
Str ctx_day(const Ctx *ctx, int64_t at);
Str ctx_moment(const Ctx *ctx, int64_t at);
/* This page's address with one parameter changed: state lives in the URL. */
Str ctx_with(const Ctx *ctx, const char *name, Str value);
#define CTX_TEXT(ctx, ...) arena_printf((ctx)->arena, __VA_ARGS__)

#endif
