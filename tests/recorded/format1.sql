-- A garden of format 1, as DreamGarden wrote it then: `a lantern in the fog`, five edits, the last undone.
BEGIN TRANSACTION;
CREATE TABLE edits (seq INTEGER PRIMARY KEY, label TEXT NOT NULL, edit TEXT NOT NULL, inverse TEXT NOT NULL,
                    at REAL NOT NULL);
INSERT INTO "edits" VALUES(1,'Add 3 nodes','{"edit":"add","nodes":[{"id":"n2","parent":"n1","title":"Fog","brief":"The fog.","kind":"part","slug":"fog"},{"id":"n3","parent":"n2","title":"Lantern","brief":"A lantern that hums.","kind":"code","slug":"lantern"},{"id":"n4","parent":"n2","title":"Keeper","brief":"Who carries it.","kind":"code","slug":"keeper","needs":["n3"]}],"before":""}','{"edit":"patch","put":[],"gone":["n2","n3","n4"],"order":{},"words":"Add 3 nodes"}',1.7955266165179584026e+09);
INSERT INTO "edits" VALUES(2,'Edit brief','{"edit":"brief","id":"n3","brief":"A lantern that sings.","author":"person"}','{"edit":"patch","put":[{"id":"n3","parent":"n2","title":"Lantern","brief":"A lantern that hums.","kind":"code","slug":"lantern"}],"gone":[],"order":{"n2":["n3","n4"]},"words":"Edit brief"}',1.7955266165187530518e+09);
INSERT INTO "edits" VALUES(3,'Choose take 2','{"edit":"take","id":"n3","take":2}','{"edit":"patch","put":[{"id":"n3","parent":"n2","title":"Lantern","brief":"A lantern that sings.","kind":"code","slug":"lantern","author":"person"}],"gone":[],"order":{"n2":["n3","n4"]},"words":"Choose take 2"}',1.79552661651915717124e+09);
INSERT INTO "edits" VALUES(4,'Name the keeper','{"edit":"batch","edits":[{"edit":"rename","id":"n4","title":"The keeper","author":"person"},{"edit":"note","id":"n4","text":"too slow"}],"words":"Name the keeper"}','{"edit":"batch","edits":[{"edit":"patch","put":[{"id":"n4","parent":"n2","title":"The keeper","brief":"Who carries it.","kind":"code","slug":"keeper","needs":["n3"],"author":"person"}],"gone":[],"order":{"n2":["n3","n4"]},"words":"Write a note"},{"edit":"patch","put":[{"id":"n4","parent":"n2","title":"Keeper","brief":"Who carries it.","kind":"code","slug":"keeper","needs":["n3"]}],"gone":[],"order":{"n2":["n3","n4"]},"words":"Rename to “The keeper”"}],"words":"Name the keeper"}',1.79552661651975870135e+09);
INSERT INTO "edits" VALUES(5,'Prune 1 node','{"edit":"prune","ids":["n3"]}','{"edit":"patch","put":[{"id":"n4","parent":"n2","title":"The keeper","brief":"Who carries it.","kind":"code","slug":"keeper","needs":["n3"],"author":"person","note":"too slow"},{"id":"n3","parent":"n2","title":"Lantern","brief":"A lantern that sings.","kind":"code","slug":"lantern","take":2,"author":"person"}],"gone":[],"order":{"n2":["n3","n4"]},"words":"Prune 1 node"}',1.79552661652021384236e+09);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('at','4');
INSERT INTO "meta" VALUES('last_id','4');
INSERT INTO "meta" VALUES('prompt','a lantern in the fog');
INSERT INTO "meta" VALUES('revision','6');
CREATE TABLE snapshots (seq INTEGER PRIMARY KEY, plan BLOB NOT NULL);
INSERT INTO "snapshots" VALUES(0,X'78017D8C310E80300C03BF12656661E52B88A1880011515AA5E984F83B048995F1ECB3C71379C101507BEC004B32527F589BC8C3CE2E14750249EA640AACE03BC19AB718CCC6B4FE0907EBFB5F89961854695BF81FA7E67BB6480A59CD8AD774030E682D5D');
CREATE TABLE takes (node TEXT PRIMARY KEY, highest INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "takes" VALUES('n3',2);
COMMIT;
