-- en: What changed on the Hub in the last 30 days, and how often?
-- ko: 지난 30일 동안 허브에서 무엇이 얼마나 자주 바뀌었는가?
FROM events
SELECT kind, event, count(*) AS changes, count(DISTINCT oid) AS repos, max(date) AS last_on, arg_max(new, date) AS last_new
WHERE date > (SELECT max(date) - 30 FROM snapshots)
GROUP BY kind, event
ORDER BY changes DESC, kind, event;
