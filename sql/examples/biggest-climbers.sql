-- en: Who climbed most places in text generation within 7 days?
-- ko: 텍스트 생성 분야에서 일주일 사이 순위가 가장 많이 오른 모델은?
-- Only places that were held 7 days before can be compared: what is new is not among them.
FROM trends
SELECT id, rank_7d AS rank_a_week_ago, rank, rank_7d - rank AS places_won, likes_7d::BIGINT AS likes_in_7_days, likes, basis
WHERE date = (SELECT max(date) FROM trends) AND category = 'text-generation' AND board = 'attention'
    AND rank <= 100 AND rank < rank_7d
ORDER BY places_won DESC, rank
LIMIT 20;
