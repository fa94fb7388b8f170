-- Totals of each category of which anything was observed.
INSERT INTO category_daily BY NAME
SELECT CAST($date AS DATE) AS date, m.category, count(*) AS repos,
    count(*) FILTER (m.created_at > m.observed_at - INTERVAL 1 DAY) AS new_repos,
    sum(m.downloads) AS downloads, sum(m.likes) AS likes,
    CASE WHEN any_value(s.scope) = 'leaders' OR any_value(s.status) <> 'ok' THEN 'leaders' ELSE 'complete' END AS coverage
FROM member m
JOIN store.snapshot s ON s.date = $date AND s.kind = m.kind
GROUP BY m.category;
