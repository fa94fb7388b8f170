-- The last published load, the number of loads, and rows, files and bytes of the lake.
SELECT max(l.load) AS number, arg_max(l.day, l.load) AS day, max(l.loaded_at) AS loaded_at, count(*) AS loads,
    (SELECT coalesce(sum(p.rows), 0) FROM lake.almanac.part p JOIN lake.almanac.newest n ON n.relation = p.relation AND n.part = p.part AND n.load = p.load) AS rows,
    (SELECT coalesce(sum(t.file_count), 0) FROM ducklake_table_info('lake') t) AS files,
    (SELECT coalesce(sum(t.file_size_bytes), 0) FROM ducklake_table_info('lake') t) AS bytes
FROM lake.almanac.load l;
