-- What people are told: in the application, by mail, by a calendar feed.

--@ distributed
CREATE TABLE notice (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  account_id {int} NOT NULL,           -- for whom
  about {text} NOT NULL,               -- what makes it one: «measure/12/3/due-3/2026-04-24»; the same is told once
  kind {text} NOT NULL,                -- «due», «late», «escalated», «returned», «offered», «cascade», «digest»
  words {text} NOT NULL,               -- one sentence
  link {text} NOT NULL,                -- page
  made_at {int} NOT NULL,              -- when
  seen_at {int},                       -- NULL until seen
  PRIMARY KEY (region_id, id),
  UNIQUE (region_id, account_id, about)
) {strict};
CREATE INDEX notice_by_account ON notice (region_id, account_id, seen_at, made_at);

--@ distributed passing
CREATE TABLE mail (
  region_id {int} NOT NULL,            -- tree
  id {int} NOT NULL,                   -- made by the program
  account_id {int} NOT NULL,           -- for whom
  subject {text} NOT NULL,             -- heading
  words {text} NOT NULL,               -- text
  state {int} NOT NULL,                -- MailState: 1 waits, 2 sent, 3 given up
  n_tries {int} NOT NULL,              -- so far
  next_at {int} NOT NULL,              -- not before
  error {text} NOT NULL,               -- of the last try; may be empty
  made_at {int} NOT NULL,              -- when
  PRIMARY KEY (region_id, id)
) {strict};
CREATE INDEX mail_by_state ON mail (region_id, state, next_at);

--@ distributed
CREATE TABLE account_choice (
  region_id {int} NOT NULL,            -- tree
  account_id {int} NOT NULL,           -- whose
  name {text} NOT NULL,                -- «mail.digest», «feed.hash»
  value {text} NOT NULL,               -- chosen
  changed_at {int} NOT NULL,           -- when
  PRIMARY KEY (region_id, account_id, name)
) {strict};
CREATE INDEX account_choice_by_value ON account_choice (name, value);
