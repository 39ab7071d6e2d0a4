-- Registers: one set of tables for all of them (record/record.h declares their fields). A record changes; every accepted state of it is kept as a version.

--@ distributed
CREATE TABLE record (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  type {text} NOT NULL,                -- id in the registry of registers: «event»
  number {int} NOT NULL,               -- 1, 2, … within region and type: what addresses say
  org_id {int} NOT NULL,               -- whose record
  title {text} NOT NULL,               -- what lists show
  title_key {blob} NOT NULL,           -- sort key of title
  day {text} NOT NULL,                 -- ISO day of the thing; empty when it has none
  until {text} NOT NULL,               -- ISO: day by which something has to be done about it; empty when nothing waits
  state {text} NOT NULL,               -- word of one of the register's states
  fields {text} NOT NULL,              -- JSON: values by field name, lists of rows by list name
  restricted {int} NOT NULL,           -- 1: opened with a reason only
  revision {int} NOT NULL,             -- rises with every change
  made_by {int} NOT NULL,              -- account; 0: the program
  made_at {int} NOT NULL,              -- when
  changed_at {int} NOT NULL,           -- when it last changed
  deleted_at {int},                    -- in the basket; NULL while it stands
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, type, number)
) {strict};
CREATE INDEX record_by_org ON record (region_id, org_id, type, day);
CREATE INDEX record_by_day ON record (region_id, type, day);
CREATE INDEX record_by_title ON record (region_id, type, title_key);
CREATE INDEX record_by_until ON record (region_id, until);
CREATE INDEX record_by_state ON record (region_id, type, deleted_at, state);

--@ distributed append-only
CREATE TABLE record_version (
  region_id {int} NOT NULL,            -- tree
  record_id {int} NOT NULL,            -- of which record
  revision {int} NOT NULL,             -- 1, 2, …
  state {text} NOT NULL,               -- then
  fields {text} NOT NULL,              -- then
  account_id {int} NOT NULL,           -- who; 0: the program
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, record_id, revision)
) {strict};

--@ distributed
CREATE TABLE record_facet (
  region_id {int} NOT NULL,            -- tree
  record_id {int} NOT NULL,            -- of which record; those in the basket have none
  org_id {int} NOT NULL,               -- of the record
  type {text} NOT NULL,                -- of the record
  field {text} NOT NULL,               -- name of the facet
  value {text} NOT NULL,               -- chosen value
  PRIMARY KEY (region_id, record_id, field, value)
) {strict};
CREATE INDEX record_facet_by_value ON record_facet (region_id, type, field, value);
CREATE INDEX record_facet_by_org ON record_facet (region_id, org_id, type, field, value);

--@ distributed
CREATE TABLE record_word (
  region_id {int} NOT NULL,            -- tree
  word {text} NOT NULL,                -- stem, folded
  type {text} NOT NULL,                -- of the record: the latest of each register are found without looking at the others
  record_id {int} NOT NULL,            -- where it stands
  PRIMARY KEY (region_id, word, type, record_id)
) {strict};
CREATE INDEX record_word_by_record ON record_word (region_id, record_id);

--@ distributed
CREATE TABLE record_person (
  region_id {int} NOT NULL,            -- tree
  record_id {int} NOT NULL,            -- of which record
  list {text} NOT NULL,                -- name of the list: «participants»
  account_id {int} NOT NULL,           -- a person of the staff list
  mark {text} NOT NULL,                -- «invited», «came», «absent», «read»; empty
  marked_at {int},                     -- when; NULL
  PRIMARY KEY (region_id, record_id, list, account_id)
) {strict};
CREATE INDEX record_person_by_account ON record_person (region_id, account_id);

--@ distributed
CREATE TABLE record_link (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  record_id {int} NOT NULL,            -- from which record
  kind {text} NOT NULL,                -- «measure», «plan», «record», «procedure», «school», «case», «frozen», «web»
  to_id {int} NOT NULL,                -- id of what is linked; 0
  to_key {text} NOT NULL,              -- its natural key, address or hash
  title {text} NOT NULL,               -- in words
  account_id {int} NOT NULL,           -- who
  made_at {int} NOT NULL,              -- when
  removed_at {int},                    -- NULL while it holds
  PRIMARY KEY (region_id, id)
) {strict};
CREATE INDEX record_link_by_record ON record_link (region_id, record_id);
CREATE INDEX record_link_by_key ON record_link (region_id, kind, to_id, to_key);

--@ distributed
CREATE TABLE record_file (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  record_id {int} NOT NULL,            -- of which record
  sha256 {text} NOT NULL,              -- attachment
  file_name {text} NOT NULL,           -- as it came
  n_bytes {int} NOT NULL,              -- size
  account_id {int} NOT NULL,           -- who
  made_at {int} NOT NULL,              -- when
  removed_at {int},                    -- NULL while it holds
  PRIMARY KEY (region_id, id)
) {strict};
CREATE INDEX record_file_by_record ON record_file (region_id, record_id);

--@ distributed append-only
CREATE TABLE record_note (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  record_id {int} NOT NULL,            -- of which record
  words {text} NOT NULL,               -- comment
  account_id {int} NOT NULL,           -- who
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, id)
) {strict};
CREATE INDEX record_note_by_record ON record_note (region_id, record_id);

--@ distributed append-only
CREATE TABLE frozen (
  region_id {int} NOT NULL,            -- tree
  sha256 {text} NOT NULL,              -- of the frozen bytes, which are an attachment
  title {text} NOT NULL,               -- of the table or chart
  address {text} NOT NULL,             -- page that it was taken from
  account_id {int} NOT NULL,           -- who
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, sha256)
) {strict};
