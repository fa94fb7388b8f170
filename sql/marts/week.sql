-- What was observed in the last week of the repos that may stand on a board, a row a day. The variable `week` holds the days: a
-- constant reaches into folded months, a join does not.
WITH repo AS (SELECT DISTINCT c.repo, c.kind FROM contender c),
seen AS (
    SELECT f.repo, f.kind, f.date, f.likes, f.downloads_all_time,
        store.hour_of(f.observed_at, c.hour) AS hour
    FROM store.observed f
    JOIN store.clock c ON c.kind = f.kind AND c.date = f.date
    WHERE list_contains(getvariable('week'), f.date) AND f.repo IN (SELECT r.repo FROM repo r)
)
SELECT s.repo, date_diff('second', s.hour, now.hour) / 86400.0 AS ago, s.likes, s.downloads_all_time, coalesce(m.status = 'frozen', false) AS frozen
FROM seen s
JOIN seen now ON now.repo = s.repo AND now.date = $date
LEFT JOIN store.mark m ON m.date = s.date AND m.repo = s.repo
ORDER BY s.repo, ago;
