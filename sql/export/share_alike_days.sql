-- The imported days whose license binds what is published with them.
-- requires: store.snapshot, store.source
SELECT s.kind, s.date FROM store.snapshot s JOIN store.source x ON x.name = s.source WHERE x.share_alike ORDER BY s.date, s.kind;
