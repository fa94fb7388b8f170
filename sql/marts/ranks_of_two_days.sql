-- The top 100 of each board on the day and the day before, with the largest step's share of the week.
-- requires: main.trends, $date
SELECT category, board, date = CAST($date AS DATE) AS is_now, list(oid ORDER BY rank) AS oids, list(largest_step_share ORDER BY rank) AS largest_step_shares
FROM trends
WHERE date BETWEEN CAST($date AS DATE) - 1 AND $date AND rank <= 100
GROUP BY category, board, date;
