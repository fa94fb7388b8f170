-- The counters of a day's most downloaded repos, by _id; twice as many as are compared, since their order moves.
SELECT r.oid, f.downloads, f.downloads_all_time
FROM (
    SELECT repo, downloads, downloads_all_time FROM store.counted WHERE kind = $kind AND date = $date
    ORDER BY downloads DESC NULLS LAST LIMIT 200
) f
JOIN store.repo r ON r.repo = f.repo;
