/* States and kinds that stand in the database as numbers: once written they never change their meaning. */
#ifndef DOMAIN_STATE_H
#define DOMAIN_STATE_H

typedef enum AccountState { ACCOUNT_INVITED = 1, ACCOUNT_ACTIVE, ACCOUNT_BLOCKED, ACCOUNT_ERASED } AccountState;
typedef enum InvitationKind { INVITATION_FIRST = 1, INVITATION_PASSWORD, INVITATION_LINK, INVITATION_RECOVERY } InvitationKind;
typedef enum OuterLoginState { OUTER_LOGIN_SENT = 1, OUTER_LOGIN_BACK, OUTER_LOGIN_KNOWN, OUTER_LOGIN_REFUSED, OUTER_LOGIN_USED } OuterLoginState;
typedef enum ProcedureState { PROCEDURE_PLANNED = 1, PROCEDURE_OPEN, PROCEDURE_CLOSED } ProcedureState;
typedef enum UploadState { UPLOAD_DRAFT = 1, UPLOAD_READING, UPLOAD_PARTLY, UPLOAD_WRITTEN, UPLOAD_CANCELLED, UPLOAD_NOT_UNDERSTOOD } UploadState;
typedef enum SubmissionState { SUBMISSION_IN_HAND = 1, SUBMISSION_SENT, SUBMISSION_RETURNED, SUBMISSION_ACCEPTED, SUBMISSION_LOCKED } SubmissionState;
typedef enum AnalysisState { ANALYSIS_RUNS = 1, ANALYSIS_STANDS, ANALYSIS_REPLACED, ANALYSIS_FAILED } AnalysisState;
typedef enum CaseSource { CASE_OWN_SIGNS = 1, CASE_REGION, CASE_FEDERAL, CASE_SCHOOL_ITSELF } CaseSource;
typedef enum CaseState { CASE_LISTED = 1, CASE_ASKED, CASE_ANSWERED, CASE_STUDIED, CASE_LIFTED, CASE_CLOSED } CaseState;
typedef enum CaseEntryKind { CASE_ENTRY_LISTED = 1, CASE_ENTRY_QUESTION, CASE_ENTRY_ANSWER, CASE_ENTRY_NOTE, CASE_ENTRY_STUDY, CASE_ENTRY_LIFTED, CASE_ENTRY_CLOSED } CaseEntryKind;
typedef enum PlanState { PLAN_DRAFT = 1, PLAN_WAITS, PLAN_IN_FORCE, PLAN_CLOSED, PLAN_WITHDRAWN } PlanState;
typedef enum MeasureState { MEASURE_OPEN = 1, MEASURE_OFFERED, MEASURE_RETURNED, MEASURE_ACCEPTED, MEASURE_DROPPED } MeasureState;
typedef enum MeasurePart { MEASURE_RESPONSIBLE = 1, MEASURE_HELPER, MEASURE_CONTROLLER } MeasurePart;
typedef enum EvidenceKind { EVIDENCE_RECORD = 1, EVIDENCE_FILE, EVIDENCE_LINK } EvidenceKind;
typedef enum EvidenceState { EVIDENCE_OFFERED = 1, EVIDENCE_ACCEPTED, EVIDENCE_RETURNED, EVIDENCE_TAKEN_BACK } EvidenceState;
typedef enum MailState { MAIL_WAITS = 1, MAIL_SENT, MAIL_GIVEN_UP } MailState;
typedef enum JobState { JOB_WAITS = 1, JOB_RUNS, JOB_DONE, JOB_FAILED, JOB_CANCELLED } JobState;

/* Russian words as they stand in tables: «сдано», «возвращено», … */
const char *account_state_title(AccountState state);
const char *procedure_state_title(ProcedureState state);
const char *upload_state_title(UploadState state);
const char *submission_state_title(SubmissionState state);
const char *case_source_title(CaseSource source);
const char *case_state_title(CaseState state);
const char *case_entry_title(CaseEntryKind kind);
const char *job_state_title(JobState state);
const char *plan_state_title(PlanState state);
const char *measure_state_title(MeasureState state);
const char *measure_part_title(MeasurePart part);
const char *evidence_kind_title(EvidenceKind kind);
const char *evidence_state_title(EvidenceState state);
const char *mail_state_title(MailState state);

#endif
