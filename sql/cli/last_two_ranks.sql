-- Last two rows on the board of the repo that last had this name.
-- requires: main.trends, $board, $category, $date, $id
SELECT * FROM trends WHERE category = $category AND board = $board AND date <= $date
    AND oid = (SELECT arg_max(oid, date) FROM trends WHERE category = $category AND board = $board AND id = $id AND date <= $date)
ORDER BY date DESC LIMIT 2;
