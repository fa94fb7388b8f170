-- Repos never seen before that came once: written straight away, however many they are.
INSERT INTO store.description BY NAME
SELECT fresh.repo, fresh.kind, 1 AS version, line.* EXCLUDE (seq, oid), licenses_in(line.tags) AS license
FROM line
JOIN (SELECT repo, kind, oid, seq FROM placed WHERE fresh AND seen = 1) AS fresh ON fresh.oid = line.oid AND fresh.seq = line.seq;
