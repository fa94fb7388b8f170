-- Descriptions of new repos with one row, on pages $first to $last (NULL: all). $rows: staged_description or
-- reread_row.
-- requires: temp.licenses_in(), temp.new_row, $first, $last, $rows
-- changes: store.description
INSERT INTO store.description BY NAME
SELECT new_row.repo, new_row.kind, 1 AS version, line.* EXCLUDE (seq, oid), licenses_in(line.tags) AS license
FROM query_table($rows) AS line
JOIN (FROM new_row WHERE $first IS NULL OR seq BETWEEN $first AND $last) new_row ON new_row.oid = line.oid AND new_row.seq = line.seq;
