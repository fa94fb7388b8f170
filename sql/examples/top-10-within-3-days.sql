-- Age since creation on the Hub. best_rank: since then.
FROM trends t
JOIN categories c ON c.slug = t.category AND c.kind = 'model'
SELECT max_by(t.id, t.date) AS id, t.category, t.board, min(t.date) AS entered_on, round(min(t.age_days), 1) AS age_days,
    min_by(t.rank, t.date) AS entry_rank, min(t.rank) AS best_rank, count(*) AS days_in_top_10, max_by(t.likes, t.date) AS likes
WHERE t.rank <= 10
GROUP BY t.oid, t.category, t.board
HAVING min(t.age_days) <= 3
ORDER BY entered_on DESC, entry_rank, t.category, t.board, id
LIMIT 30;
