FROM events
SELECT kind, event, count(*) AS changes, count(DISTINCT oid) AS repos, max(date) AS last_on, arg_max_null(new, date) AS last_new
WHERE date > (SELECT max(date) - 30 FROM snapshots)
GROUP BY kind, event
ORDER BY changes DESC, kind, event;
