/* Words that the end of a line has cut: with a hyphen that is no part of them, or, in a column narrower than the word, with nothing at all. */
#ifndef INTAKE_HYPHEN_H
#define INTAKE_HYPHEN_H

#include "base/str.h"

/* before ends with a hyphen behind a letter, after goes on: is the hyphen only there because the line ended («админи-» + «страция»)? False: it is the word's own («учебно-» + «методический»). */
bool hyphen_is_soft(Str before, Str after);
/* after begins with what no word begins with: «регламентиру» + «ющих», «организаторов» + «;». Only to be asked where a single word filled its line. last: no line follows. */
bool hyphen_is_torn(Str before, Str after, bool last);

#endif
