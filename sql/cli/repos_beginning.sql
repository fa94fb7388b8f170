-- Repos whose names begin so, the best liked first.
-- requires: main.datasets, main.models, $begun
SELECT id FROM (SELECT id, likes FROM models WHERE starts_with(id, $begun) UNION ALL
    SELECT id, likes FROM datasets WHERE starts_with(id, $begun))
ORDER BY likes DESC NULLS LAST LIMIT 30;
