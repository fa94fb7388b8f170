-- A category's members among the unclassified descriptions. One category at a time: joining all would copy every row's
-- tags. Testing the first filter alone is many times faster.
-- requires: temp.unclassified_description, $author, $filters, $kind, $pipeline_tag, $slug
-- changes: store.member
INSERT INTO store.member BY NAME
SELECT $slug AS category, d.repo, d.version
FROM unclassified_description d
WHERE d.kind = $kind
    AND ($pipeline_tag IS NULL OR d.pipeline_tag = $pipeline_tag)
    AND ($author IS NULL OR lower(d.author) = lower($author))
    AND (len($filters) = 0 OR (list_contains(d.tags, $filters[1]) AND list_has_all(d.tags, $filters)));
