-- A repo that any answer of the day calls private is not there for the rest of the load, whatever other answers say of it.
-- requires: temp.staged_row
-- changes: temp.staged_row
DELETE FROM staged_row s
USING (SELECT kind, oid FROM staged_row WHERE is_private) p
WHERE s.is_private OR (s.kind = p.kind AND s.oid = p.oid);
