-- For how many repos each counter is known and above 0, and the sum, each repo capped at the 20th largest; the verdict
-- follows. Scores are summed in whole thousandths, so that row order does not matter.
-- requires: temp.present_row, $date
-- changes: store.level
INSERT INTO store.level BY NAME
WITH ceiling AS MATERIALIZED (
    SELECT kind, list_min(max(downloads, 20) FILTER (downloads > 0)) AS downloads,
        list_min(max(downloads_all_time, 20) FILTER (downloads_all_time > 0)) AS downloads_all_time,
        list_min(max(likes, 20) FILTER (likes > 0)) AS likes, list_min(max(trending_score, 20) FILTER (trending_score > 0)) AS trending_score
    FROM present_row GROUP BY kind
),
counter_sum AS (
    SELECT p.kind, unnest([
        {counter: 'downloads', known: count(p.downloads), positive: count(*) FILTER (p.downloads > 0), total: CAST(sum(least(greatest(p.downloads, 0), m.downloads)) AS DOUBLE)},
        {counter: 'downloads_all_time', known: count(p.downloads_all_time), positive: count(*) FILTER (p.downloads_all_time > 0), total: CAST(sum(least(greatest(p.downloads_all_time, 0), m.downloads_all_time)) AS DOUBLE)},
        {counter: 'likes', known: count(p.likes), positive: count(*) FILTER (p.likes > 0), total: CAST(sum(least(greatest(p.likes, 0), m.likes)) AS DOUBLE)},
        {counter: 'trending_score', known: count(p.trending_score), positive: count(*) FILTER (p.trending_score > 0), total: sum(TRY_CAST(1000 * least(greatest(p.trending_score, 0), m.trending_score, 1e15) AS HUGEINT)) / 1000}
    ], recursive := true)
    FROM present_row p JOIN ceiling m USING (kind)
    GROUP BY p.kind
)
SELECT CAST($date AS DATE) AS date, * FROM counter_sum WHERE known > 0 ORDER BY kind, counter;
