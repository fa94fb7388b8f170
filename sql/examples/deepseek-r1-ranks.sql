-- notes: the board's caveats. For another repo, change the name.
FROM trends t
JOIN boards b USING (date, category, board)
SELECT category, board, t.rank, b.ranked_repos AS of_repos, t.rank_1d_ago, t.rank_7d_ago, t.rank_30d_ago, round(t.score, 2) AS score, t.basis, list_transform(b.notes, lambda n: n.code) AS notes
WHERE date = (SELECT max(date) FROM trends) AND t.id = 'deepseek-ai/DeepSeek-R1'
ORDER BY t.rank;
