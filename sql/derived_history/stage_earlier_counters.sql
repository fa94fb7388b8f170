-- Last known all-time counter with its day, and likes since $since, for known repos without these in the previous
-- snapshot. Few need days before $since.
-- requires: temp.compared_row, store.counted, store.repo, store.soundness, $date, $since
-- creates: temp.earlier_counter
CREATE OR REPLACE TEMP TABLE earlier_counter AS
WITH incomplete_repo AS MATERIALIZED (
    SELECT a.repo FROM compared_row a JOIN store.repo r USING (repo)
    WHERE ((a.a1 IS NOT NULL AND a.a0 IS NULL) OR (a.l1 IS NOT NULL AND a.l0 IS NULL)) AND r.first_seen < $date
),
recent AS MATERIALIZED (
    SELECT f.repo, arg_max(f.downloads_all_time, f.date) FILTER (u.downloads_all_time) AS value,
        max(f.date) FILTER (u.downloads_all_time AND f.downloads_all_time IS NOT NULL) AS date, arg_max(f.likes, f.date) FILTER (u.likes) AS likes
    FROM store.counted f
    JOIN store.soundness u ON u.kind = f.kind AND u.date = f.date
    WHERE f.date < $date AND f.date >= $since AND f.repo IN (SELECT w.repo FROM incomplete_repo w)
    GROUP BY f.repo
),
older AS (
    SELECT f.repo, arg_max(f.downloads_all_time, f.date) FILTER (u.downloads_all_time) AS value,
        max(f.date) FILTER (u.downloads_all_time AND f.downloads_all_time IS NOT NULL) AS date
    FROM store.counted f
    JOIN store.soundness u ON u.kind = f.kind AND u.date = f.date
    WHERE f.date < $since
        AND f.repo IN (SELECT w.repo FROM incomplete_repo w WHERE w.repo NOT IN (SELECT x.repo FROM recent x WHERE x.date IS NOT NULL))
    GROUP BY f.repo
)
SELECT repo, coalesce(r.value, o.value) AS value, coalesce(r.date, o.date) AS date, r.likes FROM recent r FULL JOIN older o USING (repo);
