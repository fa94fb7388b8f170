-- Attention and adoption ranks as percent of all ranked repos: 0 is the top, 100 the bottom.
WITH standing AS (
    FROM trends t
    JOIN boards b USING (date, category, board)
    SELECT t.*, 100 * t.rank / b.ranked_repos AS percent
    WHERE t.date = (SELECT max(date) FROM trends)
)
FROM standing liked
JOIN standing used USING (category, oid)
SELECT liked.id, category, liked.rank AS rank_attention, used.rank AS rank_adoption,
    round(liked.percent, 1) AS percent_attention, round(used.percent, 1) AS percent_adoption, liked.likes, liked.downloads AS downloads_30d
WHERE liked.board = 'attention' AND used.board = 'adoption' AND liked.percent < used.percent
ORDER BY used.percent - liked.percent DESC, liked.id
LIMIT 20;
