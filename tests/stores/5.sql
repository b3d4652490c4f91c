BEGIN TRANSACTION;
CREATE TABLE articles (
	id TEXT NOT NULL, 
	uri TEXT NOT NULL, 
	seq BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	embargoed BIGINT, 
	expires BIGINT, 
	stored_at BIGINT NOT NULL, story TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (uri), 
	UNIQUE (seq)
);
INSERT INTO "articles" VALUES('lgft7afirzpxmgtiebhnaofwr2','urn:test:1',3,'live',2,NULL,NULL,1644494400000000,'5zrqk27rlnlxb2gdmwtl7wbfhi');
CREATE TABLE counters (
	name TEXT NOT NULL, 
	value BIGINT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('seq',3);
CREATE TABLE drops (
	path TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	changed BIGINT NOT NULL, 
	hash TEXT NOT NULL, 
	taken_at BIGINT NOT NULL, 
	PRIMARY KEY (path)
);
INSERT INTO "drops" VALUES('/in/a.txt',1,1644494400000000000,'hash of in/a.txt',1644494400000000);
CREATE TABLE key_values (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE links (
	article TEXT NOT NULL, 
	relation TEXT NOT NULL, 
	target TEXT NOT NULL, 
	PRIMARY KEY (article)
);
INSERT INTO "links" VALUES('lgft7afirzpxmgtiebhnaofwr2','updates','another');
CREATE TABLE migrations (
	number INTEGER NOT NULL, 
	applied_at BIGINT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "migrations" VALUES(1,1644494400000000);
INSERT INTO "migrations" VALUES(2,1644494400000000);
INSERT INTO "migrations" VALUES(3,1644494400000000);
INSERT INTO "migrations" VALUES(4,1644494400000000);
INSERT INTO "migrations" VALUES(5,1644494400000000);
CREATE TABLE quarantine (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	place TEXT NOT NULL, 
	line BIGINT NOT NULL, 
	hash TEXT NOT NULL, 
	position BIGINT, 
	reason TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	tries INTEGER NOT NULL, 
	refused_at BIGINT NOT NULL, 
	original BLOB, 
	UNIQUE (place, line, hash)
);
INSERT INTO "quarantine" VALUES(1,'in/a.xml',0,'hash of <',3,'it is no XML',1,1,1644494400000000,X'3C');
CREATE TABLE story_bands (
	"key" BIGINT NOT NULL, 
	signature BIGINT NOT NULL, 
	PRIMARY KEY ("key", signature)
)
 WITHOUT ROWID

;
INSERT INTO "story_bands" VALUES(-7,1);
CREATE TABLE story_signatures (
	number BIGINT NOT NULL, 
	story TEXT NOT NULL, 
	dated BIGINT, 
	places BLOB NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "story_signatures" VALUES(1,'5zrqk27rlnlxb2gdmwtl7wbfhi',1644494400000000,X'0001');
CREATE TABLE task_results (
	task TEXT NOT NULL, 
	line BIGINT NOT NULL, 
	outcome TEXT NOT NULL, 
	id TEXT, 
	uri TEXT, 
	message TEXT, 
	position BIGINT, 
	original BLOB, 
	PRIMARY KEY (task, line), 
	FOREIGN KEY(task) REFERENCES tasks (id)
);
INSERT INTO "task_results" VALUES('task',1,'created','lgft7afirzpxmgtiebhnaofwr2','urn:test:1',NULL,NULL,NULL);
INSERT INTO "task_results" VALUES('task',2,'refused',NULL,NULL,'not JSON',1,X'7B');
CREATE TABLE tasks (
	number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	status TEXT NOT NULL, 
	done BIGINT NOT NULL, 
	total BIGINT, 
	counts TEXT NOT NULL, 
	created BIGINT NOT NULL, 
	started BIGINT, 
	finished BIGINT, 
	error TEXT, 
	payload TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id)
);
INSERT INTO "tasks" VALUES(1,'task','bulk','succeeded',2,2,'{"created":1,"refused":1}',1644494400000000,1644494400000000,1644494400000000,NULL,'{}');
CREATE TABLE versions (
	article TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	version TEXT NOT NULL, 
	versioncreated BIGINT NOT NULL, 
	hash TEXT NOT NULL, 
	received_at BIGINT NOT NULL, 
	parser TEXT, 
	media_type TEXT NOT NULL, 
	parsed TEXT NOT NULL, 
	edits TEXT, 
	edited TEXT, 
	sent TEXT NOT NULL, 
	original BLOB NOT NULL, 
	PRIMARY KEY (article, number), 
	FOREIGN KEY(article) REFERENCES articles (id)
);
INSERT INTO "versions" VALUES('lgft7afirzpxmgtiebhnaofwr2',1,'1',1644494400000000,'hash of Grüße',1644494400000000,NULL,'text/plain','{"id":"lgft7afirzpxmgtiebhnaofwr2","uri":"urn:test:1","version":"1","versioncreated":"2022-02-10T12:00:00Z","versioncreated_from":"sender","firstcreated":null,"embargoed":null,"expires":null,"pubstatus":"usable","headline":null,"byline":null,"slugline":null,"ednote":null,"language":null,"urgency":null,"source":null,"dateline":{"text":"BERN, May 2 -","city":"Bern","cities":[],"country":null,"lat":null,"lon":null,"date":null,"date_inferred":false,"start":null,"end":null},"genre":[],"subject":[],"keywords":[],"place":[],"person":[],"organisation":[],"usageterms":null,"copyrightnotice":null,"body_text":"Text 1.","quotes":[],"story":null,"parser":null}',NULL,NULL,'{"slugline":"TEST"}',X'4772C3BCC39F6500');
INSERT INTO "versions" VALUES('lgft7afirzpxmgtiebhnaofwr2',2,'2',1644494400000000,'hash of two',1644494400000000,NULL,'text/plain','{"id":"lgft7afirzpxmgtiebhnaofwr2","uri":"urn:test:1","version":"2","versioncreated":"2022-02-10T12:00:00Z","versioncreated_from":"sender","firstcreated":null,"embargoed":null,"expires":null,"pubstatus":"usable","headline":"As sent","byline":null,"slugline":null,"ednote":null,"language":null,"urgency":null,"source":null,"dateline":{"text":"BERN, May 2 -","city":"Bern","cities":[],"country":null,"lat":null,"lon":null,"date":null,"date_inferred":false,"start":null,"end":null},"genre":[],"subject":[],"keywords":[],"place":[],"person":[],"organisation":[],"usageterms":null,"copyrightnotice":null,"body_text":"Text 1.","quotes":[],"story":null,"parser":null}','{"headline":"Edited"}','{"id":"lgft7afirzpxmgtiebhnaofwr2","uri":"urn:test:1","version":"2","versioncreated":"2022-02-10T12:00:00Z","versioncreated_from":"sender","firstcreated":null,"embargoed":null,"expires":null,"pubstatus":"usable","headline":"Edited","byline":null,"slugline":null,"ednote":null,"language":null,"urgency":null,"source":null,"dateline":{"text":"BERN, May 2 -","city":"Bern","cities":[],"country":null,"lat":null,"lon":null,"date":null,"date_inferred":false,"start":null,"end":null},"genre":[],"subject":[],"keywords":[],"place":[],"person":[],"organisation":[],"usageterms":null,"copyrightnotice":null,"body_text":"Text 1.","quotes":[],"story":null,"parser":null}','{"slugline":"TEST"}',X'74776F');
CREATE INDEX articles_expires ON articles (expires);
CREATE INDEX articles_embargoed ON articles (embargoed);
CREATE INDEX tasks_status ON tasks (status, number);
CREATE INDEX task_results_outcome ON task_results (task, outcome, line);
CREATE INDEX drops_hash ON drops (hash);
CREATE INDEX articles_story ON articles (story);
CREATE INDEX links_target ON links (target);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('quarantine',1);
COMMIT;
