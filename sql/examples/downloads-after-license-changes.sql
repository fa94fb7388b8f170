-- Downloads per day over whole weeks, from the adoption board. NULL: not on it, or an incomplete week.
WITH changed AS (FROM events WHERE event IN ('license', 'gated', 'pipeline_tag') AND kind = 'model'),
pace AS (
    FROM trends SEMI JOIN changed USING (oid)
    SELECT DISTINCT oid, id, date, downloads_gained / downloads_gained_days AS per_day
    WHERE board = 'adoption' AND basis <> 'part'
)
FROM changed c
LEFT JOIN pace p USING (oid)
LEFT JOIN models m USING (oid)
SELECT c.date, m.id, c.event, c.old, c.new,
    (arg_max(p.per_day, p.date) FILTER (p.date < c.date AND p.date >= c.date - 7))::BIGINT AS downloads_per_day_before,
    (arg_min(p.per_day, p.date) FILTER (p.date >= c.date + 7 AND p.date < c.date + 14))::BIGINT AS downloads_per_day_after_1_week,
    (arg_min(p.per_day, p.date) FILTER (p.date >= c.date + 28 AND p.date < c.date + 35))::BIGINT AS downloads_per_day_after_4_weeks,
    round(downloads_per_day_after_1_week / nullif(downloads_per_day_before, 0), 2) AS factor
GROUP BY c.date, m.id, c.event, c.old, c.new
ORDER BY c.date DESC, downloads_per_day_before DESC NULLS LAST, m.id
LIMIT 30;
