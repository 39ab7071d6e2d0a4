-- Organisations, people, rights; procedures; sheets and their way from upload to lock; analyses and what is derived from them; cases; jobs; audit.
-- region_id is the id of the root of an organisation tree: the distribution key and the first part of every key.
-- Times are UTC seconds, dates are ISO days as text, ids are made by the program. Codes are natural keys: only they stand in addresses and exports.

CREATE TABLE setting (
  name {text} NOT NULL,                -- «audit.retention_years»
  value {text} NOT NULL,               -- as typed
  changed_at {int} NOT NULL,           -- when
  PRIMARY KEY (name)
) {strict};

--@ distributed
CREATE TABLE org (
  region_id {int} NOT NULL,            -- root of the tree; of a root its own id
  id {int} NOT NULL,                   -- made by the program
  parent_id {int},                     -- NULL for the root
  kind {int} NOT NULL,                 -- OrgKind: 1 region, 2 municipality, 3 school, 4 class
  code {text} NOT NULL,                -- natural key: login of a school, code of a municipality; no spaces, no «/»
  name {text} NOT NULL,                -- «МБОУ СОШ № 3»
  name_key {blob} NOT NULL,            -- sort key of name
  search {text} NOT NULL,              -- folded code and name, for looking up
  type {text} NOT NULL,                -- «лицей», «гимназия», …; empty when unknown
  path {text} NOT NULL,                -- ids from the root as 16 hexadecimal digits, each ended by «/»: a subtree is a range of paths
  year {int} NOT NULL,                 -- school year of a class (first calendar year); 0 otherwise
  made_at {int} NOT NULL,              -- when it was entered
  closed_at {int},                     -- no longer there; NULL while it works
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, code)
) {strict};
CREATE INDEX org_by_path ON org (region_id, path);
CREATE INDEX org_by_parent ON org (region_id, parent_id, name_key);

--@ distributed
CREATE TABLE account (
  region_id {int} NOT NULL,            -- tree it belongs to
  id {int} NOT NULL,                   -- made by the program
  number {int} NOT NULL,               -- 1, 2, … within the tree: what addresses and the journal say, so that neither holds personal data
  login {text} NOT NULL,               -- as typed; empty once erased
  login_key {text} NOT NULL,           -- folded login; «erased:NUMBER» once erased
  name {text} NOT NULL,                -- how the person is called on pages; empty once erased
  name_key {blob} NOT NULL,            -- sort key of name; empty once erased
  search {text} NOT NULL,              -- folded login, name, post, for looking up; empty once erased
  post {text} NOT NULL,                -- position: «заместитель директора»; may be empty
  email {text} NOT NULL,               -- may be empty
  password {text} NOT NULL,            -- argon2id string; empty: none yet
  totp_secret {blob},                  -- shared secret of the second factor; NULL: off
  totp_step {int} NOT NULL,            -- last accepted time step, so that a code works once
  oidc_subject {text} NOT NULL,        -- «issuer subject» of the outer identity; empty: none yet
  state {int} NOT NULL,                -- AccountState: 1 invited, 2 active, 3 blocked, 4 erased
  made_at {int} NOT NULL,              -- when invited
  seen_at {int},                       -- last sign-in
  erased_at {int},                     -- when personal data were erased
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, number),
  UNIQUE (region_id, login_key)
) {strict};
CREATE INDEX account_by_login ON account (login_key);
CREATE INDEX account_by_subject ON account (oidc_subject);

--@ distributed
CREATE TABLE account_grant (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  account_id {int} NOT NULL,           -- whose
  role {int} NOT NULL,                 -- Role
  org_id {int} NOT NULL,               -- reaches the subtree of this organisation
  granted_by {int} NOT NULL,           -- account; 0: the program
  granted_at {int} NOT NULL,           -- when
  revoked_at {int},                    -- NULL while it holds
  PRIMARY KEY (region_id, id)
) {strict};
CREATE INDEX account_grant_by_account ON account_grant (region_id, account_id);
CREATE INDEX account_grant_by_org ON account_grant (region_id, org_id);

--@ distributed passing
CREATE TABLE session (
  region_id {int} NOT NULL,            -- tree of the account
  token_hash {text} NOT NULL,          -- SHA-256 of the cookie's secret
  account_id {int} NOT NULL,           -- who is signed in
  csrf {text} NOT NULL,                -- secret of forms
  made_at {int} NOT NULL,              -- signed in
  seen_at {int} NOT NULL,              -- last seen, kept within five minutes
  ends_at {int} NOT NULL,              -- not valid from then on
  ip {text} NOT NULL,                  -- at sign-in
  agent {text} NOT NULL,               -- browser at sign-in, in short words
  needs_totp {int} NOT NULL,           -- 1 until the second factor was given
  PRIMARY KEY (region_id, token_hash)
) {strict};
CREATE INDEX session_by_account ON session (region_id, account_id);

