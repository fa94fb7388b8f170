-- The repos of a kind with the most likes on the day.
-- requires: store.counted, store.description, $date, $kind
SELECT d.id, d.pipeline_tag AS task, d.license, f.likes, f.downloads AS "downloads, 30 days", f.downloads_all_time AS "downloads, all time", f.trending_score AS "trending score"
FROM (SELECT * FROM store.counted WHERE kind = $kind AND date = $date ORDER BY likes DESC NULLS LAST, repo LIMIT 8) f
JOIN store.description d ON d.repo = f.repo AND d.version = f.version
ORDER BY f.likes DESC NULLS LAST, f.repo;
