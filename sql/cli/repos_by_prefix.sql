-- Repos by name prefix, most liked first.
-- requires: store.description, store.latest, $prefix
SELECT d.id
FROM store.latest f
JOIN store.description d ON d.repo = f.repo AND d.version = f.version
WHERE starts_with(d.id, $prefix)
ORDER BY f.likes DESC NULLS LAST
LIMIT 30;
