-- The pages of categories' lists, with their selectors. Pages of earlier releases have only the category's name: they
-- cover what the day did before its replacement, or else today's categories of these names.
-- requires: temp.page, temp.replaced_snapshot, store.category, $scope
-- creates: temp.category_page
CREATE OR REPLACE TEMP TABLE category_page AS
SELECT p.seq, p.kind, p.listing, r.covered AS covered_before,
    CASE WHEN p.selector IS NOT NULL THEN store.selector(p.selector.pipeline_tag, p.selector.author, p.selector.filters)
        WHEN c.slug IS NOT NULL THEN store.selector(c.pipeline_tag, c.author, c.filters) END AS selector
FROM page p
LEFT JOIN store.category c ON p.selector IS NULL AND c.kind = p.kind AND c.slug = p.category
LEFT JOIN replaced_snapshot r ON p.selector IS NULL AND r.kind = p.kind AND r.scope = $scope
WHERE p.category IS NOT NULL;
