-- Each board's ranks run from 1 without gaps, scores never rise, and no row is missing: boards in $boards_ranking_all
-- rank every repo with a score, others only those that gained.
-- requires: main.boards, main.trends, $boards_ranking_all, $date
WITH places AS (
    SELECT category, board, count(*) AS n, max(rank) AS last, count(DISTINCT rank) AS ranks, count(DISTINCT oid) AS repos,
        count(*) FILTER (score > before) AS rises
    FROM (
        SELECT category, board, rank, oid, score, lag(score) OVER (PARTITION BY category, board ORDER BY rank) AS before
        FROM trends WHERE date = $date
    )
    GROUP BY category, board
)
SELECT coalesce(p.category, b.category) || ' ' || coalesce(p.board, b.board) AS subject,
    CASE WHEN b.board IS NULL THEN {'code': 'no_board', 'parameters': json_object()}
        WHEN b.status = 'withheld' OR b.ranked_repos = 0 OR (p.n IS NULL AND b.status = 'early' AND NOT list_contains($boards_ranking_all, b.board)) THEN {'code': 'no_rows', 'parameters': json_object()}
        WHEN list_contains($boards_ranking_all, b.board) THEN {'code': 'ranks_to', 'parameters': json_object('last', least(b.ranked_repos, greatest(p.n, 100)))}
        ELSE {'code': 'ranks_to_at_most', 'parameters': json_object('last', b.ranked_repos)} END AS expectation,
    CASE WHEN p.n IS NULL THEN {'code': 'no_rows', 'parameters': json_object()}
        ELSE {'code': 'ranked_rows', 'parameters': json_object('rows', p.n, 'last', p.last, 'rises', p.rises, 'duplicates', p.n - p.repos)} END AS actual,
    CASE WHEN b.board IS NULL THEN false
        WHEN p.n IS NULL THEN b.status = 'withheld' OR b.ranked_repos = 0 OR NOT list_contains($boards_ranking_all, b.board)
        ELSE p.last = p.n AND p.ranks = p.n AND p.repos = p.n AND p.rises = 0 AND p.n <= b.ranked_repos
            AND (p.n = b.ranked_repos OR p.n >= 100 OR NOT list_contains($boards_ranking_all, b.board)) END AS passes
FROM places p
FULL JOIN (FROM boards WHERE date = $date) b ON b.category = p.category AND b.board = p.board
ORDER BY subject;
