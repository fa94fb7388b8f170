-- The download counters that repos ($oids) had in the last snapshot of their kind before a day, by _id.
SELECT r.oid, f.downloads, f.downloads_all_time
FROM (SELECT x.repo, x.oid FROM store.repo x WHERE x.kind = $kind AND list_contains($oids, x.oid)) r
JOIN (
    SELECT o.repo, o.downloads, o.downloads_all_time FROM store.counted o
    WHERE o.kind = $kind AND o.date = (SELECT max(s.date) FROM store.snapshot s WHERE s.kind = $kind AND s.date < $date)
) f ON f.repo = r.repo;
