-- Rows of an exported almanac, attached as exported, of one kind and span.
-- requires: store.description, store.fact, store.repo, $first, $kind, $last
SELECT r.oid, d.*, f.* EXCLUDE (repo, version, kind, status)
FROM exported.store.fact f
JOIN exported.store.repo r ON r.repo = f.repo
JOIN (SELECT x.* EXCLUDE (kind) FROM exported.store.description x) d ON d.repo = f.repo AND d.version = f.version
WHERE f.kind = $kind AND f.date BETWEEN $first AND $last
