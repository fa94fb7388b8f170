-- Read the lake's own records whole: an error shows a lost or damaged file.
SELECT
    (SELECT sum(hash(o.almanac, o.load)) FROM lake.almanac.owner o),
    (SELECT sum(hash(l.load, l.day, l.loaded_at, l.schema_version)) FROM lake.almanac.load l),
    (SELECT sum(hash(p.load, p.relation, p.part, p.rows, p.digest)) FROM lake.almanac.part p);
