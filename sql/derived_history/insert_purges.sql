-- Likes that the Hub took away: on a day on which it took some from many repos at once, or more from one repo than people take
-- back (of recorded falls of a day, all but a few are of 1 like, and their sum is below 0.1% of the likes). Where most of them are back
-- at once within $reach days, nothing was taken: they are counted with the opposite sign.
-- requires: temp.compared_row, temp.earlier_counter, store.purge, $back, $date, $few, $liked, $reach, $share, $taken_back
-- changes: store.purge
INSERT INTO store.purge BY NAME
WITH known AS (
    SELECT a.kind, a.repo, coalesce(a.l0, e.likes) AS l0, a.l1 FROM compared_row a LEFT JOIN earlier_counter e USING (repo) WHERE a.l1 IS NOT NULL
),
many AS (
    SELECT kind FROM known WHERE l0 >= $liked
    GROUP BY kind
    HAVING count(*) FILTER (l1 < l0) >= $few AND count(*) FILTER (l1 < l0) >= $share * count(*)
),
outstanding AS (
    SELECT p.repo, CAST(sum(p.likes) AS BIGINT) AS likes FROM store.purge p
    WHERE p.date < $date AND p.date >= CAST($date AS DATE) - $reach
    GROUP BY p.repo
    HAVING sum(p.likes) > $taken_back
)
SELECT CAST($date AS DATE) AS date, k.repo, k.l0 - k.l1 AS likes
FROM known k
WHERE k.l1 < k.l0 AND (k.kind IN (SELECT m.kind FROM many m) OR k.l0 - k.l1 > $taken_back + k.l0 / 200)
UNION ALL
SELECT CAST($date AS DATE) AS date, k.repo, -least(k.l1 - k.l0, o.likes) AS likes
FROM known k
JOIN outstanding o ON o.repo = k.repo
WHERE k.l1 - k.l0 BETWEEN $back * o.likes AND o.likes / $back
ORDER BY repo;
