-- A board whose places are not 1 to n, or whose scores rise from one place to the next.
SELECT category, board AS what, max(rank) AS seen
FROM (
    SELECT category, board, rank, score > lag(score) OVER (PARTITION BY category, board ORDER BY rank) AS rises
    FROM trends WHERE date = $date
)
GROUP BY category, board
HAVING max(rank) <> count(*) OR count(DISTINCT rank) <> count(*) OR bool_or(coalesce(rises, false));
