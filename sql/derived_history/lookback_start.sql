-- The day from which on likes are looked for that a repo had before: $lookback_days days before, and as many more as there were of late on which
-- likes were not believed; where only such days lie between, the last one on which they were.
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