--@ distributed passing
CREATE TABLE session_open (
  region_id {int} NOT NULL,            -- tree of the account
  token_hash {text} NOT NULL,          -- session
  object {text} NOT NULL,              -- restricted record opened with a reason, as the journal names it
  ends_at {int} NOT NULL,              -- closed again from then on
  PRIMARY KEY (region_id, token_hash, object)
) {strict};

--@ distributed passing
CREATE TABLE outer_login (
  region_id {int} NOT NULL,            -- tree
  state_hash {text} NOT NULL,          -- SHA-256 of OpenID Connect's «state», which the browser keeps too
  nonce {text} NOT NULL,               -- must come back in the identity token
  verifier {text} NOT NULL,            -- secret of PKCE
  account_id {int} NOT NULL,           -- who joins an outer identity to an own account; 0: somebody signs in
  code {text} NOT NULL,                -- what the provider gave; empty until it did, and once it was used
  state {int} NOT NULL,                -- OuterLoginState: 1 sent away, 2 came back, being checked, 3 known, 4 refused, 5 used
  subject {text} NOT NULL,             -- «issuer subject» once it is known
  words {text} NOT NULL,               -- why refused
  made_at {int} NOT NULL,              -- when
  ends_at {int} NOT NULL,              -- not valid from then on
  PRIMARY KEY (region_id, state_hash)
) {strict};

--@ distributed
CREATE TABLE invitation (
  region_id {int} NOT NULL,            -- tree of the account
  code_hash {text} NOT NULL,           -- SHA-256 of the one-time code
  account_id {int} NOT NULL,           -- for whom
  kind {int} NOT NULL,                 -- InvitationKind: 1 first sign-in, 2 new password, 3 demonstration link, 4 recovery code of the second factor
  made_by {int} NOT NULL,              -- account; 0: the program
  made_at {int} NOT NULL,              -- when
  ends_at {int} NOT NULL,              -- not valid from then on
  used_at {int},                       -- NULL until used
  PRIMARY KEY (region_id, code_hash)
) {strict};
CREATE INDEX invitation_by_account ON invitation (region_id, account_id);
CREATE INDEX invitation_by_code ON invitation (code_hash);

--@ passing
CREATE TABLE throttle (
  name {text} NOT NULL,                -- hash of what is counted: address, login with address
  n {int} NOT NULL,                    -- failures in the window
  since {int} NOT NULL,                -- beginning of the window
  until {int} NOT NULL,                -- no attempt before then
  PRIMARY KEY (name)
) {strict};

--@ distributed
CREATE TABLE procedure (
  region_id {int} NOT NULL,            -- tree
  code {text} NOT NULL,                -- «2026-5-математика», with «-углублённый» and the like for a level
  org_id {int} NOT NULL,               -- who holds it; seen in its subtree
  kind {text} NOT NULL,                -- ProcedureKind word: «впр», «нико», «огэ», «егэ», «др», «кдр», «фг», «pisa», «муниципальная», «олимпиада»
  year {int} NOT NULL,                 -- calendar year of the work
  grade {int} NOT NULL,                -- of the programme; 0 when many
  subject {text} NOT NULL,             -- «Математика»
  level {text} NOT NULL,               -- «базовый», «углублённый»; may be empty
  title {text} NOT NULL,               -- «ВПР 2026, математика, 5 класс»
  title_key {blob} NOT NULL,           -- sort key of title
  starts_on {text} NOT NULL,           -- ISO day; empty when unknown
  ends_on {text} NOT NULL,             -- ISO day; empty when unknown
  hand_in_by {text} NOT NULL,          -- last day to hand in forms; empty when none
  state {int} NOT NULL,                -- ProcedureState: 1 planned, 2 open for forms, 3 closed
  blueprint {text} NOT NULL,           -- tasks, maxima, cut-offs as a table (--blueprints columns); empty: the official one or the file's
  note {text} NOT NULL,                -- free words
  made_by {int} NOT NULL,              -- account; 0: the program
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, code)
) {strict};

--@ distributed append-only
CREATE TABLE attachment (
  region_id {int} NOT NULL,            -- tree
  sha256 {text} NOT NULL,              -- of the bytes
  n_bytes {int} NOT NULL,              -- size
  bytes {blob} NOT NULL,               -- the file as it came
  made_at {int} NOT NULL,              -- first seen
  PRIMARY KEY (region_id, sha256)
) {strict};

