-- The day's featured models, without gains (update_featured_gains): the repos first seen under the documented names. If
-- another repo answers to a name, the documented one is missing and their histories stay apart.
-- requires: main.trends, store.clock, store.counted, store.description, store.lookup, store.member, store.observed, store.repo,
--     store.soundness, store.watched, $date
-- changes: main.featured
INSERT INTO featured BY NAME
WITH documented_model AS (
    SELECT w.position, w.category, w.id, w.kind, l.oid AS answered,
        coalesce((
            SELECT arg_min(first.oid, first.date) FROM store.lookup first
            WHERE first.kind = w.kind AND first.id = w.id AND first.oid IS NOT NULL
        ), l.oid) AS oid
    FROM store.watched w
    LEFT JOIN store.lookup l ON l.kind = w.kind AND l.id = w.id AND l.date = $date
),
-- a repo that lost its old name may be listed under a new one; filter to these few repos first
featured_repo AS MATERIALIZED (
    SELECT a.*, r.repo
    FROM documented_model a
    LEFT JOIN (SELECT x.* FROM store.repo x WHERE x.oid IN (SELECT b.oid FROM documented_model b)) r ON r.kind = a.kind AND r.oid = a.oid
),
row AS MATERIALIZED (
    SELECT f.* REPLACE (CASE WHEN u.downloads THEN f.downloads END AS downloads, CASE WHEN u.downloads_all_time THEN f.downloads_all_time END AS downloads_all_time,
        CASE WHEN u.likes THEN f.likes END AS likes, CASE WHEN u.trending_score THEN f.trending_score END AS trending_score)
    FROM store.observed f
    JOIN store.soundness u ON u.kind = f.kind AND u.date = f.date
    WHERE f.date = $date AND f.repo IN (SELECT m.repo FROM featured_repo m)
),
repo_description AS MATERIALIZED (
    SELECT d.repo, d.version, d.id, d.gated, d.disabled, d.created_at FROM store.description d WHERE d.repo IN (SELECT m.repo FROM featured_repo m)
),
now AS MATERIALIZED (
    SELECT m.*, f.version, f.observed_at, f.downloads, f.downloads_all_time, f.likes, f.trending_score, d.id AS current_id, d.gated, d.disabled, d.created_at
    FROM featured_repo m
    LEFT JOIN row f ON f.repo = m.repo
    LEFT JOIN repo_description d ON d.repo = f.repo AND d.version = f.version
),
featured_member AS MATERIALIZED (
    SELECT DISTINCT m.category, n.kind, n.repo, n.downloads, n.likes, n.trending_score, round(date_diff('second', store.born(n.created_at, n.oid, store.hour_of(n.observed_at, c.hour)), store.hour_of(n.observed_at, c.hour)) / 86400.0, 2) AS days
    FROM now n
    JOIN store.clock c ON c.kind = n.kind AND c.date = $date
    JOIN (SELECT x.* FROM store.member x WHERE x.repo IN (SELECT m.repo FROM featured_repo m)) m ON m.repo = n.repo AND m.version = n.version
),
member AS (
    SELECT m.category, f.kind, f.downloads, f.likes, f.trending_score
    FROM store.counted f
    JOIN (SELECT x.* FROM store.member x WHERE x.category IN (SELECT i.category FROM featured_member i)) m ON m.repo = f.repo AND m.version = f.version
    WHERE f.date = $date
),
featured_rank AS MATERIALIZED (
    SELECT i.category, i.kind, i.repo, any_value(i.days) AS age_days,
        CASE WHEN any_value(u.downloads) THEN 1 + count(*) FILTER (m.downloads > coalesce(i.downloads, -1)) END AS rank_downloads,
        CASE WHEN any_value(u.likes) THEN 1 + count(*) FILTER (m.likes > coalesce(i.likes, -1)) END AS rank_likes,
        CASE WHEN any_value(i.trending_score) IS NOT NULL THEN 1 + count(*) FILTER (m.trending_score > i.trending_score) END AS rank_trending,
        any_value(i.downloads) / nullif(sum(m.downloads), 0) AS share_downloads,
        any_value(i.likes) / nullif(sum(m.likes), 0) AS share_likes,
        -- rounded, since the order of adding changes the last bits
        round(any_value(i.trending_score) / nullif(sum(m.trending_score), 0), 9) AS share_trending,
        CASE WHEN any_value(i.downloads) IS NOT NULL THEN count(*) FILTER (m.downloads < i.downloads) / nullif(count(m.downloads) - 1, 0) END AS percentile_downloads
    FROM featured_member i
    JOIN member m ON m.category = i.category AND m.kind = i.kind
    JOIN store.soundness u ON u.kind = i.kind AND u.date = $date
    GROUP BY i.category, i.kind, i.repo
),
-- derivatives give the name a model had when they were created
known_name AS MATERIALIZED (
    SELECT DISTINCT repo, id FROM repo_description
),
derivative AS MATERIALIZED (
    SELECT c.repo, d.base_relation, count(DISTINCT d.repo) AS models
    FROM (
        SELECT x.repo, x.version, x.base_relation, unnest(x.base_models) AS base FROM store.description x
        WHERE list_has_any(x.base_models, (SELECT list(e.id) FROM known_name e))
    ) d
    JOIN known_name c ON c.id = d.base
    JOIN (SELECT o.repo, o.version FROM store.counted o WHERE o.date = $date) o ON o.repo = d.repo AND o.version = d.version
    GROUP BY c.repo, d.base_relation
),
derivative_count AS (
    SELECT repo, sum(models) FILTER (base_relation = 'finetune') AS finetunes, sum(models) FILTER (base_relation = 'quantized') AS quantizations,
        sum(models) FILTER (base_relation = 'adapter') AS adapters, sum(models) FILTER (base_relation = 'merge') AS "merges"
    FROM derivative GROUP BY repo
)
SELECT CAST($date AS DATE) AS date, n.category, n.id, n.current_id,
    CASE WHEN n.current_id IS NULL THEN 'missing' WHEN n.disabled THEN 'disabled' WHEN n.current_id <> n.id THEN 'renamed'
        WHEN n.gated IN ('auto', 'manual') THEN 'gated' ELSE 'ok' END AS availability,
    n.downloads, n.downloads_all_time, n.likes,
    p.rank_downloads, p.share_downloads, p.rank_likes, t.rank AS rank_attention, n.oid,
    CASE WHEN n.answered <> n.oid THEN [{
        code: CASE WHEN n.current_id IS NULL THEN 'name_reused' ELSE 'old_name_reused' END,
        parameters: CAST(json_object('oid', n.answered) AS VARCHAR)
    }] END AS notes,
    p.percentile_downloads, p.share_likes, p.rank_trending, p.share_trending, p.age_days,
    CASE WHEN n.current_id IS NOT NULL THEN coalesce(k.finetunes, 0) END AS finetunes, CASE WHEN n.current_id IS NOT NULL THEN coalesce(k.quantizations, 0) END AS quantizations,
    CASE WHEN n.current_id IS NOT NULL THEN coalesce(k.adapters, 0) END AS adapters, CASE WHEN n.current_id IS NOT NULL THEN coalesce(k.merges, 0) END AS "merges"
FROM now n
LEFT JOIN derivative_count k ON k.repo = n.repo
LEFT JOIN featured_rank p ON p.category = n.category AND p.kind = n.kind AND p.repo = n.repo
LEFT JOIN trends t ON t.date = $date AND t.category = n.category AND t.board = 'attention' AND t.oid = n.oid
-- models featured only later have no row
WHERE n.current_id IS NOT NULL OR EXISTS (
    SELECT 1 FROM store.lookup l WHERE l.date = $date AND l.kind = n.kind AND l.id = n.id
)
ORDER BY n.position;
