-- Ranks and scores on the evaluated boards, and ranks by the baselines (one is `hub`, by its tied score).
-- requires: main.trends, store.category, store.lineup, store.repo, $baselines, $days
-- creates: temp.evaluated_rank
CREATE OR REPLACE TEMP TABLE evaluated_rank AS
SELECT l.date, l.category, l.kind, l.board, l.place, l.repo, NULL::DOUBLE AS score, NULL::DOUBLE AS score_low, NULL::DOUBLE AS score_high, NULL::VARCHAR AS basis
FROM store.lineup l WHERE list_contains($days, l.date)
UNION ALL
SELECT t.date, t.category, c.kind, t.board, t.rank AS place, r.repo, t.score, t.score_low, t.score_high, t.basis
FROM (SELECT x.date, x.category, x.board, x.rank, x.oid, x.score, x.score_low, x.score_high, x.basis FROM trends x WHERE list_contains($days, x.date) AND x.rank <= 50 AND NOT list_contains($baselines, x.board)) t
JOIN store.category c ON c.slug = t.category
JOIN store.repo r ON r.oid = t.oid AND r.kind = c.kind
WHERE t.date IN (SELECT l.date FROM store.lineup l);
