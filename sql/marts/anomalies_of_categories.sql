-- Categories with repos of a library or author that stepped together in the last $lookback_days.
-- requires: temp.member_row, store.anomaly, store.description, $date, $lookback_days
WITH recent_anomaly AS (FROM store.anomaly WHERE date <= $date AND date > CAST($date AS DATE) - CAST($lookback_days AS INTEGER)),
member_description AS (
    SELECT DISTINCT m.category, m.kind, d.library_name, d.author
    FROM member_row m
    JOIN (SELECT x.* FROM store.description x WHERE x.library_name IN (SELECT n.name FROM recent_anomaly n) OR x.author IN (SELECT n.name FROM recent_anomaly n)) d
        ON d.repo = m.repo AND d.version = m.version
)
SELECT DISTINCT d.category, n.date, n.part, n.name, n.ratio, n.repos
FROM recent_anomaly n
JOIN member_description d ON d.kind = n.kind AND n.name = CASE n.part WHEN 'library' THEN d.library_name ELSE d.author END
ORDER BY ALL;
