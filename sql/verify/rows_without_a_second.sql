-- Rows with no time of observation, or several.
-- requires: store.counted, store.observed
SELECT coalesce(c.date, o.date) AS date, coalesce(c.kind, o.kind) AS kind, c.rows, o.rows AS with_a_second
FROM (SELECT date, kind, count(*) AS rows FROM store.counted GROUP BY ALL) c
FULL JOIN (SELECT date, kind, count(*) AS rows FROM store.observed GROUP BY ALL) o USING (date, kind)
WHERE c.rows IS DISTINCT FROM o.rows;
