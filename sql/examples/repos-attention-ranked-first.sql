-- Ranks without a like in the week do not count. Excludes repos in a top 20 on the board's first day: their entry date is
-- unknown.
WITH listed AS (
    FROM trends
    SELECT *, date = min(date) OVER (PARTITION BY category, board) AS on_first_day
    WHERE board IN ('attention', 'hub') AND rank <= 20
)
FROM listed
SELECT max_by(id, date) AS id, category, min(date) FILTER (board = 'attention') AS on_attention, min(date) FILTER (board = 'hub') AS on_hub,
    on_hub - on_attention AS days_ahead, min(rank) FILTER (board = 'hub') AS best_hub_rank, max_by(likes, date) AS likes
WHERE trending_score > 0
GROUP BY oid, category
HAVING days_ahead > 0 AND NOT bool_or(on_first_day)
ORDER BY days_ahead DESC, on_hub DESC, best_hub_rank, id, category
LIMIT 20;
