-- Top 3 per category by snapshots in first place for attention; percent of those with a board of the category.
FROM trends
SELECT category, max_by(id, date) AS id, count(*) AS snapshots_first, min(date) AS first_on, max(date) AS last_on,
    round(100 * snapshots_first / sum(snapshots_first) OVER (PARTITION BY category), 1) AS percent_of_snapshots
WHERE board = 'attention' AND rank = 1
GROUP BY category, oid
QUALIFY row_number() OVER (PARTITION BY category ORDER BY snapshots_first DESC, last_on DESC, oid) <= 3
ORDER BY category, snapshots_first DESC, last_on DESC, id
LIMIT 40;
