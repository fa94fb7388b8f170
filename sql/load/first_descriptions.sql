-- Repos never seen before that came once, on the pages from $first to $last (NULL: all): written straight away, however many they are.
-- requires: temp.clear, temp.licenses_in(), temp.line, $first, $last
-- changes: store.description
INSERT INTO store.description BY NAME
SELECT clear.repo, clear.kind, 1 AS version, line.* EXCLUDE (seq, oid), licenses_in(line.tags) AS license
FROM line
JOIN (FROM clear WHERE $first IS NULL OR seq BETWEEN $first AND $last) clear ON clear.oid = line.oid AND clear.seq = line.seq;
