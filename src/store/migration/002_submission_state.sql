-- Forms that wait for somebody are few among the tens of thousands of a region: the first page and the menu find them by their state.

CREATE INDEX submission_by_state ON submission (region_id, state, school_id);
