/* What may stand in an organisation. */
#ifndef FLOW_ORG__H
#define FLOW_ORG__H

#include "domain/org.h"

bool org_code_fits(Str code);
bool org_code_one_alphabet(Str code); /* «schА1» with a Russian «А» would be another school that looks the same */
bool org_name_fits(Str name);

#endif
