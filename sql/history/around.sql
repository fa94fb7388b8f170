-- Every repo observed on the day or on one of its neighbours: its description (v) and counters (d: 30 days, a: all time)
-- before (0), on the day (1) and after (2), and the year in which it was made. The variable `beside` holds the neighbours' dates
-- once more: a constant reaches into folded months, a join does not.
CREATE OR REPLACE TEMP TABLE around AS
WITH before AS (
    SELECT f.* FROM store.counted f JOIN neighbour n ON n.kind = f.kind AND n.before = f.date
    WHERE list_contains(getvariable('beside'), f.date)
),
after AS (
    SELECT f.* FROM store.counted f JOIN neighbour n ON n.kind = f.kind AND n.after = f.date
    WHERE list_contains(getvariable('beside'), f.date)
),
beside AS (
    SELECT coalesce(now.kind, before.kind, after.kind) AS kind, repo, before.version AS v0, before.downloads AS d0,
        before.downloads_all_time AS a0, now.version AS v1, now.downloads AS d1, now.downloads_all_time AS a1, after.version AS v2,
        after.downloads_all_time AS a2
    FROM present now
    FULL JOIN before USING (repo)
    FULL JOIN after USING (repo)
)
SELECT beside.*, CAST(CASE WHEN year(d.created_at) BETWEEN 2000 AND 2999 THEN year(d.created_at) ELSE 0 END AS SMALLINT) AS cohort
FROM beside
LEFT JOIN store.description d ON d.repo = beside.repo AND d.version = beside.v1;
