-- For another language, change the tag, e.g. to 'ja'.
FROM trends t
JOIN models m USING (oid)
SELECT t.id, t.category, t.rank, round(t.score, 1) AS likes_per_day, t.likes, t.downloads AS downloads_30d, m.license
WHERE t.date = (SELECT max(date) FROM trends) AND t.board = 'attention' AND list_contains(m.tags, 'ko')
ORDER BY t.score DESC, t.id, t.category
LIMIT 20;
