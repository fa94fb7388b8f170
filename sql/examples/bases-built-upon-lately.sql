-- Of the models that were observed; with scope leaders these are the newest of each category.
WITH made AS (
    FROM models
    SELECT oid, base_relation, unnest(base_models) AS base
    WHERE created_at > (SELECT max(date) - 30 FROM snapshots)
)
FROM made
LEFT JOIN models b ON b.id = made.base
SELECT made.base, count(DISTINCT made.oid) AS new_models,
    count(DISTINCT made.oid) FILTER (made.base_relation = 'quantized') AS quantised,
    count(DISTINCT made.oid) FILTER (made.base_relation = 'finetune') AS finetunes, any_value(b.pipeline_tag) AS task,
    any_value(b.likes) AS likes_of_the_base
GROUP BY made.base
ORDER BY new_models DESC, likes_of_the_base DESC NULLS LAST, made.base
LIMIT 20;
