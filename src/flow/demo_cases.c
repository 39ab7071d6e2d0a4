/* The conversation about signs: one school has been asked, another has answered. */
#include "flow/demo_.h"
#include "flow/study_case.h"

static bool step(const Demo *demo, const Who *who, uint32_t school, CaseEntryKind kind, const char *words, Err *err)
{
    CaseStep step_of = { .school = demo->schools[school].code, .kind = kind, .words = str_of(words), .answer_by = STR_EMPTY, .until = STR_EMPTY, .file_name = STR_EMPTY, .file = STR_EMPTY };
    return flow_case_step(demo->flow, who, &step_of, NULL, err);
}

bool demo_make_cases(Demo *demo, Err *err)
{
    return step(demo, &demo->municipality, DEMO_LIFTED, CASE_ENTRY_QUESTION,
                "В работах этого года прямо на порогах отметок работ больше, чем бывает, а чуть ниже — меньше. Кто проверял работы, по какому порядку и смотрел ли их кто-нибудь ещё раз?", err) &&
        step(demo, &demo->municipality, DEMO_HELPED, CASE_ENTRY_QUESTION,
             "Трудные задания решены чаще, чем в районе, а лёгкие — как у всех. Были ли эти задания разобраны перед работой?", err) &&
        step(demo, &demo->head[DEMO_HELPED], DEMO_HELPED, CASE_ENTRY_ANSWER,
             "За неделю до работы на консультациях решали задания из открытого варианта прошлого года; три из них совпали почти дословно. Список задач консультации приложить можем.", err);
}
