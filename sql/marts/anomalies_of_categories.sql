-- The categories that hold repos of a library or an author that stepped together within the last days ($reach). Reads `member_row`.
-- requires: temp.member_row, store.anomaly, store.description, $date, $reach
WITH near AS (FROM store.anomaly WHERE date <= $date AND date > CAST($date AS DATE) - CAST($reach AS INTEGER)),
described AS (
    SELECT DISTINCT m.category, m.kind, d.library_name, d.author
    FROM member_row m
    JOIN (SELECT x.* FROM store.description x WHERE x.library_name IN (SELECT n.name FROM near n) OR x.author IN (SELECT n.name FROM near n)) d
        ON d.repo = m.repo AND d.version = m.version
)
SELECT DISTINCT d.category, n.date, n.part, n.name, n.ratio, n.repos
FROM near n
JOIN described d ON d.kind = n.kind AND n.name = CASE n.part WHEN 'library' THEN d.library_name ELSE d.author END
ORDER BY ALL;
