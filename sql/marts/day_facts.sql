-- Per kind, facts about the day that its boards depend on.
-- requires: main.days, store.clock, store.mark, store.repo, store.snapshot, store.soundness, $date
SELECT s.kind, s.scope, d.limited, d.frozen_share,
    CAST((
        SELECT count(*) FROM store.mark m JOIN store.repo r ON r.repo = m.repo
        WHERE m.date = s.date AND m.status = 'rolled_back' AND r.kind = s.kind
    ) AS DOUBLE) / s.rows AS rolled_back_share,
    u.downloads_all_time AS downloads_sound, u.likes AS likes_sound, u.trending_score AS scores_sound,
    (
        SELECT count(*) FROM store.clock c JOIN store.clock now ON now.kind = c.kind AND now.date = s.date
        WHERE c.kind = s.kind AND c.date < s.date AND c.hour >= now.hour - INTERVAL 180 HOUR
    ) AS days_before,
    EXISTS (SELECT 1 FROM store.snapshot b WHERE b.kind = s.kind AND b.date = s.date - 1) AS day_before,
    (SELECT max(c.date) FROM store.snapshot c WHERE c.kind = s.kind AND c.date < s.date) AS last_before,
    date_diff('day', (SELECT min(c.date) FROM store.snapshot c WHERE c.kind = s.kind), s.date) AS history
FROM store.snapshot s
JOIN days d ON d.kind = s.kind AND d.date = s.date
JOIN store.soundness u ON u.kind = s.kind AND u.date = s.date
WHERE s.date = $date;
