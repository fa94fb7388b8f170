-- In the attention board's top 100, over all days of a week.
FROM trends
SELECT date_trunc('week', date)::DATE AS week, count(DISTINCT date) AS days,
    round(100 * count(*) FILTER (base_relation = 'quantized') / count(*), 1) AS quantized_percent,
    round(100 * count(*) FILTER (base_relation IS NULL) / count(*), 1) AS originals_percent,
    count(DISTINCT oid) AS models
WHERE category = 'text-generation' AND board = 'attention' AND rank <= 100
GROUP BY week
ORDER BY week DESC
LIMIT 26;
