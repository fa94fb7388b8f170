-- The latest description of the repos; years that Python cannot represent become NULL.
-- requires: store.description, store.latest, store.repo, $oids
SELECT r.repo, r.kind, r.oid, d.id, d.author, d.pipeline_tag, d.library_name, d.license, d.gated, d.disabled,
    CASE WHEN year(d.created_at) BETWEEN 1 AND 9999 THEN d.created_at END AS created_at, d.base_relation, d.base_models,
    d.parameters, r.first_seen, r.last_seen
FROM store.repo r
JOIN store.latest l ON l.repo = r.repo
JOIN store.description d ON d.repo = l.repo AND d.version = l.version
WHERE list_contains($oids, r.oid)
ORDER BY d.id;
