-- Give the adopting repos' rows the number of the provisional repo, and that one the _id. Boards know it by the _id from now on.
-- requires: temp.adoption, store.repo
-- changes: temp.matched_row, main.families, main.featured, main.movers, main.trends, store.daily, store.description, store.member, store.name,
--     store.repo
UPDATE store.daily d SET repo = a.repo, version = d.version + a.shift FROM adoption a WHERE d.repo = a.arrived;
UPDATE store.description d SET repo = a.repo, version = d.version + a.shift FROM adoption a WHERE d.repo = a.arrived;
UPDATE store.member m SET repo = a.repo, version = m.version + a.shift FROM adoption a WHERE m.repo = a.arrived;
UPDATE matched_row m SET repo = a.repo, version = m.version + a.shift, is_new = false FROM adoption a WHERE m.repo = a.arrived;
DELETE FROM store.name n USING adoption a WHERE n.repo = a.arrived;
UPDATE store.repo r
SET oid = a.oid, last_seen = n.last_seen, last_version = n.last_version + a.shift, last_raw = n.last_raw
FROM adoption a
JOIN store.repo n ON n.repo = a.arrived
WHERE r.repo = a.repo;
DELETE FROM store.repo r USING adoption a WHERE r.repo = a.arrived;
UPDATE trends t SET oid = a.oid FROM adoption a WHERE t.oid = a.provisional_oid;
UPDATE movers t SET oid = a.oid FROM adoption a WHERE t.oid = a.provisional_oid;
UPDATE families t SET oid = a.oid FROM adoption a WHERE t.oid = a.provisional_oid;
UPDATE featured t SET oid = a.oid FROM adoption a WHERE t.oid = a.provisional_oid;
UPDATE featured t SET notes = list_transform(t.notes, lambda note: {'code': note.code, 'parameters': replace(note.parameters, a.provisional_oid, a.oid)})
FROM adoption a WHERE contains(CAST(t.notes AS VARCHAR), a.provisional_oid);
