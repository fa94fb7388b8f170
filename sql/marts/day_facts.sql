-- Per kind, facts about the day that its boards depend on.
-- requires: main.days, store.clock, store.level, store.mark, store.repo, store.snapshot, store.soundness, store.usable_time, $date
SELECT s.kind, s.date, s.scope, d.limited, d.frozen_share,
    CAST((
        SELECT count(*) FROM store.mark m JOIN store.repo r ON r.repo = m.repo
        WHERE m.date = s.date AND m.status = 'rolled_back' AND r.kind = s.kind
    ) AS DOUBLE) / s.rows AS rolled_back_share,
    s.rows = 0 OR EXISTS (SELECT 1 FROM store.level l WHERE l.kind = s.kind AND l.date = s.date AND l.counter = 'downloads_all_time') AS all_time_known,
    u.downloads_all_time AS downloads_sound, u.likes AS likes_sound, u.trending_score AS scores_sound,
    (
        SELECT count(*) FROM store.clock c JOIN store.clock now ON now.kind = c.kind AND now.date = s.date
        JOIN store.level l ON l.kind = c.kind AND l.date = c.date AND l.counter = 'downloads_all_time'
        WHERE c.kind = s.kind AND c.date < s.date AND c.hour >= now.hour - INTERVAL 180 HOUR
    ) AS days_before, -- with all-time counters, within a week
    EXISTS (SELECT 1 FROM store.snapshot b WHERE b.kind = s.kind AND b.date = s.date - 1) AS day_before,
    (SELECT max(c.date) FROM store.snapshot c WHERE c.kind = s.kind AND c.date < s.date) AS last_before,
    (SELECT min(c.hour) FROM store.clock c WHERE c.kind = s.kind) AS first_at,
    (SELECT c.hour FROM store.clock c WHERE c.kind = s.kind AND c.date = s.date) AS taken_at,
    coalesce(t.likes_times, []) AS likes_times, coalesce(t.downloads_times, []) AS downloads_times
FROM store.snapshot s
JOIN days d ON d.kind = s.kind AND d.date = s.date
JOIN store.soundness u ON u.kind = s.kind AND u.date = s.date
-- snapshots whose counters say what was gained
LEFT JOIN (
    SELECT c.kind, list(c.hour ORDER BY c.hour) FILTER (c.likes) AS likes_times, list(c.hour ORDER BY c.hour) FILTER (c.downloads) AS downloads_times
    FROM store.usable_time c
    WHERE c.date <= $date AND c.date >= CAST($date AS DATE) - 29
    GROUP BY c.kind
) t ON t.kind = s.kind
WHERE s.date = $date;
