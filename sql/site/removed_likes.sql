-- Likes that the Hub removed, one row per category and day.
-- requires: main.removed_likes, $day
SELECT category, date, sum(likes) AS likes
FROM (SELECT date, unnest(categories) AS category, likes FROM removed_likes WHERE date <= $day AND date > CAST($day AS DATE) - 90)
GROUP BY category, date;
