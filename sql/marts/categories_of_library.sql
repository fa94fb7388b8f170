-- Categories of $kinds, if $library is given only those with its repos.
-- requires: temp.member_row, store.description, $kinds, $library
SELECT DISTINCT m.category
FROM member_row m
WHERE list_contains($kinds, m.kind) AND ($library IS NULL OR EXISTS (
    SELECT 1 FROM store.description d WHERE d.repo = m.repo AND d.version = m.version AND d.library_name = $library
))
ORDER BY m.category;
