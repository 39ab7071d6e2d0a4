-- Plans: what is to be done, by whom, by when, and by what evidence it is closed; editions; the way of a plan or letter down the tree; schedules that terms are anchored to; papers and requisites.
-- Measures are rows that change (each has a revision: who saves over another's change is told); an approved edition is a packed block that never changes (domain/plan.h).

--@ distributed
CREATE TABLE plan (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  number {int} NOT NULL,               -- 1, 2, … within the region: what addresses say
  org_id {int} NOT NULL,               -- whose plan
  kind {int} NOT NULL,                 -- PlanKind: 1 plan, 2 road map, 3 order, 4 minutes, 5 letter
  state {int} NOT NULL,                -- PlanState: 1 draft, 2 waits for approval, 3 in force, 4 closed, 5 withdrawn
  title {text} NOT NULL,               -- «План мероприятий по …»
  title_key {blob} NOT NULL,           -- sort key of title
  goal {text} NOT NULL,                -- «Цель: …»; may be empty
  school_year {int} NOT NULL,          -- first calendar year; 0 when unknown
  approved_by {text} NOT NULL,         -- post and name as on the paper; may be empty
  approved_on {text} NOT NULL,         -- ISO day; empty while not approved
  approved_number {text} NOT NULL,     -- of the order; may be empty
  basis {text} NOT NULL,               -- letters and orders that it rests on, a line each
  controller {text} NOT NULL,          -- who controls the whole plan, as the document says; empty
  controller_id {int} NOT NULL,        -- that person's account; 0: words alone, or nobody
  columns {text} NOT NULL,             -- heads of the source's table, a line each; may be empty
  column_roles {text} NOT NULL,        -- columns of the source that a person took for something else: «participants Целевое значение», a line each; may be empty
  source_sha256 {text} NOT NULL,       -- attachment it was read from; empty
  source_name {text} NOT NULL,         -- name of that file
  edition {int} NOT NULL,              -- last approved edition; 0: none yet
  changed {int} NOT NULL,              -- 1: corrected since that edition
  from_plan_id {int} NOT NULL,         -- the higher plan that it was made from; 0
  from_edition {int} NOT NULL,         -- the edition of that plan that it was made from; 0
  above_edition {int} NOT NULL,        -- the last edition of that plan whose corrections were all answered here; 0
  cascade_id {int} NOT NULL,           -- by which order from above; 0
  previous_id {int} NOT NULL,          -- last year's plan that it was rolled forward from; 0
  return_reason {text} NOT NULL,       -- why it came back from approval; empty
  ended_at {int} NOT NULL,             -- closed or withdrawn: when; 0
  ended_reason {text} NOT NULL,        -- withdrawn: why; empty
  n_measures {int} NOT NULL,           -- not deleted
  n_accepted {int} NOT NULL,           -- of them accepted by a controller
  n_offered {int} NOT NULL,            -- of them waiting for a controller
  n_returned {int} NOT NULL,           -- of them returned
  n_dropped {int} NOT NULL,            -- of them not to be done any more
  n_undated {int} NOT NULL,            -- of them not done and without a last day
  revision {int} NOT NULL,             -- rises with every change of the plan's own fields
  made_by {int} NOT NULL,              -- account; 0: the program
  made_at {int} NOT NULL,              -- when
  changed_at {int} NOT NULL,           -- when anything of it changed
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, number)
) {strict};
CREATE INDEX plan_by_org ON plan (region_id, org_id, school_year);
CREATE INDEX plan_by_source ON plan (region_id, from_plan_id);
CREATE INDEX plan_by_year ON plan (region_id, school_year, state);

--@ distributed append-only
CREATE TABLE plan_edition (
  region_id {int} NOT NULL,            -- tree
  plan_id {int} NOT NULL,              -- of which plan
  edition {int} NOT NULL,              -- 1, 2, …
  content {blob} NOT NULL,             -- plan_content_write()
  sha256 {text} NOT NULL,              -- of the content
  reason {text} NOT NULL,              -- why corrected; empty for the first
  approved_by {text} NOT NULL,         -- post and name as on the paper
  approved_on {text} NOT NULL,         -- ISO day
  approved_number {text} NOT NULL,     -- of the order; may be empty
  account_id {int} NOT NULL,           -- who entered it
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, plan_id, edition)
) {strict};

