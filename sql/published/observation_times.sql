-- Per kind with a snapshot on the day: when its snapshots of the last weeks with usable counters began, and its first day.
-- requires: main.days, store.clock, store.level, store.snapshot, store.soundness, $day
SELECT max(c.hour) AS taken_at, list(c.hour ORDER BY c.hour) FILTER (u.likes) AS likes_times,
    list(c.hour ORDER BY c.hour) FILTER (u.downloads_all_time AND coalesce(l.known > 0, s.rows = 0) AND d.frozen_share <= 0.5) AS downloads_times,
    (SELECT min(s.date) FROM store.snapshot s WHERE s.kind = c.kind) AS first_day
FROM store.clock c
JOIN store.soundness u ON u.kind = c.kind AND u.date = c.date
JOIN days d ON d.kind = c.kind AND d.date = c.date
JOIN store.snapshot s ON s.kind = c.kind AND s.date = c.date
LEFT JOIN store.level l ON l.kind = c.kind AND l.date = c.date AND l.counter = 'downloads_all_time'
WHERE c.date <= $day AND c.date >= CAST($day AS DATE) - 34
GROUP BY c.kind
HAVING max(c.date) = $day
ORDER BY c.kind;
