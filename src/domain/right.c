#include "domain/right.h"

#define R(right) (1u << RIGHT_##right)
#define PLAN_ALL (R(PLAN_READ) | R(PLAN_WRITE) | R(PLAN_APPROVE) | R(PLAN_CONTROL) | R(EVIDENCE_WRITE) | R(RECORD_WRITE) | R(PAPER_WRITE))
#define READER   (R(ORG_READ) | R(RESULTS_READ) | R(PLAN_READ))
#define SCHOOL   (READER | R(RESULTS_WRITE) | R(SIGNS_READ) | R(SIGNS_ANSWER) | R(PEOPLE_WRITE) | R(AUDIT_READ) | PLAN_ALL)
#define OFFICE   (READER | R(RESULTS_WRITE) | R(RESULTS_ACCEPT) | R(PROCEDURE_WRITE) | R(SIGNS_READ) | R(SIGNS_DECIDE) | R(CASE_OPEN) | R(ORG_WRITE) | R(PEOPLE_WRITE) | R(PERSONAL_DATA) | R(AUDIT_READ) | PLAN_ALL)

/* The whole table of rights: one line a role. */
static const struct { const char *word, *title, *what; unsigned rights, grants; } roles[N_ROLES] = {
    [ROLE_ADMIN] = { "admin", "администратор", "Ведёт программу, людей и копии; результатов школ не видит.",
        R(ORG_READ) | R(ORG_WRITE) | R(PEOPLE_WRITE) | R(PERSONAL_DATA) | R(AUDIT_READ) | R(SYSTEM), (1u << N_ROLES) - 2u },
    [ROLE_REGION] = { "region", "региональный координатор", "Видит регион, ведёт процедуры, решает о признаках.", OFFICE,
        (1u << N_ROLES) - 2u - (1u << ROLE_ADMIN) },
    [ROLE_MUNICIPALITY] = { "municipality", "муниципальный координатор", "Принимает формы школ, решает о признаках, приглашает людей своего муниципалитета.", OFFICE,
        1u << ROLE_MUNICIPALITY | 1u << ROLE_METHODOLOGIST | 1u << ROLE_SCHOOL | 1u << ROLE_TEACHER | 1u << ROLE_EXPERT | 1u << ROLE_OBSERVER | 1u << ROLE_READER },
    [ROLE_METHODOLOGIST] = { "methodologist", "методист", "Смотрит результаты и признаки, ведёт процедуры.", READER | R(PROCEDURE_WRITE) | R(SIGNS_READ) | R(PLAN_WRITE) | R(EVIDENCE_WRITE) | R(RECORD_WRITE) | R(PAPER_WRITE), 0 },
    [ROLE_SCHOOL] = { "school", "школьный координатор", "Сдаёт формы школы, исправляет, отвечает о признаках.", SCHOOL, 1u << ROLE_SCHOOL | 1u << ROLE_TEACHER | 1u << ROLE_READER },
    [ROLE_TEACHER] = { "teacher", "учитель", "Видит результаты своих классов, выполняет пункты плана.", READER | R(EVIDENCE_WRITE), 0 },
    [ROLE_EXPERT] = { "expert", "эксперт", "Перепроверяет работы комиссии; результатов школ не видит.", R(ORG_READ), 0 },
    [ROLE_OBSERVER] = { "observer", "наблюдатель", "Наблюдает на процедурах; результатов не видит.", R(ORG_READ), 0 },
    [ROLE_READER] = { "reader", "читатель", "Смотрит результаты, ничего не меняет.", READER, 0 },
};

