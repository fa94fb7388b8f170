-- The repos with the description of their last observation up to the day; years that Python cannot represent become NULL.
-- requires: store.description, store.repo, store.version_span, $day, $oids
WITH repo AS MATERIALIZED (SELECT r.repo, r.kind, r.oid, r.first_seen FROM store.repo r WHERE list_contains($oids, r.oid)),
last_version AS (
    SELECT s.repo, arg_max(s.version, s.first) AS version, least(max(s.last), $day) AS last_seen
    FROM store.version_span s
    WHERE s.repo IN (SELECT x.repo FROM repo x) AND s.first <= $day
    GROUP BY s.repo
)
SELECT r.repo, r.kind, r.oid, d.id, d.author, d.pipeline_tag, d.library_name, d.license, d.gated, d.disabled,
    CASE WHEN year(d.created_at) BETWEEN 1 AND 9999 THEN d.created_at END AS created_at, d.base_relation, d.base_models,
    d.parameters, r.first_seen, l.last_seen
FROM repo r
JOIN last_version l ON l.repo = r.repo
JOIN store.description d ON d.repo = l.repo AND d.version = l.version
ORDER BY d.id;
