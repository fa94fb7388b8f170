-- The newest rows and digest of each part, also of unfinished loads.
SELECT relation, part, arg_max(digest, load) AS digest, max(load) AS load FROM lake.almanac.part GROUP BY relation, part HAVING arg_max(digest, load) <> '';
