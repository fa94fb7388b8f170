-- One state of each repo, as sql/load has the rows of a day; variables `archive_kind`, `archive_layer`.
-- requires: temp.archived_state, $oid
-- creates: temp.merged_row, temp.staged_row
CREATE OR REPLACE TEMP TABLE staged_row AS
SELECT getvariable('archive_kind') AS kind, $oid AS oid, number AS seq, raw, true AS has_identity
FROM archived_state
WHERE layer = getvariable('archive_layer');
CREATE OR REPLACE TEMP VIEW merged_row AS
SELECT kind, oid, seq, raw, $no_counters, 1 AS occurrences FROM staged_row;