static const char *const right_titles[N_RIGHTS] = {
    [RIGHT_NONE] = "—",
    [RIGHT_PUBLIC] = "открыто всем",
    [RIGHT_SIGNED_IN] = "войти",
    [RIGHT_ORG_READ] = "видеть организацию",
    [RIGHT_RESULTS_READ] = "видеть результаты",
    [RIGHT_RESULTS_WRITE] = "сдавать формы",
    [RIGHT_RESULTS_ACCEPT] = "принимать формы",
    [RIGHT_PROCEDURE_WRITE] = "вести процедуры",
    [RIGHT_SIGNS_READ] = "видеть признаки",
    [RIGHT_SIGNS_ANSWER] = "отвечать о признаках",
    [RIGHT_SIGNS_DECIDE] = "решать о признаках",
    [RIGHT_CASE_OPEN] = "открывать закрытые записи",
    [RIGHT_ORG_WRITE] = "вести список организаций",
    [RIGHT_PEOPLE_WRITE] = "приглашать людей",
    [RIGHT_PERSONAL_DATA] = "выдавать и стирать данные человека",
    [RIGHT_AUDIT_READ] = "читать журнал",
    [RIGHT_PLAN_READ] = "видеть планы",
    [RIGHT_PLAN_WRITE] = "составлять планы",
    [RIGHT_PLAN_APPROVE] = "утверждать планы",
    [RIGHT_PLAN_CONTROL] = "принимать подтверждения",
    [RIGHT_EVIDENCE_WRITE] = "приносить подтверждения",
    [RIGHT_RECORD_WRITE] = "вести регистры",
    [RIGHT_PAPER_WRITE] = "выпускать документы",
    [RIGHT_SYSTEM] = "настраивать программу",
};

static bool known(Role role) { return role >= ROLE_ADMIN && role < N_ROLES; }

const char *role_title(Role role) { return known(role) ? roles[role].title : "—"; }
const char *role_word(Role role) { return known(role) ? roles[role].word : ""; }
const char *role_what(Role role) { return known(role) ? roles[role].what : ""; }
const char *right_title(Right right) { BUG_ON((unsigned)right >= N_RIGHTS); return right_titles[right]; }

Role role_find(Str word)
{
    for (int role = ROLE_ADMIN; role < N_ROLES; role++)
        if (str_eq(word, str_of(roles[role].word))) return (Role)role;
    return (Role)0;
}

bool role_gives(Role role, Right right) { return known(role) && right > RIGHT_SIGNED_IN && right < N_RIGHTS && (roles[role].rights & (1u << right)) != 0; }
bool role_may_grant(Role role, Role given) { return known(role) && known(given) && (roles[role].grants & (1u << given)) != 0; }

bool role_fits(Role role, const Org *org)
{
    bool office = org->kind == ORG_REGION || org->kind == ORG_MUNICIPALITY;
    switch (role) {
    case ROLE_ADMIN: return org->parent_id == 0;
    case ROLE_REGION: return org->kind == ORG_REGION;
    case ROLE_MUNICIPALITY: return org->kind == ORG_MUNICIPALITY;
    case ROLE_METHODOLOGIST: return office;
    case ROLE_SCHOOL: return org->kind == ORG_SCHOOL;
    case ROLE_TEACHER: return org->kind == ORG_SCHOOL || org->kind == ORG_CLASS;
    case ROLE_EXPERT:
    case ROLE_OBSERVER: return office || org->kind == ORG_SCHOOL;
    case ROLE_READER: return true;
    case N_ROLES: break;
    }
    return false;
}

bool who_may(const Who *who, Right right, Str org_path)
{
    if (right == RIGHT_NONE) return false;
    if (right == RIGHT_PUBLIC || who->is_program) return true;
    if (who->account_id == 0) return false;
    if (right == RIGHT_SIGNED_IN) return true;
    for (uint32_t i = 0; i < who->n_grants; i++)
        if (role_gives(who->grants[i].role, right) && org_within(org_path, who->grants[i].org.path)) return true;
    return false;
}

bool who_may_grant(const Who *who, Role role, const Org *org)
{
    if (!role_fits(role, org)) return false;
    if (who->is_program) return true;
    for (uint32_t i = 0; i < who->n_grants; i++)
        if (role_may_grant(who->grants[i].role, role) && org_within(org->path, who->grants[i].org.path)) return true;
    return false;
}

bool who_may_somewhere(const Who *who, Right right)
{
    for (uint32_t i = 0; i < who->n_grants; i++)
        if (who_may(who, right, who->grants[i].org.path)) return true;
    return who_may(who, right, STR_EMPTY);
}

bool who_demand(const Who *who, Right right, Str org_path, Err *err)
{
    if (who_may(who, right, org_path)) return true;
    if (who->account_id == 0 && !who->is_program) return err_set(err, ERR_DENIED, "Войдите и откройте страницу снова.", "Сначала нужно войти.");
    return err_set(err, ERR_DENIED, "Попросите об этом координатора своей организации.", "Для этого нужно право «%s» в этой организации.", right_title(right));
}
