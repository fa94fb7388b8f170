-- Gains since the first day with both repos, for the last 30 days. Frozen counters give NULL, likes removed by the Hub
-- are no losses, and gains restart after a counter's correction.
WITH day AS (
    SELECT h.date, h.kind, h.oid, CASE WHEN h.status <> 'unsound' THEN h.likes END AS likes,
        CASE WHEN h.status NOT IN ('frozen', 'rolled_back', 'unsound') THEN h.downloads_all_time END AS downloads, h.status = 'corrected' AS corrected,
        coalesce((SELECT sum(k.likes) FROM removed_likes k WHERE k.oid = h.oid AND k.date <= h.date), 0) AS taken, is_r1
    FROM (
        SELECT *, true AS is_r1 FROM history_of('deepseek-ai/DeepSeek-R1')
        UNION ALL
        SELECT *, false AS is_r1 FROM history_of('deepseek-ai/DeepSeek-V3')
    ) h
),
pair AS (
    FROM (FROM day WHERE is_r1) r1
    JOIN (FROM day WHERE NOT is_r1) v3 USING (date, kind)
    SELECT date, r1.likes + r1.taken AS r1_likes, v3.likes + v3.taken AS v3_likes, r1.downloads AS r1_downloads, v3.downloads AS v3_downloads,
        count(*) FILTER (r1.corrected OR v3.corrected) OVER (ORDER BY date) AS corrections
)
FROM pair
SELECT date,
    r1_likes - first_value(r1_likes IGNORE NULLS) OVER days AS r1_likes_gained,
    v3_likes - first_value(v3_likes IGNORE NULLS) OVER days AS v3_likes_gained,
    r1_downloads - first_value(r1_downloads IGNORE NULLS) OVER since AS r1_downloads_gained,
    v3_downloads - first_value(v3_downloads IGNORE NULLS) OVER since AS v3_downloads_gained,
    round(r1_downloads_gained / nullif(v3_downloads_gained, 0), 2) AS r1_for_each_of_v3
WINDOW days AS (ORDER BY date), since AS (PARTITION BY corrections ORDER BY date)
ORDER BY date DESC
LIMIT 30;
