-- A row a board. Models that name no base are counted as originals.
FROM trends
SELECT board, count(*) AS places, count(*) FILTER (base_relation = 'quantized') AS quantised,
    round(100 * quantised / places, 1) AS quantised_percent,
    count(*) FILTER (base_relation = 'finetune') AS finetunes, count(*) FILTER (base_relation = 'adapter') AS adapters,
    count(*) FILTER (base_relation = 'merge') AS merges, count(*) FILTER (base_relation IS NULL) AS originals
WHERE date = (SELECT max(date) FROM trends) AND category = 'text-generation' AND rank <= 100
GROUP BY board
ORDER BY board;
