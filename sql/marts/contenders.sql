-- Who they are that may stand on a board.
SELECT c.* EXCLUDE (version), r.oid, d.id, d.base_relation AS relation
FROM contender c
JOIN store.repo r USING (repo)
JOIN store.description d ON d.repo = c.repo AND d.version = c.version;
