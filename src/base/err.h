/* Errors are explicit: the last argument of whatever can fail, filled once where the reason is known best.
 * A function that takes Err returns bool: true = done, false = err is filled and outputs are untouched.
 * Many complaints at once (an import) are data, see domain/complaint.h. A broken invariant is BUG_ON. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

typedef enum ErrCode {
    ERR_NONE = 0,
    ERR_INPUT,     /* the file or the words are wrong      exit 2 */
    ERR_NOT_FOUND, /* no such file, school, procedure      exit 3 */
    ERR_CONFLICT,  /* two truths                           exit 4 */
    ERR_DENIED,    /* no right                             exit 5 */
    ERR_LIMIT,     /* over a ceiling of base/limits.h      exit 6 */
    ERR_IO,        /* disk, pipe, network                  exit 7 */
    ERR_BUSY,      /* somebody else holds it; once more soon exit 4, status 503 */
    ERR_BUG,       /* ours                                 exit 70 */
} ErrCode;

typedef struct Err {
    ErrCode code;
    char what[400];   /* Russian, one sentence: what failed, with the value in «ёлочки» */
    char detail[400]; /* for an engineer: errno text, library message; may be empty */
    char hint[400];   /* Russian: what to do; may be empty */
    const char *file;
    int line;
} Err;

/* Fills err and gives false, so that «return err_set(...)» reads as one step. err may be NULL. */
bool err_set_at(Err *err, const char *file, int line, ErrCode code, const char *hint, const char *what, ...)
    __attribute__((format(printf, 6, 7)));
/* Lets a compiler and an analyser see at the place of use that the answer is always false. */
static inline bool err_no(bool set) { return (void)set, false; }
#define err_set(err, code, hint, ...) err_no(err_set_at((err), __FILE__, __LINE__, (code), (hint), __VA_ARGS__))
void err_detail(Err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
int err_exit_code(ErrCode code);

_Noreturn void bug_at(const char *file, int line, const char *what);
#define BUG_ON(condition)                                      \
    do {                                                       \
        if (condition) bug_at(__FILE__, __LINE__, #condition); \
    } while (0)

#endif
