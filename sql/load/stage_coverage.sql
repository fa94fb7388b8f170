-- What each kind's lists cover, as store.snapshot has it.
-- requires: temp.category_page, temp.page
-- creates: temp.coverage
CREATE OR REPLACE TEMP TABLE coverage AS
SELECT p.kind, coalesce(any_value(c.covered_before), list_sort(list(DISTINCT c.selector) FILTER (c.selector IS NOT NULL)), []) AS covered
FROM page p
LEFT JOIN category_page c USING (seq)
GROUP BY p.kind;
