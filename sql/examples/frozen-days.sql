-- changed_counter_share: share of repos with changed download counters since the previous snapshot; compare with the
-- usual one. frozen_quarters: quarters of creation that the Hub did not refresh.
FROM days
SELECT date, kind, round(changed_counter_share, 3) AS changed_counter_share, round(usual_changed_counter_share, 3) AS usual_changed_counter_share, round(frozen_share, 3) AS frozen_share, frozen_quarters
WHERE frozen_share > 0
ORDER BY date DESC, kind
LIMIT 30;
