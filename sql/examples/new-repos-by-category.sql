-- Repos created in the 24 hours before a snapshot: means of the last 7 days and of all earlier ones.
WITH today AS (SELECT max(date) AS date FROM category_daily)
FROM category_daily c, today t
SELECT c.category, round(avg(c.new_repos) FILTER (c.date > t.date - 7), 1) AS new_repos_per_day,
    round(avg(c.new_repos) FILTER (c.date <= t.date - 7), 1) AS new_repos_per_day_before,
    round(new_repos_per_day / nullif(new_repos_per_day_before, 0), 2) AS factor, max(c.new_repos) AS most_in_a_day, max_by(c.date, c.new_repos) AS busiest_day
GROUP BY c.category
ORDER BY new_repos_per_day DESC, c.category;
