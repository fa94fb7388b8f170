-- Excludes repos in a top 20 on the first recorded day: their entry date is unknown.
FROM trends
SELECT max_by(id, date) AS id, category, min(date) FILTER (board = 'attention') AS on_attention, min(date) FILTER (board = 'hub') AS on_hub,
    on_hub - on_attention AS days_ahead, min(rank) FILTER (board = 'hub') AS best_hub_rank, max_by(likes, date) AS likes
WHERE board IN ('attention', 'hub') AND rank <= 20 AND trending_score > 0
GROUP BY oid, category
HAVING days_ahead > 0 AND on_attention > (SELECT min(date) FROM trends)
ORDER BY days_ahead DESC, on_hub DESC, best_hub_rank, id, category
LIMIT 20;
