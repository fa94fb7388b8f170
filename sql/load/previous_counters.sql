-- Download counters of repos ($oids) in the last snapshot of their kind before $date. If the refresh skipped repos that
-- day, only theirs: they show whether it has finished.
-- requires: store.counted, store.mark, store.repo, store.snapshot, $date, $kind, $oids
WITH requested_repo AS (SELECT x.repo, x.oid FROM store.repo x WHERE x.kind = $kind AND list_contains($oids, x.oid)),
frozen AS (
    SELECT m.repo FROM store.mark m JOIN store.repo x ON x.repo = m.repo
    WHERE m.date = $date AND m.status = 'frozen' AND x.kind = $kind
)
SELECT r.oid, f.downloads, f.downloads_all_time
FROM requested_repo r
JOIN (
    SELECT o.repo, o.downloads, o.downloads_all_time FROM store.counted o
    WHERE o.kind = $kind AND o.date = (SELECT max(s.date) FROM store.snapshot s WHERE s.kind = $kind AND s.date < $date)
) f ON f.repo = r.repo
WHERE NOT EXISTS (FROM frozen) OR r.repo IN (SELECT x.repo FROM frozen x);
