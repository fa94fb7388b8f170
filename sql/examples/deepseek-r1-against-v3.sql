-- en: How does DeepSeek-R1 compare with DeepSeek-V3, day by day since the first day?
-- ko: DeepSeek-R1과 DeepSeek-V3를 첫날부터 하루하루 비교하면 어떻게 다른가?
-- Gains count from the first day on which both were observed; the last 30 days are shown. Where a counter stood still (frozen) there is no figure.
WITH pair AS (
    FROM history_of('deepseek-ai/DeepSeek-R1') r1
    JOIN history_of('deepseek-ai/DeepSeek-V3') v3 USING (date, kind)
    SELECT date, r1.likes AS r1_likes, v3.likes AS v3_likes,
        CASE WHEN r1.status NOT IN ('frozen', 'rolled_back', 'unsound') THEN r1.downloads_all_time END AS r1_downloads,
        CASE WHEN v3.status NOT IN ('frozen', 'rolled_back', 'unsound') THEN v3.downloads_all_time END AS v3_downloads
)
FROM pair
SELECT date,
    r1_likes - first_value(r1_likes IGNORE NULLS) OVER days AS r1_likes_gained,
    v3_likes - first_value(v3_likes IGNORE NULLS) OVER days AS v3_likes_gained,
    r1_downloads - first_value(r1_downloads IGNORE NULLS) OVER days AS r1_downloads_gained,
    v3_downloads - first_value(v3_downloads IGNORE NULLS) OVER days AS v3_downloads_gained,
    round(r1_downloads_gained / nullif(v3_downloads_gained, 0), 2) AS r1_for_each_of_v3
WINDOW days AS (ORDER BY date)
ORDER BY date DESC
LIMIT 30;
