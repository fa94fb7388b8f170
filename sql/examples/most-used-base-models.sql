-- Observed models only; with scope leaders, each category's newest.
WITH made AS (
    FROM models
    SELECT oid, base_relation, unnest(base_models) AS base_model
    WHERE created_at > (SELECT max(date) - 30 FROM snapshots)
)
FROM made
LEFT JOIN models b ON b.id = made.base_model
SELECT made.base_model, count(DISTINCT made.oid) AS new_models,
    count(DISTINCT made.oid) FILTER (made.base_relation = 'quantized') AS quantizations,
    count(DISTINCT made.oid) FILTER (made.base_relation = 'finetune') AS finetunes, any_value(b.pipeline_tag) AS task,
    any_value(b.likes) AS base_model_likes
GROUP BY made.base_model
ORDER BY new_models DESC, base_model_likes DESC NULLS LAST, made.base_model
LIMIT 20;
