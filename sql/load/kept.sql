-- Whether all that is to be looked at a second time was kept when it was read.
SELECT count(*) = 0
FROM staged s
SEMI JOIN (SELECT kind, oid FROM placed WHERE fresh OR version IS NULL) p ON p.kind = s.kind AND p.oid = s.oid
WHERE s.told IS NULL;
