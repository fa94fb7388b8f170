-- Parameters come from safetensors files; adapters and quantized models may have fewer than their base model.
FROM trends t
JOIN models m USING (oid)
SELECT t.rank, t.category, t.id, round(m.parameters / 1e9, 2) AS billion_parameters, t.base_relation, round(t.score, 1) AS likes_per_day, t.likes, m.license
WHERE t.date = (SELECT max(date) FROM trends) AND t.board = 'attention' AND t.rank <= 50 AND m.parameters < 4e9
ORDER BY t.rank, t.score DESC, t.category, t.id
LIMIT 20;
