-- A repo observed twice on the day: the day's rows would count it twice.
SELECT kind, CAST(repo AS VARCHAR) AS what, count(*) AS seen FROM store.fact WHERE date = $date
GROUP BY kind, repo HAVING count(*) > 1;
