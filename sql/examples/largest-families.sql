-- Models in each attention board's top 100, by the root of their chain of base models.
FROM trends t
JOIN families f USING (oid)
SELECT f.root_model, count(DISTINCT oid) AS derivatives, count(DISTINCT oid) FILTER (f.base_relation = 'quantized') AS quantizations,
    count(DISTINCT oid) FILTER (f.base_relation = 'finetune') AS finetunes, count(DISTINCT oid) FILTER (f.base_relation = 'adapter') AS adapters,
    count(DISTINCT oid) FILTER (f.base_relation = 'merge') AS merges, min(t.rank) AS best_rank, arg_min(t.id, t.rank) AS best_ranked
WHERE t.date = (SELECT max(date) FROM trends) AND t.board = 'attention' AND t.rank <= 100 AND f.base_model IS NOT NULL
GROUP BY f.root_model
ORDER BY derivatives DESC, best_rank, f.root_model
LIMIT 20;
