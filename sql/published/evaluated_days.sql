-- Days of boards near the day: whether one of them is evaluated $ahead days ahead, and those that will be.
-- requires: main.scorecard, main.trends, $ahead, $day
SELECT EXISTS (SELECT 1 FROM scorecard s WHERE s.horizon_days = $ahead AND s.metric = 'ndcg_20' AND s.date <= $day AND s.date > CAST($day AS DATE) - 30),
    (SELECT list(DISTINCT t.date) FROM trends t WHERE t.rank = 1 AND t.date <= $day AND t.date > CAST($day AS DATE) - $ahead);
