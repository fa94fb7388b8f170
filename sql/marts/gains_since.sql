-- Likes and downloads of the members of the categories on the day and on the days (the variable `judged`) whose boards it
-- judges. Of a whole Hub most repos gained nothing: they matter only where a ranking holds them. A counter that fell gained nothing.
WITH day AS (
    SELECT f.repo, f.date, f.version, f.likes, f.downloads_all_time FROM store.counted f
    WHERE list_contains(getvariable('judged'), f.date) AND f.repo IN (SELECT m.repo FROM store.member m)
),
gain AS (
    SELECT b.repo, b.date, greatest(now.likes - b.likes, 0) AS likes, greatest(now.downloads_all_time - b.downloads_all_time, 0) AS downloads,
        now.version
    FROM day now
    JOIN day b ON b.repo = now.repo AND b.date < now.date
    WHERE now.date = $date AND (now.likes > b.likes OR now.downloads_all_time > b.downloads_all_time OR now.repo IN (SELECT l.repo FROM listed l))
)
SELECT m.category, g.repo, g.date, CAST(g.likes AS DOUBLE) AS likes, CAST(g.downloads AS DOUBLE) AS downloads
FROM gain g
JOIN store.member m ON m.repo = g.repo AND m.version = g.version;
