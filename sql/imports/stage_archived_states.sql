-- The states of each repo in the archived days, by what describes it: `layer` numbers those of one repo, which are matched one after
-- another; `number` is the place by identity. `archived_version` collects the result.
-- requires: temp.archived_row, $by_name, $kind
-- creates: temp.archived_state, temp.archived_version
CREATE OR REPLACE TEMP TABLE archived_version (identity VARCHAR, raw UBIGINT, repo INTEGER, version USMALLINT, first DATE, last DATE);

CREATE OR REPLACE TEMP TABLE archived_state AS
SELECT CAST(row_number() OVER (PARTITION BY identity ORDER BY first, raw) AS INTEGER) AS layer, CAST(row_number() OVER (ORDER BY identity, first, raw) AS INTEGER) AS number, CAST($kind AS VARCHAR) AS kind,
    CASE WHEN $by_name THEN store.provisional_oid($kind, identity) ELSE identity END AS oid, identity, raw, first, last
FROM (SELECT identity, raw, min(day) AS first, max(day) AS last FROM archived_row GROUP BY identity, raw);
