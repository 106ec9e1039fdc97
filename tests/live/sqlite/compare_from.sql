-- The database; compare_to.sql is what the models want.
CREATE TABLE keep (id integer primary key, a varchar(10), b integer default 5, c text not null, d numeric(10,2), e timestamp, f integer, g varchar(50) default 'x', gone integer, gone2 text, dd datetime default current_timestamp, CONSTRAINT ck_gone CHECK (b > 0), CONSTRAINT ck_same CHECK (b>1), CONSTRAINT uq_gone UNIQUE (a), CONSTRAINT uq_chg UNIQUE (a,b), CONSTRAINT uq_same UNIQUE (b));
CREATE INDEX ix_gone ON keep (a); CREATE INDEX ix_chg ON keep (a,b); CREATE INDEX ix_u ON keep (c); CREATE UNIQUE INDEX kind ON keep (f);
CREATE TABLE refd (id integer primary key, x integer unique);
CREATE TABLE refr (id integer primary key, r1 integer, r2 integer, r3 integer REFERENCES refd(id), CONSTRAINT fk_chg FOREIGN KEY (r2) REFERENCES refd(x) ON DELETE CASCADE);
CREATE TABLE old_parent (id integer primary key); CREATE TABLE old_child (id integer primary key, p integer references old_parent); CREATE INDEX ix_old ON old_child(p);
