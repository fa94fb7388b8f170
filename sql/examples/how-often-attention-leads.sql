-- First entries into each top 20 within 90 days, of repos in neither on the board's first day. days_ahead: attention's
-- mean lead. Ranks without a like in the week do not count. In small categories one like suffices for a top 20, so many
-- are hub_only.
WITH listed AS (
    FROM trends
    SELECT *, date = min(date) OVER (PARTITION BY category, board) AS on_first_day
    WHERE board IN ('attention', 'hub') AND rank <= 20 AND date >= (SELECT max(date) - 90 FROM trends)
),
entry AS (
    FROM listed
    SELECT category, oid, min(date) FILTER (board = 'attention') AS on_attention, min(date) FILTER (board = 'hub') AS on_hub
    WHERE trending_score > 0
    GROUP BY category, oid
    HAVING NOT bool_or(on_first_day)
)
FROM entry
SELECT category, count(*) AS entered_either, count(*) FILTER (on_attention < on_hub) AS attention_first,
    count(*) FILTER (on_attention = on_hub) AS same_day, count(*) FILTER (on_hub < on_attention) AS hub_first,
    count(*) FILTER (on_hub IS NULL) AS attention_only, count(*) FILTER (on_attention IS NULL) AS hub_only,
    round(avg(on_hub - on_attention) FILTER (on_attention < on_hub), 1) AS days_ahead
GROUP BY category
ORDER BY attention_first DESC, category;
