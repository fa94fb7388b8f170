-- Only places that were held 7 days before can be compared: what is new is not among them.
FROM trends
SELECT id, rank_7d_ago AS rank_a_week_ago, rank, rank_7d_ago - rank AS places_won, likes_7d::BIGINT AS likes_in_7_days, likes, basis
WHERE date = (SELECT max(date) FROM trends) AND category = 'text-generation' AND board = 'attention'
    AND rank <= 100 AND rank < rank_7d_ago
ORDER BY places_won DESC, rank
LIMIT 20;
