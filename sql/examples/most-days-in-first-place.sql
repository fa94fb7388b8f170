-- Top 3 per category by snapshots in first place for attention.
FROM trends
SELECT category, max_by(id, date) AS id, count(*) AS snapshots_first, min(date) AS first_on, max(date) AS last_on,
    round(100 * snapshots_first / (SELECT count(DISTINCT date) FROM boards), 1) AS percent_of_snapshots
WHERE board = 'attention' AND rank = 1
GROUP BY category, oid
QUALIFY row_number() OVER (PARTITION BY category ORDER BY snapshots_first DESC, last_on DESC, oid) <= 3
ORDER BY category, snapshots_first DESC, last_on DESC, id
LIMIT 40;
