-- Record the parts that a load appended or found gone.
INSERT INTO lake.almanac.part SELECT $load, unnest($relation), unnest($part), unnest($rows), unnest($digest);
