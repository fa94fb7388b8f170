-- The last load's number, also of an unfinished one, the last published one's number and its day.
SELECT greatest(coalesce((SELECT max(p.load) FROM lake.almanac.part p), 0), coalesce(max(l.load), 0)) AS last, coalesce(max(l.load), 0) AS published, arg_max(l.day, l.load) AS day
FROM lake.almanac.load l;
