-- Likes that the Hub removed: from many repos at once, or from one more than people take back (nearly all observed
-- daily falls are of 1 like, together below 0.1% of the likes). If most come back at once within $lookback_days days,
-- they are added with the opposite sign.
-- requires: temp.compared_row, temp.earlier_counter, store.purge, $date, $lookback_days, $max_unlikes, $min_likes, $min_repos,
--     $min_returned_share, $min_share
-- changes: store.purge
INSERT INTO store.purge BY NAME
WITH compared_likes AS (
    SELECT a.kind, a.repo, coalesce(a.l0, e.likes) AS l0, a.l1 FROM compared_row a LEFT JOIN earlier_counter e USING (repo) WHERE a.l1 IS NOT NULL
),
purged_kind AS (
    SELECT kind FROM compared_likes WHERE l0 >= $min_likes
    GROUP BY kind
    HAVING count(*) FILTER (l1 < l0) >= $min_repos AND count(*) FILTER (l1 < l0) >= $min_share * count(*)
),
outstanding AS (
    SELECT p.repo, CAST(sum(p.likes) AS BIGINT) AS likes FROM store.purge p
    WHERE p.date < $date AND p.date >= CAST($date AS DATE) - $lookback_days
    GROUP BY p.repo
    HAVING sum(p.likes) > $max_unlikes
)
SELECT CAST($date AS DATE) AS date, k.repo, k.l0 - k.l1 AS likes
FROM compared_likes k
WHERE k.l1 < k.l0 AND (k.kind IN (SELECT m.kind FROM purged_kind m) OR k.l0 - k.l1 > $max_unlikes + k.l0 / 200)
UNION ALL
SELECT CAST($date AS DATE) AS date, k.repo, -least(k.l1 - k.l0, o.likes) AS likes
FROM compared_likes k
JOIN outstanding o ON o.repo = k.repo
WHERE k.l1 - k.l0 BETWEEN $min_returned_share * o.likes AND o.likes / $min_returned_share
ORDER BY repo;
