-- Likes and downloads of the members of $categories, now and earlier, for the boards; NULL if a gain was not observed.
-- ..._days and ..._ago are true times, to the hour. likes_since_previous: since the observation nearest to a day ago;
-- likes_1d: in exactly 24 hours.
-- requires: temp.member_row, temp.past_counter, $categories
SELECT m.category, m.kind, m.repo, m.oid, m.version, m.likes, m.downloads, m.downloads_all_time, m.trending_score,
    date_diff('second', m.born, m.hour) / 86400.0 AS age_days,
    m.likes - s.day_likes AS likes_since_previous, s.day_ago AS days_since_previous,
    CASE WHEN m.newborn THEN m.likes
        ELSE CAST(round(m.likes - store.value_at(-24, s.beyond_1_likes, -s.beyond_1_hours, coalesce(s.within_1_likes, m.likes),
            coalesce(-s.within_1_hours, 0))) AS BIGINT) END AS likes_1d,
    s.within_7_likes, s.within_7_ago, s.beyond_7_likes, s.beyond_7_ago,
    s.oldest_likes, s.oldest_ago, s.peak_downloads, s.week_downloads, s.week_ago
FROM member_row m
LEFT JOIN past_counter s USING (repo)
WHERE list_contains($categories, m.category);