--@ distributed
CREATE TABLE plan_answer (
  region_id {int} NOT NULL,            -- tree
  plan_id {int} NOT NULL,              -- the plan below that answered a correction of the plan above
  n {int} NOT NULL,                    -- measure.n in the plan above; 0: its title and goal
  edition {int} NOT NULL,              -- of the plan above: up to here the measure is answered
  was_edition {int} NOT NULL,          -- what stood there before, to take the answer back; 0: nothing
  choice {int} NOT NULL,               -- AboveChoice: 1 taken, 2 left as the own plan has it
  own_n {int} NOT NULL,                -- measure.n here; 0: none
  own_edition {int} NOT NULL,          -- of the plan below at that moment: till its next one the answer may be taken back
  own_revision {int} NOT NULL,         -- measure.revision (plan.revision when n is 0) after it: who corrected since is not overwritten
  stood {blob} NOT NULL,               -- what it wrote over, plan_content_write(); empty: nothing
  account_id {int} NOT NULL,           -- who
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, plan_id, n)
) {strict};

--@ distributed
CREATE TABLE plan_section (
  region_id {int} NOT NULL,            -- tree
  plan_id {int} NOT NULL,              -- of which plan
  n {int} NOT NULL,                    -- 1, 2, … in order
  number {text} NOT NULL,              -- as written; may be empty
  title {text} NOT NULL,               -- as written
  PRIMARY KEY (region_id, plan_id, n)
) {strict};

--@ distributed
CREATE TABLE measure (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  plan_id {int} NOT NULL,              -- of which plan
  n {int} NOT NULL,                    -- 1, 2, … within the plan, never used again: what addresses say
  org_id {int} NOT NULL,               -- the plan's
  position {int} NOT NULL,             -- order within the plan
  section_n {int} NOT NULL,            -- plan_section.n; 0: none
  number {text} NOT NULL,              -- as written: «1.1»; may be empty
  task {text} NOT NULL,                -- of a merged cell; may be empty
  title {text} NOT NULL,               -- as written
  bullets {text} NOT NULL,             -- a line each
  expected {text} NOT NULL,            -- expected result as written
  participants {text} NOT NULL,        -- a line each
  responsible {text} NOT NULL,         -- as written, a line each
  capabilities {text} NOT NULL,        -- «C36 C48»
  term_text {text} NOT NULL,           -- as approved
  term_kind {int} NOT NULL,            -- TermKind
  windows {text} NOT NULL,             -- term_windows_text(): «2020-11-01..2020-12-31 …»; derived from the words and the schedules; of what repeats, the occurrences of the plan's year
  anchor {text} NOT NULL,              -- schedule or event; may be empty
  term_offset {text} NOT NULL,         -- distance from the event in words; may be empty
  recurrence {text} NOT NULL,          -- RFC 5545; may be empty
  term_notes {text} NOT NULL,          -- repairs and warnings, a line each
  term_by_hand {int} NOT NULL,         -- 1: windows were chosen by a person, not by the words
  first_on {text} NOT NULL,            -- first day of the windows, ISO; empty when unknown
  due_on {text} NOT NULL,              -- last day of the windows, ISO; of what repeats, of the next occurrence without evidence; empty when unknown
  line_from {int} NOT NULL,            -- of the source; 0
  line_to {int} NOT NULL,              -- of the source; 0
  from_measure_id {int} NOT NULL,      -- of the higher plan; 0; negative while its own plan is withdrawn
  carried_from_id {int} NOT NULL,      -- of last year's plan; 0
  state {int} NOT NULL,                -- MeasureState: 1 open, 2 offered to the controller, 3 returned, 4 accepted, 5 dropped
  reason {text} NOT NULL,              -- of a return or a drop; may be empty
  n_slots {int} NOT NULL,              -- pieces of evidence that are expected
  n_proven {int} NOT NULL,             -- of them with accepted evidence
  n_waiting {int} NOT NULL,            -- of them with evidence that waits for the controller
  n_back {int} NOT NULL,               -- of them whose evidence was returned, and nothing came since
  back_reason {text} NOT NULL,         -- of the last such return; empty
  n_own {int} NOT NULL,                -- accepted pieces of evidence that were accepted by who brought them: nobody else was there
  revision {int} NOT NULL,             -- rises with every change
  changed_by {int} NOT NULL,           -- account
  changed_at {int} NOT NULL,           -- when
  deleted_at {int},                    -- taken out of the plan; NULL while it stands
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, plan_id, n)
) {strict};
CREATE INDEX measure_by_due ON measure (region_id, state, due_on);
CREATE INDEX measure_by_org ON measure (region_id, org_id, state, due_on);
CREATE INDEX measure_by_source ON measure (region_id, from_measure_id, state, deleted_at, due_on, n_back, n_waiting, n_own);
CREATE INDEX measure_by_plan ON measure (region_id, plan_id, deleted_at, state, due_on);
CREATE INDEX measure_by_anchor ON measure (region_id, term_kind, anchor);

