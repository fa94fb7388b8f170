-- Row counts of the published file.
-- requires: main.featured, main.trends, store.event, store.repo, store.snapshot
SELECT 'days' AS holds, count(DISTINCT date) AS n FROM store.snapshot
UNION ALL (SELECT kind || 's', count(*) FROM store.repo GROUP BY kind ORDER BY kind DESC)
UNION ALL SELECT 'ranks', count(*) FROM trends
UNION ALL SELECT 'events', count(*) FROM store.event
UNION ALL SELECT 'featured', count(*) FROM featured;