--@ distributed
CREATE TABLE upload (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  org_id {int} NOT NULL,               -- for whom the file was brought: a school, or a municipality for all of its schools
  number {int} NOT NULL,               -- 1, 2, … within the organisation
  account_id {int} NOT NULL,           -- who brought it
  name {text} NOT NULL,                -- of the file; «вставка.tsv» for a paste
  sha256 {text} NOT NULL,              -- attachment
  procedure_hint {text} NOT NULL,      -- --procedure chosen by the person; may be empty
  state {int} NOT NULL,                -- UploadState: 1 draft, 2 being read by a job, 3 written in part, 4 written, 5 cancelled, 6 not understood
  format {text} NOT NULL,              -- recognised layout; empty until read
  n_rows {int} NOT NULL,               -- rows read
  n_works {int} NOT NULL,              -- works that may be taken
  n_absent {int} NOT NULL,             -- absent pupils
  n_rejected {int} NOT NULL,           -- rows that wait for correction
  n_fixed {int} NOT NULL,              -- complaints that the program settled itself
  n_schools {int} NOT NULL,            -- schools in it
  why {text} NOT NULL,                 -- why it was not understood; else empty
  made_at {int} NOT NULL,              -- brought
  finished_at {int},                   -- written, cancelled
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, org_id, number)
) {strict};
CREATE INDEX upload_by_time ON upload (region_id, org_id, made_at);

--@ distributed
CREATE TABLE upload_edit (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program; later ones win
  upload_id {int} NOT NULL,            -- of which file
  sheet {text} NOT NULL,               -- name of the sheet in the file; empty for CSV
  cell {text} NOT NULL,                -- «I13»
  before {text} NOT NULL,              -- as it stood in the file
  value {text} NOT NULL,               -- as corrected
  account_id {int} NOT NULL,           -- who
  made_at {int} NOT NULL,              -- when
  undone_at {int},                     -- taken back; NULL while it holds
  PRIMARY KEY (region_id, id)
) {strict};
CREATE INDEX upload_edit_by_upload ON upload_edit (region_id, upload_id);

--@ distributed
CREATE TABLE upload_complaint (
  region_id {int} NOT NULL,            -- tree
  upload_id {int} NOT NULL,            -- of which file
  n {int} NOT NULL,                    -- order
  sheet {text} NOT NULL,               -- name of the sheet
  cell {text} NOT NULL,                -- «I13»; empty for a row or the file
  value {text} NOT NULL,               -- what stands there
  code {text} NOT NULL,                -- «score-unreadable»
  severity {int} NOT NULL,             -- ComplaintSeverity
  words {text} NOT NULL,               -- in Russian
  PRIMARY KEY (region_id, upload_id, n)
) {strict};

--@ distributed append-only
CREATE TABLE sheet (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  procedure {text} NOT NULL,           -- code of the procedure
  school_id {int} NOT NULL,            -- whose works
  version {int} NOT NULL,              -- 1, 2, …; a correction is a new version
  replaces {int} NOT NULL,             -- version that it corrects; 0: none
  upload_id {int} NOT NULL,            -- the file it came from
  block {blob} NOT NULL,               -- domain/block.h: columns of one school
  sha256 {text} NOT NULL,              -- of the block
  n_works {int} NOT NULL,              -- works in it
  n_absent {int} NOT NULL,             -- absent pupils in it
  reason {text} NOT NULL,              -- why corrected; empty for the first
  account_id {int} NOT NULL,           -- who
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, procedure, school_id, version)
) {strict};
CREATE INDEX sheet_by_school ON sheet (region_id, school_id, procedure);

--@ distributed
CREATE TABLE submission (
  region_id {int} NOT NULL,            -- tree
  procedure {text} NOT NULL,           -- code of the procedure
  school_id {int} NOT NULL,            -- whose
  version {int} NOT NULL,              -- of the sheet that stands; 0: none yet
  state {int} NOT NULL,                -- SubmissionState: 1 in hand (written, not sent), 2 sent, 3 returned, 4 accepted, 5 locked
  n_works {int} NOT NULL,              -- of that sheet
  n_waiting {int} NOT NULL,            -- rows that still wait for correction
  n_complaints {int} NOT NULL,         -- warnings that were left
  reason {text} NOT NULL,              -- of a return or of un-accepting; else empty
  changed_by {int} NOT NULL,           -- account
  changed_at {int} NOT NULL,           -- when
  PRIMARY KEY (region_id, procedure, school_id)
) {strict};
CREATE INDEX submission_by_school ON submission (region_id, school_id);

