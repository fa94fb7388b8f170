-- An archived day as load/stage_rows stages a spool: a page for each time of observation, without rejected or private
-- rows. Archives have only public repos with an identity.
-- requires: temp.archived_row
-- creates: temp.absent_repo, temp.page, temp.private_row, temp.rejected_row, temp.staged_row
CREATE OR REPLACE TEMP TABLE page AS
SELECT CAST(row_number() OVER (ORDER BY observed_at) - 1 AS INTEGER) AS seq, getvariable('archive_kind') AS kind, getvariable('archive_source') AS listing,
    CAST(NULL AS VARCHAR) AS category, CAST(NULL AS VARCHAR) AS requested, observed_at
FROM (SELECT DISTINCT observed_at FROM archived_row);

CREATE OR REPLACE TEMP TABLE staged_row AS
SELECT page.kind, page.seq, r.oid, false AS is_private, true AS has_identity, CAST(NULL AS JSON) AS description_json,
    hash('archive', r.by_name, $archived_fields) AS raw, $counters
FROM archived_row r
JOIN page USING (observed_at);

CREATE OR REPLACE TEMP TABLE absent_repo (kind VARCHAR, requested VARCHAR);
CREATE OR REPLACE TEMP TABLE rejected_row (kind VARCHAR, listing VARCHAR, file VARCHAR, reason VARCHAR, row VARCHAR);
CREATE OR REPLACE TEMP TABLE private_row (kind VARCHAR, oid VARCHAR, id VARCHAR, row VARCHAR);
