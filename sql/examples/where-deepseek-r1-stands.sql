-- notes: what a reader must know of the board. Another repo: change its name.
FROM trends t
JOIN boards b USING (date, category, board)
SELECT category, board, t.rank, b.ranked AS of_ranked, t.rank_1d, t.rank_7d, t.rank_30d, round(t.score, 2) AS score, t.basis, list_transform(b.notes, lambda n: n.code) AS notes
WHERE date = (SELECT max(date) FROM trends) AND t.id = 'deepseek-ai/DeepSeek-R1'
ORDER BY t.rank;
