-- The featured models' daily gains over 30 days, as lists.
-- requires: main.featured, $day
SELECT id, category, list(downloads_gained_1d ORDER BY date) AS downloads, list(likes_1d ORDER BY date) AS likes
FROM featured WHERE date <= $day AND date > CAST($day AS DATE) - 30
GROUP BY ALL;
