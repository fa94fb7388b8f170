-- Per board. Models without a base model count as originals.
FROM trends
SELECT board, count(*) AS models, count(*) FILTER (base_relation = 'quantized') AS quantized,
    round(100 * quantized / models, 1) AS quantized_percent,
    count(*) FILTER (base_relation = 'finetune') AS finetunes, count(*) FILTER (base_relation = 'adapter') AS adapters,
    count(*) FILTER (base_relation = 'merge') AS merges, count(*) FILTER (base_relation IS NULL) AS originals
WHERE date = (SELECT max(date) FROM trends) AND category = 'text-generation' AND rank <= 100
GROUP BY board
ORDER BY board;
