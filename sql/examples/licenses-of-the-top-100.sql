-- Each model on an attention board once. NULL: no license given.
WITH listed AS (
    FROM trends
    SELECT oid, min(rank) AS rank, max(likes_7d) AS likes_7d
    WHERE date = (SELECT max(date) FROM trends) AND board = 'attention' AND rank <= 100
    GROUP BY oid
)
FROM listed
JOIN models m USING (oid)
SELECT m.license, count(*) AS models, round(100 * models / sum(models) OVER (), 1) AS percent, count(*) FILTER (m.gated <> 'false') AS gated,
    round(sum(likes_7d), 3)::BIGINT AS likes_7d, arg_min(m.id, {rank: rank, id: m.id}) AS best_ranked
GROUP BY m.license
ORDER BY models DESC, m.license
LIMIT 20;
