-- A repo that any answer of the day calls private is not there for the rest of the load, whatever other answers say of it.
-- requires: temp.staged
-- changes: temp.staged
DELETE FROM staged s
USING (SELECT kind, oid FROM staged WHERE hidden) p
WHERE s.hidden OR (s.kind = p.kind AND s.oid = p.oid);
