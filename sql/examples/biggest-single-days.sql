-- Likes per day between two observations, on each repo's best day.
FROM trends
SELECT id, date, category, (likes_since_previous / days_since_previous)::BIGINT AS likes_per_day, likes, rank, age_days::BIGINT AS age_days
WHERE board = 'attention' AND likes_since_previous > 0
QUALIFY row_number() OVER (PARTITION BY oid ORDER BY likes_since_previous / days_since_previous DESC, date, category) = 1
ORDER BY likes_per_day DESC, id
LIMIT 20;
