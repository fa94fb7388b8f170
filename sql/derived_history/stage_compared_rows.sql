-- Repos of the day and its neighbors: description (v) and counters (d: 30 days, a: all time, l: likes; NULL if unsound)
-- before (0), on (1) and after (2) the day, and quarter of creation. $dates repeats the neighbors: DuckDB pushes
-- constants into compacted months, but not joins.
-- requires: temp.neighbor_day, temp.present_row, store.counted, store.description, store.snapshot, store.unsound, $dates
-- creates: temp.compared_row
CREATE OR REPLACE TEMP TABLE compared_row AS
WITH sound_day AS MATERIALIZED (
    SELECT s.kind, s.date, bool_or(coalesce(u.counter = 'downloads', false)) AS no_d, bool_or(coalesce(u.counter = 'downloads_all_time', false)) AS no_a,
        bool_or(coalesce(u.counter = 'likes', false)) AS no_l
    FROM store.snapshot s
    LEFT JOIN store.unsound u ON u.kind = s.kind AND u.date = s.date
    GROUP BY s.kind, s.date
),
row AS (
    SELECT f.repo, f.kind, f.version, f.date, CASE WHEN NOT u.no_d THEN f.downloads END AS d, CASE WHEN NOT u.no_a THEN f.downloads_all_time END AS a,
        CASE WHEN NOT u.no_l THEN f.likes END AS l
    FROM store.counted f
    JOIN sound_day u ON u.kind = f.kind AND u.date = f.date
    WHERE list_contains($dates, f.date)
),
before AS (SELECT r.* FROM row r JOIN neighbor_day n ON n.kind = r.kind AND n.before = r.date),
after AS (SELECT r.* FROM row r JOIN neighbor_day n ON n.kind = r.kind AND n.after = r.date),
now AS (
    SELECT p.repo, p.kind, p.version, CASE WHEN NOT u.no_d THEN p.downloads END AS d, CASE WHEN NOT u.no_a THEN p.downloads_all_time END AS a,
        CASE WHEN NOT u.no_l THEN p.likes END AS l
    FROM present_row p
    JOIN neighbor_day n ON n.kind = p.kind
    JOIN sound_day u ON u.kind = p.kind AND u.date = n.date
),
side_by_side AS (
    SELECT coalesce(now.kind, before.kind, after.kind) AS kind, repo, before.version AS v0, before.d AS d0, before.a AS a0, before.l AS l0,
        now.version AS v1, now.d AS d1, now.a AS a1, now.l AS l1, after.version AS v2, after.a AS a2
    FROM now
    FULL JOIN before USING (repo)
    FULL JOIN after USING (repo)
)
SELECT side_by_side.*, store.cohort_of(d.created_at) AS cohort
FROM side_by_side
LEFT JOIN store.description d ON d.repo = side_by_side.repo AND d.version = side_by_side.v1;
