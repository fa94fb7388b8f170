-- Repos with names within a typo of this one, most liked first.
-- requires: store.description, store.latest, $name
SELECT id FROM (SELECT d.id, f.likes FROM store.latest f JOIN store.description d ON d.repo = f.repo AND d.version = f.version)
WHERE lower(id) = lower($name) OR lower(split_part(id, '/', 2)) = lower($name) OR jaro_winkler_similarity(lower(id), lower($name)) > 0.88
ORDER BY lower(id) = lower($name) DESC, lower(split_part(id, '/', 2)) = lower($name) DESC,
    round(jaro_winkler_similarity(lower(id), lower($name)), 2) DESC, likes DESC NULLS LAST, id
LIMIT 3;
