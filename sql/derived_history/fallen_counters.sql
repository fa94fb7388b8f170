-- All known all-time counters of irregular repos whose counter ever fell.
-- requires: temp.irregular_repo, store.counted, store.unsound
WITH known_counter AS MATERIALIZED (
    SELECT f.repo, f.date, f.downloads_all_time AS value, f.downloads_all_time < lag(f.downloads_all_time) OVER (PARTITION BY f.repo ORDER BY f.date) AS fell
    FROM store.counted f
    SEMI JOIN irregular_repo USING (repo)
    ANTI JOIN (SELECT u.kind, u.date FROM store.unsound u WHERE u.counter = 'downloads_all_time') u ON u.kind = f.kind AND u.date = f.date
    WHERE f.downloads_all_time IS NOT NULL
)
SELECT k.repo, k.date, k.value FROM known_counter k
WHERE k.repo IN (SELECT x.repo FROM known_counter x WHERE x.fell)
ORDER BY k.repo, k.date;
