-- Delete the records of replaced parts, and of loads whose state is no longer whole.
DELETE FROM lake.almanac.part p WHERE (p.relation, p.part, p.load) IN (SELECT (r.relation, r.part, r.load) FROM temp.replaced_part r);
DELETE FROM lake.almanac.load l WHERE l.load < (SELECT max(r.next_load) FROM temp.replaced_part r);
