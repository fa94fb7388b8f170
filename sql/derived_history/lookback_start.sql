-- The first day to look for a repo's earlier likes: $lookback_days before, plus recent days with unsound likes; if all
-- of those are unsound, the last sound one.
-- requires: store.soundness, $date, $lookback_days
SELECT coalesce(min(since), CAST($date AS DATE) - $lookback_days) AS since
FROM (
    SELECT least(
            CAST($date AS DATE) - $lookback_days - CAST(count(*) FILTER (date < $date AND date >= CAST($date AS DATE) - 2 * $lookback_days AND NOT likes) AS INTEGER),
            max(date) FILTER (date < $date AND likes)
        ) AS since
    FROM store.soundness
    WHERE date <= $date
    GROUP BY kind
    HAVING bool_or(likes) FILTER (date = $date)
);
