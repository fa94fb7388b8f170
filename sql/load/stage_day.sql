-- One row per repo: its counters, the newest counting. `seen`: how often it came. Few come more than once in a complete
-- crawl, most in one of leaders; a counter that their newest row lacks keeps the value of an earlier answer of the same day:
-- what was seen is never nulled.
-- requires: temp.staged
-- creates: temp.again, temp.day
CREATE OR REPLACE TEMP TABLE again AS
-- by a hash, which costs a quarter of the memory; that two repos may share one only makes a group of one row below
SELECT hash(kind, oid) AS key FROM staged WHERE named GROUP BY key HAVING count(*) > 1;

CREATE OR REPLACE TEMP VIEW day AS
SELECT kind, oid, seq, raw, downloads, downloads_all_time, likes, trending_score, 1 AS seen
FROM staged
WHERE named AND hash(kind, oid) NOT IN (SELECT key FROM again)
UNION ALL
SELECT kind, oid, max(seq) AS seq, hash(list(raw ORDER BY seq)) AS raw, arg_max(downloads, seq) AS downloads,
    arg_max(downloads_all_time, seq) AS downloads_all_time, arg_max(likes, seq) AS likes,
    arg_max(trending_score, seq) AS trending_score, count(*) AS seen
FROM staged
WHERE named AND hash(kind, oid) IN (SELECT key FROM again)
GROUP BY kind, oid;
