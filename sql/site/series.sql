-- What was observed of the repos in the year before the day, a row a repo and day.
SELECT r.oid, o.date, o.observed_at, o.downloads_all_time, o.likes,
    store.status_of(o.kind, o.downloads, o.likes, m.status, u.downloads, u.downloads_all_time, u.likes) AS status
FROM store.observed_of($repos) o
JOIN store.repo r ON r.repo = o.repo
LEFT JOIN store.mark m ON m.repo = o.repo AND m.date = o.date
LEFT JOIN store.soundness u ON u.kind = o.kind AND u.date = o.date
WHERE o.date > CAST($day AS DATE) - 365 AND o.date <= CAST($day AS DATE)
ORDER BY r.oid, o.date;
