-- Only repos on the board 7 days ago.
FROM trends
SELECT id, rank_7d_ago, rank, rank_7d_ago - rank AS ranks_gained, likes_7d::BIGINT AS likes_7d, likes, basis
WHERE date = (SELECT max(date) FROM trends) AND category = 'text-generation' AND board = 'attention'
    AND rank <= 100 AND rank < rank_7d_ago
ORDER BY ranks_gained DESC, rank, id
LIMIT 20;
