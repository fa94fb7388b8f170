-- en: On which days did the attention board foresee the likes of the next day better than the Hub's own order?
-- ko: attention 순위표가 허브의 자체 순서보다 다음 날의 좋아요를 더 잘 내다본 날은 언제인가?
-- NDCG@20, the mean of the categories: 1 is the best order there could be. Further ahead: horizon_days = 3 or 7.
FROM scorecard
SELECT date, round(avg(value) FILTER (board = 'attention'), 3) AS attention, round(avg(value) FILTER (board = 'hub'), 3) AS hub,
    round(attention - hub, 3) AS lead, count(*) FILTER (board = 'hub') AS categories
WHERE target = 'likes' AND metric = 'ndcg_20' AND horizon_days = 1
GROUP BY date
ORDER BY date DESC
LIMIT 30;
