-- Who they are that may stand on a board.
SELECT c.* EXCLUDE (repo, version), r.oid, d.id
FROM contender c
JOIN store.repo r USING (repo)
JOIN store.description d ON d.repo = c.repo AND d.version = c.version;
