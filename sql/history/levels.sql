-- Of how many repos each counter is known on the day, and of how many it is above 0. Whether that is few is judged afterwards.
INSERT INTO store.level BY NAME
WITH row AS (FROM present),
summed AS (
    SELECT kind, unnest([
        {counter: 'downloads', known: count(downloads), positive: count(*) FILTER (downloads > 0)},
        {counter: 'downloads_all_time', known: count(downloads_all_time), positive: count(*) FILTER (downloads_all_time > 0)},
        {counter: 'likes', known: count(likes), positive: count(*) FILTER (likes > 0)},
        {counter: 'trending_score', known: count(trending_score), positive: count(*) FILTER (trending_score > 0)}
    ], recursive := true)
    FROM row GROUP BY kind
)
SELECT CAST($date AS DATE) AS date, * FROM summed WHERE known > 0 ORDER BY kind, counter;
