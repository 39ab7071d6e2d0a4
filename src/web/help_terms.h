/* Words of the program explained: /help/TERM, «?» beside a word on any page. Indicators explain themselves (indicator.h); the rest stands here. */
#ifndef WEB_HELP_TERMS_H
#define WEB_HELP_TERMS_H

typedef struct HelpTerm {
    const char *id, *title;
    const char *text;  /* rich; paragraphs are separated by an empty line */
    const char *group; /* heading on the list of terms; equal neighbours stand together */
} HelpTerm;

extern const HelpTerm help_terms[]; /* id == NULL at the end */
const HelpTerm *help_term_find(const char *id_at, unsigned long id_n);

#endif
