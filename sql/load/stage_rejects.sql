-- A row without an identity cannot be kept; it is set aside with its reason.
CREATE OR REPLACE TEMP TABLE rejected AS
SELECT kind, listing, file,
    CASE WHEN _odd IS NOT NULL THEN 'not an object'
        WHEN coalesce(oid, '') = '' THEN 'no _id'
        WHEN coalesce(id, '') = '' THEN 'no id' END AS reason,
    left(coalesce(_odd, concat_ws(' ', '_id:', oid, 'id:', id)), 1000) AS row
FROM staged
WHERE reason IS NOT NULL;
