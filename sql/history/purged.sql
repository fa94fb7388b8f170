-- Likes that the Hub took away: on a day on which it took some from many repos at once, or more from one repo than people take
-- back (of recorded falls of a day, all but a few are of 1 like, and their sum is below 0.1% of the likes).
INSERT INTO store.purge BY NAME
WITH fallen AS (SELECT kind, repo, l0 - l1 AS likes, l0 FROM around WHERE l1 < l0),
many AS (
    SELECT kind FROM around WHERE l0 >= $liked AND l1 IS NOT NULL
    GROUP BY kind
    HAVING count(*) FILTER (l1 < l0) >= $few AND count(*) FILTER (l1 < l0) >= $share * count(*)
)
SELECT CAST($date AS DATE) AS date, f.repo, f.likes
FROM fallen f
WHERE f.kind IN (SELECT m.kind FROM many m) OR f.likes > $taken_back + f.l0 / 200
ORDER BY f.repo;
