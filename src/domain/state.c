#include "domain/state.h"

#include "base/err.h"

#define TITLE(state, n, ...)                                \
    static const char *const titles[] = { "", __VA_ARGS__ }; \
    BUG_ON((int)(state) < 1 || (int)(state) > (n));          \
    return titles[state]

const char *account_state_title(AccountState state) { TITLE(state, 4, "приглашён", "работает", "закрыт", "данные стёрты"); }
const char *procedure_state_title(ProcedureState state) { TITLE(state, 3, "готовится", "идёт приём форм", "закрыта"); }
const char *upload_state_title(UploadState state) { TITLE(state, 6, "черновик", "читается", "записано частично", "записано", "отменено", "не понято"); }
const char *submission_state_title(SubmissionState state) { TITLE(state, 5, "не отправлено", "сдано, ждёт приёмки", "возвращено", "принято", "закрыто от правок"); }
const char *case_source_title(CaseSource source) { TITLE(source, 4, "признаки Мерила", "регион", "Рособрнадзор", "обращение самой школы"); }
const char *case_state_title(CaseState state) { TITLE(state, 6, "в списке", "ждём ответа школы", "школа ответила", "изучается", "признак снят", "закончено"); }
const char *case_entry_title(CaseEntryKind kind) { TITLE(kind, 7, "внесена в список", "вопрос школе", "ответ школы", "заметка", "взята на изучение", "признак снят", "работа закончена"); }
const char *job_state_title(JobState state) { TITLE(state, 5, "ждёт очереди", "идёт", "сделано", "не получилось", "отменено"); }
const char *plan_state_title(PlanState state) { TITLE(state, 5, "черновик", "на утверждении", "утверждён", "завершён", "отменён"); }
const char *measure_state_title(MeasureState state) { TITLE(state, 5, "идёт", "на проверке", "возвращено", "сделано", "снято"); }
const char *measure_part_title(MeasurePart part) { TITLE(part, 3, "ответственный", "соисполнитель", "контролирует"); }
const char *evidence_kind_title(EvidenceKind kind) { TITLE(kind, 3, "запись регистра", "файл", "ссылка"); }
const char *evidence_state_title(EvidenceState state) { TITLE(state, 4, "ждёт проверки", "принято", "возвращено", "отозвано"); }
const char *mail_state_title(MailState state) { TITLE(state, 3, "ждёт отправки", "отправлено", "не доставлено"); }
