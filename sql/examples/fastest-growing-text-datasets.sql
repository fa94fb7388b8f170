-- Gains of all-time downloads in exactly 7 days. Other spans: risers('text', 30); by likes: counter := 'likes'.
FROM risers('text', 7, n := 20)
SELECT rank, id, downloads_gained::BIGINT AS downloads_gained,
    round(100 * downloads_gained / nullif(downloads_all_time, 0), 1) AS percent_of_all_time, likes_gained::BIGINT AS likes_gained, likes, basis
ORDER BY rank;
