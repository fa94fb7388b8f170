-- Rows without their repo or description.
-- requires: store.counted, store.description, store.repo
SELECT u.kind, u.repo, u.version
FROM (SELECT DISTINCT kind, repo, version FROM store.counted) u
LEFT JOIN store.repo r ON r.repo = u.repo AND r.kind = u.kind
LEFT JOIN store.description d ON d.repo = u.repo AND d.version = u.version AND d.kind = u.kind
WHERE r.repo IS NULL OR d.repo IS NULL;
