-- Repos created in the 24 hours before a snapshot: the mean of the last 7 days beside that of all days before them.
WITH today AS (SELECT max(date) AS date FROM category_daily)
FROM category_daily c, today t
SELECT c.category, round(avg(c.new_repos) FILTER (c.date > t.date - 7), 1) AS new_a_day,
    round(avg(c.new_repos) FILTER (c.date <= t.date - 7), 1) AS new_a_day_before,
    round(new_a_day / nullif(new_a_day_before, 0), 2) AS times, max(c.new_repos) AS most_on_a_day, max_by(c.date, c.new_repos) AS that_day
GROUP BY c.category
ORDER BY new_a_day DESC, c.category;
