-- Most liked repos of a kind on the day.
-- requires: store.counted, store.description, $date, $kind
SELECT d.id, d.pipeline_tag, d.license, f.likes, f.downloads, f.downloads_all_time, f.trending_score
FROM (SELECT * FROM store.counted WHERE kind = $kind AND date = $date ORDER BY likes DESC NULLS LAST, repo LIMIT 8) f
JOIN store.description d ON d.repo = f.repo AND d.version = f.version
ORDER BY f.likes DESC NULLS LAST, f.repo;
