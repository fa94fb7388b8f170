-- Who stood where, on the boards that are judged and by the baselines (`hub` is one of them, by the score that ties).
CREATE OR REPLACE TEMP TABLE listed AS
SELECT l.date, l.category, l.kind, l.board, l.place, l.repo FROM store.lineup l WHERE list_contains(getvariable('judged'), l.date)
UNION ALL
SELECT t.date, t.category, c.kind, t.board, t.rank AS place, r.repo
FROM (SELECT x.date, x.category, x.board, x.rank, x.oid FROM trends x WHERE list_contains(getvariable('judged'), x.date) AND x.rank <= 50 AND x.board <> 'hub') t
JOIN store.category c ON c.slug = t.category
JOIN store.repo r ON r.oid = t.oid AND r.kind = c.kind
WHERE t.date IN (SELECT l.date FROM store.lineup l);
