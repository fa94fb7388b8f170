-- Repos with the same _id or number, or a first or last day that does not match their rows.
-- requires: store.counted, store.repo
SELECT r.kind, r.oid, r.first_seen, r.last_seen, s.first, s.last
FROM store.repo r
LEFT JOIN (SELECT repo, min(date) AS first, max(date) AS last FROM store.counted GROUP BY repo) s USING (repo)
WHERE r.first_seen IS DISTINCT FROM s.first OR r.last_seen IS DISTINCT FROM s.last
    OR (r.kind, r.oid) IN (SELECT (x.kind, x.oid) FROM store.repo x GROUP BY x.kind, x.oid HAVING count(*) > 1)
    OR r.repo IN (SELECT x.repo FROM store.repo x GROUP BY x.repo HAVING count(*) > 1);
