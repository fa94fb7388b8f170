-- Likes a day, over the time between two observations. A repo is shown with its best day only, of those on which it had a kept place.
FROM trends
SELECT id, date, category, (likes_since_previous / days_since_previous)::BIGINT AS likes_a_day, likes, rank, age_days::BIGINT AS age_in_days
WHERE board = 'attention' AND likes_since_previous > 0
QUALIFY row_number() OVER (PARTITION BY oid ORDER BY likes_since_previous / days_since_previous DESC, date) = 1
ORDER BY likes_a_day DESC
LIMIT 20;
