-- What the models want of compare_from.sql.
CREATE TABLE keep (id integer primary key, a varchar(20), b integer default 6 not null, c integer, d numeric(12,2), e date, f bigint, g varchar(50), new1 integer not null default 4, dd datetime default (current_timestamp), CONSTRAINT ck_new CHECK (b > 0), CONSTRAINT ck_same CHECK (b>2), CONSTRAINT uq_new UNIQUE (a), CONSTRAINT uq_chg UNIQUE (a,c), CONSTRAINT uq_same UNIQUE (b), CONSTRAINT kind UNIQUE (f), UNIQUE (d));
CREATE INDEX ix_new ON keep (a); CREATE INDEX ix_chg ON keep (b,a); CREATE UNIQUE INDEX ix_u ON keep (c);
CREATE TABLE refd (id integer primary key, x integer unique);
CREATE TABLE refr (id integer primary key, r1 integer, r2 integer, r3 integer, CONSTRAINT fk_chg FOREIGN KEY (r2) REFERENCES refd(x) ON DELETE SET NULL);
CREATE TABLE new_child (id integer not null primary key, p integer references refd(id), constraint nu unique (p)); CREATE INDEX ix_newc ON new_child(p);
