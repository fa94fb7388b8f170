-- Featured models on the day.
-- requires: main.featured, store.watched, $date
SELECT id AS model, availability, downloads, downloads_gained_1d, likes, likes_1d,
    likes_7d, rank_downloads, rank_attention, notes AS featured_notes
FROM featured JOIN store.watched w USING (category, id)
WHERE date = $date
ORDER BY w.position;
