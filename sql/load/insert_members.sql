-- A category's members among the unclassified descriptions. One category at a time: joining all would copy every row's
-- tags.
-- requires: temp.unclassified_description, $author, $filters, $kind, $pipeline_tag, $slug
-- changes: store.member
INSERT INTO store.member BY NAME
SELECT $slug AS category, d.repo, d.version
FROM unclassified_description d
WHERE d.kind = $kind
    AND store.selects($pipeline_tag, $author, $filters, d.pipeline_tag, d.author, d.tags);
