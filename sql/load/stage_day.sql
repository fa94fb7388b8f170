-- One row per repo. A view: what came once, nearly all of a complete crawl, is not copied again.
CREATE OR REPLACE TEMP VIEW day AS
SELECT *, CASE WHEN downloads IS NULL OR likes IS NULL THEN 'partial' ELSE 'observed' END AS status
FROM (
    SELECT * FROM merged
    UNION ALL BY NAME
    SELECT staged.* EXCLUDE (seq, requested), 1 AS seen
    FROM staged
    ANTI JOIN merged USING (kind, oid)
    WHERE staged.oid <> '' AND staged.id <> ''
);