--@ distributed
CREATE TABLE measure_stood (
  region_id {int} NOT NULL,            -- tree
  plan_id {int} NOT NULL,              -- of which plan; one that was corrected since its edition
  measure_id {int} NOT NULL,           -- what differs from the last edition; 0: the plan itself, by its title
  hidden {int} NOT NULL,               -- 1: added since, readers see nothing; else what follows is what the edition says
  number {text} NOT NULL,              -- as of measure
  title {text} NOT NULL,               -- as of measure
  responsible {text} NOT NULL,         -- as of measure
  term_kind {int} NOT NULL,            -- as of measure
  windows {text} NOT NULL,             -- as of measure
  recurrence {text} NOT NULL,          -- as of measure
  first_on {text} NOT NULL,            -- as of measure
  due_on {text} NOT NULL,              -- as of measure
  PRIMARY KEY (region_id, plan_id, measure_id)
) {strict};

--@ distributed
CREATE TABLE plan_word (
  region_id {int} NOT NULL,            -- tree
  word {text} NOT NULL,                -- stem, folded
  plan_id {int} NOT NULL,              -- where it stands
  n {int} NOT NULL,                    -- in which measure; 0: in the title of the plan. What was taken out of a plan has none
  PRIMARY KEY (region_id, word, plan_id, n)
) {strict};
CREATE INDEX plan_word_by_measure ON plan_word (region_id, plan_id, n);

--@ distributed
CREATE TABLE measure_person (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  measure_id {int} NOT NULL,           -- of which measure
  part {int} NOT NULL,                 -- MeasurePart: 1 responsible, 2 co-executor, 3 controller
  account_id {int} NOT NULL,           -- a person; 0: a role or words alone
  role {int} NOT NULL,                 -- Role of those meant («руководители ОО»); 0
  org_id {int} NOT NULL,               -- organisation meant, or where the role is held; 0: the plan's
  words {text} NOT NULL,               -- as the document says
  inherited {int} NOT NULL,            -- 1: controls the measure because the whole plan; written anew when that changes
  PRIMARY KEY (region_id, id)
) {strict};
CREATE INDEX measure_person_by_measure ON measure_person (region_id, measure_id);
CREATE INDEX measure_person_by_account ON measure_person (region_id, account_id, part);

--@ distributed
CREATE TABLE measure_slot (
  region_id {int} NOT NULL,            -- tree
  measure_id {int} NOT NULL,           -- of which measure
  n {int} NOT NULL,                    -- 1, 2, …, never used again
  title {text} NOT NULL,               -- «Программа семинара»
  each_school {int} NOT NULL,          -- 1: every school of the plan's organisation brings its own
  record_type {text} NOT NULL,         -- register that usually proves it: «event»; may be empty
  due_on {text} NOT NULL,              -- last day of the occurrence that it is for, ISO; empty: of the measure as a whole
  deleted_at {int},                    -- no longer expected; NULL while it is
  PRIMARY KEY (region_id, measure_id, n)
) {strict};

--@ distributed
CREATE TABLE evidence (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  measure_id {int} NOT NULL,           -- what it proves; one record may prove several measures, a row each
  number {int} NOT NULL,               -- 1, 2, … within the measure
  slot_n {int} NOT NULL,               -- measure_slot.n; 0: the expected result as a whole
  org_id {int} NOT NULL,               -- whose evidence: the plan's organisation, or a school below it
  kind {int} NOT NULL,                 -- EvidenceKind: 1 record, 2 file, 3 link
  record_id {int} NOT NULL,            -- record; 0
  record_revision {int} NOT NULL,      -- record.revision as it was brought, then as it was accepted; 0
  sha256 {text} NOT NULL,              -- attachment; empty
  file_name {text} NOT NULL,           -- of the attachment
  href {text} NOT NULL,                -- link, or address of a page of Merilo; empty
  title {text} NOT NULL,               -- what it is, in words
  state {int} NOT NULL,                -- EvidenceState: 1 offered, 2 accepted, 3 returned, 4 taken back
  reason {text} NOT NULL,              -- of a return
  account_id {int} NOT NULL,           -- who brought it
  made_at {int} NOT NULL,              -- when
  decided_by {int} NOT NULL,           -- account; 0
  decided_at {int},                    -- NULL until decided
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, measure_id, number)
) {strict};
CREATE INDEX evidence_by_record ON evidence (region_id, record_id);

