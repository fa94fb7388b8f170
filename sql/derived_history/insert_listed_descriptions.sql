-- The affected repos' descriptions that a selector of an earlier catalogue selects.
-- requires: temp.affected_repo, store.description, $author, $filters, $kind, $number, $pipeline_tag
-- changes: temp.listed_description
INSERT INTO listed_description BY NAME
SELECT d.repo, d.version, CAST($number AS BIGINT) AS selector
FROM store.description d
SEMI JOIN affected_repo USING (repo)
WHERE d.kind = $kind AND store.selects($pipeline_tag, $author, $filters, d.pipeline_tag, d.author, d.tags);
