-- Names missing or superfluous in the index.
-- requires: store.description, store.name
SELECT coalesce(n.repo, d.repo) AS repo, coalesce(n.key, d.key) AS key, n.times
FROM (SELECT key, repo, count(*) AS times FROM store.name GROUP BY key, repo) n
FULL JOIN (SELECT DISTINCT store.name_key(id) AS key, repo FROM store.description) d ON d.repo = n.repo AND d.key = n.key
WHERE n.times IS DISTINCT FROM 1 OR d.repo IS NULL;
