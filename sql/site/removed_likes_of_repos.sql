-- Likes that the Hub removed, one row per repo and day.
-- requires: store.purge, store.repo, $day, $repos
SELECT r.oid, p.date, p.likes
FROM store.purge p
JOIN store.repo r ON r.repo = p.repo
WHERE p.repo IN (SELECT unnest($repos)) AND p.date <= CAST($day AS DATE);
