-- Which named rows belong to another repo than they have: `name_move`, of whole versions (date NULL) or of single days.
-- A row belongs to the repo that had its name on the nearest day on which that was observed, if the repo existed, had no
-- other name in between, and no other repo is as near; otherwise it stays apart, as a provisional repo. One repo has one
-- row a day: that of the nearest name.
-- requires: temp.bearer, temp.named_version, store.counted
-- creates: temp.name_move
CREATE OR REPLACE TEMP TABLE name_move AS
WITH count_of_name AS (SELECT kind, id, count(DISTINCT repo) AS repos, any_value(oid) AS oid, any_value(repo) AS bearer FROM bearer WHERE is_named GROUP BY kind, id),
count_of_bearer AS (SELECT repo, count(DISTINCT id) AS names FROM bearer GROUP BY repo),
-- one repo, one name: all its rows are that repo's
plain_name AS (
    SELECT n.kind, n.id, n.oid FROM count_of_name n JOIN count_of_bearer b ON b.repo = n.bearer WHERE n.repos = 1 AND b.names = 1
),
plain_version AS (
    SELECT v.kind, v.id, v.repo, v.version, v.oid, p.oid AS target
    FROM named_version v JOIN plain_name p USING (kind, id)
    WHERE make_timestamp(CAST('0x' || p.oid[:8] AS BIGINT) * 1000000) < v.first + INTERVAL 1 DAY
),
-- rows of a provisional repo stay if no other has the name
other_version AS (
    FROM named_version v ANTI JOIN plain_version USING (repo, version)
    WHERE NOT store.is_provisional(v.oid) OR EXISTS (FROM count_of_name n WHERE n.kind = v.kind AND n.id = v.id)
),
bearing AS (
    SELECT b.kind, b.id, b.repo, b.oid, c.date
    FROM (FROM bearer WHERE repo IN (SELECT x.repo FROM bearer x SEMI JOIN other_version USING (kind, id))) b
    JOIN store.counted c ON c.repo = b.repo AND c.version = b.version
),
named_row AS (
    SELECT v.kind, v.id, v.repo, v.version, v.oid, c.date FROM other_version v JOIN store.counted c ON c.repo = v.repo AND c.version = v.version
),
nearest AS (
    SELECT n.kind, n.id, n.repo, n.version, n.oid, n.date, b.repo AS bearer, b.oid AS target, arg_min(b.date, (abs(b.date - n.date), b.date)) AS seen,
        min(abs(b.date - n.date)) AS distance
    FROM named_row n
    JOIN bearing b USING (kind, id)
    WHERE make_timestamp(CAST('0x' || b.oid[:8] AS BIGINT) * 1000000) < n.date + INTERVAL 1 DAY
    GROUP BY n.kind, n.id, n.repo, n.version, n.oid, n.date, b.repo, b.oid
),
possible AS (
    SELECT * FROM nearest n
    WHERE NOT EXISTS (FROM bearing o WHERE o.repo = n.bearer AND o.id <> n.id AND o.date BETWEEN least(n.date, n.seen) AND greatest(n.date, n.seen))
    QUALIFY rank() OVER (PARTITION BY n.repo, n.version, n.date ORDER BY n.distance) = 1
),
alone AS (FROM possible QUALIFY count(*) OVER (PARTITION BY repo, version, date) = 1),
-- a repo's own row, then its nearest name
single AS (
    SELECT a.* FROM alone a
    WHERE NOT EXISTS (FROM bearing o WHERE o.repo = a.bearer AND o.date = a.date)
    QUALIFY row_number() OVER (PARTITION BY a.bearer, a.date ORDER BY a.distance, a.id) = 1
),
row_target AS (
    SELECT n.kind, n.id, n.repo, n.version, n.oid, n.date, coalesce(s.target, store.provisional_oid(n.kind, n.id)) AS target
    FROM named_row n
    LEFT JOIN single s USING (repo, version, date)
)
SELECT kind, id, repo, version, oid, CAST(NULL AS DATE) AS date, target FROM plain_version WHERE target <> oid
UNION ALL
SELECT kind, id, repo, version, oid, date, target FROM row_target WHERE target <> oid;
