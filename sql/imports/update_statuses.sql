-- Days of archives of the whole Hub that lack repos are `limited`: those known to be cut short, those with less than 98% of
-- the most repos in the 8 days before, and those with 1% less than the days on both sides, which a hole explains better
-- than a removal.
-- requires: store.archived_day, store.source
-- changes: store.snapshot
UPDATE store.snapshot s
SET status = verdict.status
FROM (
    SELECT source, kind, date, CASE WHEN partial OR (complete AND most > 20 AND rows < 0.98 * most) OR (complete AND least > 20 AND rows < 0.99 * least)
        THEN 'limited' ELSE 'ok' END AS status
    FROM (
        SELECT a.source, a.kind, a.date, a.rows, a.partial, o.complete,
            max(a.rows) OVER (PARTITION BY a.source, a.kind ORDER BY a.date RANGE BETWEEN INTERVAL 8 DAY PRECEDING AND CURRENT ROW) AS most,
            CASE WHEN lag(a.date) OVER w >= a.date - 8 AND lead(a.date) OVER w <= a.date + 8 THEN least(lag(a.rows) OVER w, lead(a.rows) OVER w) END AS least
        FROM store.archived_day a
        JOIN store.source o ON o.name = a.source
        WINDOW w AS (PARTITION BY a.source, a.kind ORDER BY a.date)
    )
) AS verdict
WHERE verdict.source = s.source AND verdict.kind = s.kind AND verdict.date = s.date AND verdict.status <> s.status
RETURNING s.date;
