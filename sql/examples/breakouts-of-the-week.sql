-- expected_likes_7d: predicted by previous weeks. false_percent: of 100 breakouts at least as clear, those due to
-- chance.
FROM movers
SELECT date, id, category, likes_7d::BIGINT AS likes_7d, round(expected_likes_7d, 1) AS expected_likes_7d, round(score, 1) AS standard_errors,
    round(100 * false_discovery_rate, 3) AS false_percent, likes
WHERE move = 'breakout' AND date > (SELECT max(date) - 7 FROM snapshots)
ORDER BY false_discovery_rate, score DESC, id, category, date
LIMIT 30;
