-- What a page of a region of 640 schools and 40,000 forms asks for is found by an index alone, in the order it is shown.

DROP INDEX IF EXISTS audit_by_object;
CREATE INDEX audit_by_object ON audit (region_id, object, seq);
DROP INDEX IF EXISTS audit_by_account;
CREATE INDEX audit_by_account ON audit (region_id, account_id, seq);
CREATE INDEX submission_by_change ON submission (region_id, changed_at);
CREATE INDEX submission_by_procedure ON submission (region_id, procedure, state, version, n_works, n_waiting);
