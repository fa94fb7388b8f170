-- How the day of each kind was observed, as far as it bears on its boards.
WITH clock AS (SELECT kind, date, date_trunc('hour', started_at) + INTERVAL 1 HOUR AS hour FROM store.snapshot)
SELECT s.kind, s.scope, s.status = 'limited' AS limited,
    coalesce((
        SELECT CAST(sum(c.repos) FILTER (c.frozen) / sum(c.repos) AS DOUBLE) FROM store.cohort c WHERE c.kind = s.kind AND c.date = s.date
    ), 0) AS frozen_share,
    CAST((
        SELECT count(*) FROM store.mark m JOIN store.repo r ON r.repo = m.repo
        WHERE m.date = s.date AND m.status = 'rolled_back' AND r.kind = s.kind
    ) AS DOUBLE) / s.rows AS rolled_back_share,
    (
        SELECT count(*) FROM clock c JOIN clock now ON now.kind = c.kind AND now.date = s.date
        WHERE c.kind = s.kind AND c.date < s.date AND c.hour >= now.hour - INTERVAL 180 HOUR
    ) AS days_before,
    EXISTS (SELECT 1 FROM store.snapshot b WHERE b.kind = s.kind AND b.date = s.date - 1) AS day_before,
    (SELECT max(c.date) FROM store.snapshot c WHERE c.kind = s.kind AND c.date < s.date) AS last_before,
    date_diff('day', (SELECT min(c.date) FROM store.snapshot c WHERE c.kind = s.kind), s.date) AS history
FROM store.snapshot s
WHERE s.date = $date;
