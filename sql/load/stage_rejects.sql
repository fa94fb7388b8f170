-- A row without an identity cannot be kept; it is set aside with its reason.
CREATE OR REPLACE TEMP TABLE rejected AS
SELECT kind, listing, file,
    CASE WHEN _odd IS NOT NULL THEN 'not an object'
        WHEN oid IS NULL THEN 'no _id'
        WHEN NOT regexp_full_match(oid, '[0-9a-f]{24}') THEN '_id is not 24 hexadecimal digits'
        WHEN coalesce(id, '') = '' THEN 'no id' END AS reason,
    left(coalesce(_odd, concat_ws(' ', '_id:', oid, 'id:', id)), 1000) AS row
FROM staged
WHERE reason IS NOT NULL;
