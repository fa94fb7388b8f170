-- Each featured model on the day; its changes are added by featured_changes. It is the repo that was first seen under the documented name: when another repo
-- answers to that name, the documented one is missing, and its history is not joined to the other's.
INSERT INTO featured BY NAME
WITH asked AS (
    SELECT w.position, w.category, w.id, w.kind, l.oid AS answered,
        coalesce((
            SELECT arg_min(first.oid, first.date) FROM store.lookup first
            WHERE first.kind = w.kind AND first.id = w.id AND first.oid IS NOT NULL
        ), l.oid) AS oid
    FROM store.watched w
    LEFT JOIN store.lookup l ON l.kind = w.kind AND l.id = w.id AND l.date = $date
),
-- a repo whose old name passed to another may still be seen in the lists, under its new one
now AS (
    SELECT a.*, r.repo, f.downloads, f.downloads_all_time, f.likes, d.id AS current_id, d.gated, d.disabled
    FROM asked a
    LEFT JOIN store.repo r ON r.kind = a.kind AND r.oid = a.oid
    LEFT JOIN store.counted f ON f.repo = r.repo AND f.date = $date
    LEFT JOIN store.description d ON d.repo = f.repo AND d.version = f.version
),
placed AS (
    SELECT category, kind, repo, rank() OVER (PARTITION BY category ORDER BY downloads DESC NULLS LAST) AS rank,
        downloads / nullif(sum(downloads) OVER (PARTITION BY category), 0) AS share,
        rank() OVER (PARTITION BY category ORDER BY likes DESC NULLS LAST) AS rank_likes
    FROM member
)
SELECT CAST($date AS DATE) AS date, n.category, n.id, n.current_id,
    CASE WHEN n.current_id IS NULL THEN 'missing' WHEN n.disabled THEN 'disabled' WHEN n.current_id <> n.id THEN 'renamed'
        WHEN n.gated IN ('auto', 'manual') THEN 'gated' ELSE 'ok' END AS availability,
    n.downloads, n.downloads_all_time, n.likes,
    p.rank, p.share, p.rank_likes, t.rank AS rank_attention, n.oid,
    CASE WHEN n.answered <> n.oid AND n.current_id IS NULL THEN 'the name now belongs to another repo (' || n.answered || ')'
        WHEN n.answered <> n.oid THEN 'its old name now belongs to another repo (' || n.answered || ')' END AS note
FROM now n
LEFT JOIN placed p ON p.category = n.category AND p.kind = n.kind AND p.repo = n.repo
LEFT JOIN trends t ON t.date = $date AND t.category = n.category AND t.board = 'attention' AND t.oid = n.oid
-- a model that is watched only since a later day has nothing to say on this one
WHERE n.current_id IS NOT NULL OR EXISTS (
    SELECT 1 FROM store.lookup l WHERE l.date = $date AND l.kind = n.kind AND l.id = n.id
)
ORDER BY n.position;