--@ distributed append-only
CREATE TABLE contest_result (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  procedure {text} NOT NULL,           -- code of the olympiad or contest
  school_id {int} NOT NULL,            -- whose pupil
  upload_id {int} NOT NULL,            -- the list it came from; the latest list of a school and procedure holds
  code {text} NOT NULL,                -- participant code, never a name
  class {text} NOT NULL,               -- «7а»
  stage {text} NOT NULL,               -- «школьный», «муниципальный», «региональный», «заключительный»
  score {real},                        -- points; NULL when none is written
  score_max {real},                    -- of how many; NULL when none is written
  status {text} NOT NULL,              -- «победитель», «призёр», «участник»
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, id)
) {strict};
CREATE INDEX contest_result_by_procedure ON contest_result (region_id, procedure, school_id);

--@ distributed
CREATE TABLE analysis (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  org_id {int} NOT NULL,               -- whose schools were compared with each other
  number {int} NOT NULL,               -- 1, 2, … within the region
  state {int} NOT NULL,                -- AnalysisState: 1 being computed, 2 stands, 3 replaced by a later one, 4 failed
  program {text} NOT NULL,             -- version
  params {text} NOT NULL,              -- JSON: fdr, reference, anchor
  inputs_hash {text} NOT NULL,         -- over the hashes of the sheets, sorted
  n_schools {int} NOT NULL,            -- schools in it
  n_works {int} NOT NULL,              -- works in it
  taken_ms {int} NOT NULL,             -- time of computing
  made_by {int} NOT NULL,              -- account; 0: the program
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, number)
) {strict};

--@ distributed
CREATE TABLE derived_head (
  region_id {int} NOT NULL,            -- tree
  analysis_id {int} NOT NULL,          -- of which analysis
  bytes {blob} NOT NULL,               -- snapshot_head()
  years {blob} NOT NULL,               -- snapshot_years()
  list {blob} NOT NULL,                -- snapshot_list()
  PRIMARY KEY (region_id, analysis_id)
) {strict};

--@ distributed
CREATE TABLE derived_procedure (
  region_id {int} NOT NULL,            -- tree
  analysis_id {int} NOT NULL,          -- of which analysis
  procedure {text} NOT NULL,           -- code
  n {int} NOT NULL,                    -- index within the analysis
  bytes {blob} NOT NULL,               -- snapshot_procedure()
  PRIMARY KEY (region_id, analysis_id, procedure)
) {strict};

--@ distributed
CREATE TABLE derived_school (
  region_id {int} NOT NULL,            -- tree
  analysis_id {int} NOT NULL,          -- of which analysis
  school_id {int} NOT NULL,            -- whose
  level {int} NOT NULL,                -- Level of the school as a whole
  p {real},                            -- combined; NULL when nothing could speak
  q {real},                            -- adjusted; NULL when nothing could speak
  n_works {int} NOT NULL,              -- over all procedures
  n_signs {int} NOT NULL,              -- cited by the conclusion
  markers {int} NOT NULL,              -- federal markers, bits 1 << FederalKind
  words {text} NOT NULL,               -- lead sentence
  bytes {blob} NOT NULL,               -- snapshot_school()
  PRIMARY KEY (region_id, analysis_id, school_id)
) {strict};
CREATE INDEX derived_school_by_level ON derived_school (region_id, analysis_id, level);

--@ distributed
CREATE TABLE derived_sign (
  region_id {int} NOT NULL,            -- tree
  analysis_id {int} NOT NULL,          -- of which analysis
  school_id {int} NOT NULL,            -- whose
  n {int} NOT NULL,                    -- 0, 1, … within the school
  procedure {text} NOT NULL,           -- code; empty: over all works
  class {text} NOT NULL,               -- label; empty: the school as a whole
  indicator {text} NOT NULL,           -- id
  level {int} NOT NULL,                -- Level of the conclusion that cites it
  title {text} NOT NULL,               -- «Всплеск на пороге отметки «3»»
  words {text} NOT NULL,               -- one plain sentence
  chance {text} NOT NULL,              -- in words
  p {real},                            -- NULL for a descriptive one
  q {real},                            -- NULL for a descriptive one
  PRIMARY KEY (region_id, analysis_id, school_id, n)
) {strict};
CREATE INDEX derived_sign_by_procedure ON derived_sign (region_id, analysis_id, procedure);

