-- As similar as a slip of the fingers leaves a name: of those, the best liked.
-- requires: main.datasets, main.models, $name
SELECT id FROM (SELECT id, likes FROM models UNION ALL SELECT id, likes FROM datasets)
WHERE lower(id) = lower($name) OR lower(split_part(id, '/', 2)) = lower($name) OR jaro_winkler_similarity(lower(id), lower($name)) > 0.88
ORDER BY lower(id) = lower($name) DESC, lower(split_part(id, '/', 2)) = lower($name) DESC,
    round(jaro_winkler_similarity(lower(id), lower($name)), 2) DESC, likes DESC NULLS LAST, id
LIMIT 3;
