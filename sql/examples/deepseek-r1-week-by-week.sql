-- Over the 7 days up to each week's last observation; NULL if unknown. For another featured model, change the name.
FROM featured
SELECT date_trunc('week', date)::DATE AS week, date AS observed_on, likes, likes_7d AS likes_gained, downloads_all_time,
    downloads_gained_7d AS downloads_gained, downloads_gained // 7 AS downloads_per_day
WHERE id = 'deepseek-ai/DeepSeek-R1'
QUALIFY row_number() OVER (PARTITION BY week ORDER BY date DESC) = 1
ORDER BY week DESC
LIMIT 26;