--@ distributed
CREATE TABLE cascade (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  number {int} NOT NULL,               -- 1, 2, … within the region
  org_id {int} NOT NULL,               -- who sends
  plan_id {int} NOT NULL,              -- the plan sent down; 0
  record_id {int} NOT NULL,            -- the letter or order sent down; 0
  title {text} NOT NULL,               -- what addressees see
  words {text} NOT NULL,               -- what they are asked to do
  see_by {text} NOT NULL,              -- ISO day to acknowledge by; may be empty
  plan_by {text} NOT NULL,             -- ISO day to have an own approved plan by; empty: no plan is asked
  account_id {int} NOT NULL,           -- who sent
  made_at {int} NOT NULL,              -- when
  closed_at {int},                     -- no longer waited for; NULL
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, number)
) {strict};
CREATE INDEX cascade_by_org ON cascade (region_id, org_id);
CREATE INDEX cascade_by_plan ON cascade (region_id, plan_id);
CREATE INDEX cascade_by_record ON cascade (region_id, record_id);

--@ distributed
CREATE TABLE cascade_to (
  region_id {int} NOT NULL,            -- tree
  cascade_id {int} NOT NULL,           -- of which cascade
  org_id {int} NOT NULL,               -- addressee
  seen_by {int} NOT NULL,              -- account that acknowledged; 0
  seen_at {int},                       -- NULL until acknowledged
  plan_id {int} NOT NULL,              -- the addressee's own plan; 0
  done_words {text} NOT NULL,          -- what was done, in words; empty
  done_by {int} NOT NULL,              -- account that said so; 0
  done_at {int},                       -- NULL until then
  PRIMARY KEY (region_id, cascade_id, org_id)
) {strict};
CREATE INDEX cascade_to_by_org ON cascade_to (region_id, org_id);

--@ distributed
CREATE TABLE schedule_entry (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  org_id {int} NOT NULL,               -- for whose subtree
  name {text} NOT NULL,                -- «весенние каникулы», «график ВПР», «план ЛОИРО», an event
  procedure {text} NOT NULL,           -- code of a procedure whose dates it follows; empty
  from_on {text} NOT NULL,             -- ISO day; empty: open
  to_on {text} NOT NULL,               -- ISO day; empty: open
  school_year {int} NOT NULL,          -- for plans of this year; 0: any
  account_id {int} NOT NULL,           -- who entered it
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, id)
) {strict};
CREATE INDEX schedule_entry_by_org ON schedule_entry (region_id, org_id, name);

--@ distributed
CREATE TABLE org_requisites (
  region_id {int} NOT NULL,            -- tree
  org_id {int} NOT NULL,               -- whose papers
  fields {text} NOT NULL,              -- JSON of PaperRequisites (domain/paper.h)
  revision {int} NOT NULL,             -- rises with every change
  changed_by {int} NOT NULL,           -- account
  changed_at {int} NOT NULL,           -- when
  PRIMARY KEY (region_id, org_id)
) {strict};

--@ distributed
CREATE TABLE paper (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  org_id {int} NOT NULL,               -- whose paper
  kind {text} NOT NULL,                -- id in the registry of papers: «order»
  year {int} NOT NULL,                 -- calendar year of its day
  number {int} NOT NULL,               -- 1, 2, … within organisation, kind and year
  number_words {text} NOT NULL,        -- as printed: «87-од»
  day {text} NOT NULL,                 -- ISO
  title {text} NOT NULL,               -- «О выборочной перепроверке …»
  plan_id {int} NOT NULL,              -- made from this plan; 0
  record_id {int} NOT NULL,            -- made from this record; 0
  sha256 {text} NOT NULL,              -- attachment: the DOCX as it was issued
  account_id {int} NOT NULL,           -- who
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, org_id, kind, year, number)
) {strict};
CREATE INDEX paper_by_plan ON paper (region_id, plan_id);
CREATE INDEX paper_by_record ON paper (region_id, record_id);
