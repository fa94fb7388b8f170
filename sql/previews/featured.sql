-- The featured models of the day.
-- requires: main.featured, store.watched, $date
SELECT id AS model, availability, downloads AS "downloads, 30 days", downloads_all_time_1d AS "downloads in a day", likes, likes_1d AS "likes in a day",
    likes_7d AS "in a week", rank AS "rank by downloads", rank_attention AS "rank on attention", array_to_string(list_transform(notes, lambda n: n.code), ', ') AS note
FROM featured JOIN store.watched w USING (category, id)
WHERE date = $date
ORDER BY w.position;
