-- The affected repos' descriptions with the selectors that select them: those of today's categories. Others follow
-- (derived_history/insert_listed_descriptions).
-- requires: temp.affected_repo, temp.covered_selector, store.member
-- creates: temp.listed_description
CREATE OR REPLACE TEMP TABLE listed_description AS
SELECT m.repo, m.version, s.number AS selector
FROM (FROM store.member SEMI JOIN affected_repo USING (repo)) m
JOIN covered_selector s ON s.slug = m.category;
