-- en: Which repos had the biggest single days ever seen?
-- ko: 하루에 좋아요를 가장 많이 받은 기록은 어느 저장소가 언제 세웠는가?
-- Likes a day, over the time between two observations. A repo is shown with its best day only.
FROM trends
SELECT id, date, category, (likes_1d / days_1d)::BIGINT AS likes_a_day, likes, rank, age_days::BIGINT AS age_in_days
WHERE board = 'attention' AND likes_1d > 0
QUALIFY row_number() OVER (PARTITION BY oid ORDER BY likes_1d / days_1d DESC, date) = 1
ORDER BY likes_a_day DESC
LIMIT 20;