--@ distributed
CREATE TABLE study_case (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  number {int} NOT NULL,               -- 1, 2, … within the region
  school_id {int} NOT NULL,            -- which school is to be studied
  source {int} NOT NULL,               -- CaseSource: 1 own signs, 2 region, 3 Рособрнадзор, 4 asked by the school itself
  reasons {text} NOT NULL,             -- in words, a line each
  level {int} NOT NULL,                -- Level when it was put on the list
  state {int} NOT NULL,                -- CaseState: 1 listed, 2 asked, 3 answered, 4 being studied, 5 lifted, 6 closed
  until {text} NOT NULL,               -- ISO day when it leaves the list by itself
  answer_by {text} NOT NULL,           -- ISO day; empty until asked
  analysis_number {int} NOT NULL,      -- whose signs; 0: none
  opened_by {int} NOT NULL,            -- account
  opened_at {int} NOT NULL,            -- when
  changed_at {int} NOT NULL,           -- when its state changed
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, number)
) {strict};
CREATE INDEX study_case_by_school ON study_case (region_id, school_id);

--@ distributed append-only
CREATE TABLE case_entry (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  case_id {int} NOT NULL,              -- of which case
  kind {int} NOT NULL,                 -- CaseEntryKind: 1 put on the list, 2 question, 3 answer, 4 note, 5 taken into study, 6 lifted, 7 closed
  words {text} NOT NULL,               -- what was asked, answered, decided
  sha256 {text} NOT NULL,              -- attachment; empty: none
  file_name {text} NOT NULL,           -- of the attachment
  account_id {int} NOT NULL,           -- who
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, id)
) {strict};
CREATE INDEX case_entry_by_case ON case_entry (region_id, case_id);

--@ distributed
CREATE TABLE job (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  number {int} NOT NULL,               -- 1, 2, … within the region
  org_id {int} NOT NULL,               -- for whom
  kind {text} NOT NULL,                -- name in the registry of jobs: «import», «analyse», …
  args {text} NOT NULL,                -- what it is about, as its kind reads it
  state {int} NOT NULL,                -- JobState: 1 waits, 2 runs, 3 done, 4 failed, 5 cancelled
  n_done {int} NOT NULL,               -- progress
  n_total {int} NOT NULL,              -- of how many; 0: unknown
  words {text} NOT NULL,               -- what it does now, or what came out, or why it failed
  link {text} NOT NULL,                -- page of the result; may be empty
  cancel {int} NOT NULL,               -- 1: somebody asked to stop
  account_id {int} NOT NULL,           -- who asked; 0: the program
  made_at {int} NOT NULL,              -- asked
  started_at {int},                    -- taken by a worker
  beat_at {int},                       -- last sign of life; an old one: the worker died, the job waits again
  finished_at {int},                   -- ended
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, number)
) {strict};
CREATE INDEX job_by_state ON job (state, made_at);

--@ distributed append-only
CREATE TABLE audit (
  region_id {int} NOT NULL,            -- tree
  seq {int} NOT NULL,                  -- 1, 2, … without gaps
  at {int} NOT NULL,                   -- when
  account_id {int} NOT NULL,           -- who; 0: the program
  org_id {int} NOT NULL,               -- about which organisation
  object {text} NOT NULL,              -- natural key of the thing: «submission/2026-5-математика/sch0001»
  verb {text} NOT NULL,                -- AuditVerb word: «принял», …
  text_hash {text} NOT NULL,           -- SHA-256 over salt and text
  hash {text} NOT NULL,                -- SHA-256 over the previous hash and every field above
  PRIMARY KEY (region_id, seq)
) {strict};
CREATE INDEX audit_by_object ON audit (region_id, object);
CREATE INDEX audit_by_account ON audit (region_id, account_id);
CREATE INDEX audit_by_org ON audit (region_id, org_id, at);

--@ distributed
CREATE TABLE audit_text (
  region_id {int} NOT NULL,            -- tree
  seq {int} NOT NULL,                  -- of the entry
  salt {blob} NOT NULL,                -- 16 random bytes: without it an erased text cannot be guessed from its hash
  words {text} NOT NULL,               -- readable Russian: before → after
  erased {int} NOT NULL,               -- 1: salt and words were taken out by law
  PRIMARY KEY (region_id, seq)
) {strict};

--@ distributed
CREATE TABLE audit_head (
  region_id {int} NOT NULL,            -- tree
  seq {int} NOT NULL,                  -- of the last entry: its row is the lock that puts entries in a row
  hash {text} NOT NULL,                -- of the last entry
  PRIMARY KEY (region_id)
) {strict};
