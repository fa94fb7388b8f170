-- Per kind of $kinds with a snapshot on the day: when its snapshots of the last weeks with usable counters began, and its first day.
-- requires: store.snapshot, store.usable_time, $day, $kinds
SELECT c.kind, max(c.hour) AS taken_at, list(c.hour ORDER BY c.hour) FILTER (c.likes) AS likes_times,
    list(c.hour ORDER BY c.hour) FILTER (c.downloads) AS downloads_times,
    (SELECT min(s.date) FROM store.snapshot s WHERE s.kind = c.kind) AS first_day
FROM store.usable_time c
WHERE list_contains($kinds, c.kind) AND c.date <= $day AND c.date >= CAST($day AS DATE) - 34
GROUP BY c.kind
HAVING max(c.date) = $day
ORDER BY c.kind;
