-- en: Which text datasets were downloaded most in the last 7 days?
-- ko: 지난 7일 동안 다운로드가 가장 많이 늘어난 텍스트 데이터셋은?
-- What the counter of all downloads gained in exactly that time. Other spans: risers('text', 30); by likes: counter := 'likes'.
FROM risers('text', 7, n := 20)
SELECT place, id, downloads_gained::BIGINT AS downloads_gained,
    round(100 * downloads_gained / nullif(downloads_all_time, 0), 1) AS percent_of_all, likes_gained::BIGINT AS likes_gained, likes, basis
ORDER BY place;
