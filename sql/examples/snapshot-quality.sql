-- en: How good is each day's snapshot: what was covered, repeated or set aside, and which days are missing?
-- ko: 날마다 얼마나 온전히 기록되었는가: 범위, 중복, 버린 행, 그리고 빠진 날은?
FROM days d
LEFT JOIN snapshots s USING (date, kind)
SELECT date, kind, d.status, s.scope, s.rows AS repos, round(100 * s.duplicates / (s.rows + s.duplicates), 1) AS duplicates_percent, s.rejects,
    round(100 * s.moved_share, 1) AS moved_percent, s.requests, date_diff('second', s.started_at, s.finished_at) AS seconds
ORDER BY date DESC, kind DESC
LIMIT 30;
