UPDATE placed SET repo = getvariable('newest') + 1 + newcomer.rowid, version = 1 FROM newcomer WHERE placed.rowid = newcomer.place;
