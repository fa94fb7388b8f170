FROM days d
LEFT JOIN snapshots s USING (date, kind)
SELECT date, kind, d.status, s.scope, s.repos, round(100 * s.duplicates / (s.repos + s.duplicates), 1) AS duplicates_percent, s.rejects,
    round(100 * s.changed_counter_share, 1) AS changed_counter_percent, s.requests, date_diff('second', s.started_at, s.finished_at) AS seconds
ORDER BY date DESC, kind DESC
LIMIT 30;
