-- Likes a day, over the time between two observations. A repo is shown with its best day only, of those on which it had a kept place.
FROM trends
SELECT id, date, category, (step_likes / step_days)::BIGINT AS likes_a_day, likes, rank, age_days::BIGINT AS age_in_days
WHERE board = 'attention' AND step_likes > 0
QUALIFY row_number() OVER (PARTITION BY oid ORDER BY step_likes / step_days DESC, date) = 1
ORDER BY likes_a_day DESC
LIMIT 20;
