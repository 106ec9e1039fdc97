-- What the models want of apply_from.sql.
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE keep (id serial PRIMARY KEY, a varchar(20), b integer DEFAULT 5 NOT NULL, c text, d numeric(12, 2), e timestamptz,
    f bigint, m mood, arr integer[], new1 integer DEFAULT 4 NOT NULL, new2 varchar(5)[], CONSTRAINT ck_new CHECK (b > 0 AND a <> '%'),
    CONSTRAINT uq_new UNIQUE (a), CONSTRAINT uq_chg UNIQUE (a, c), CONSTRAINT uq_same UNIQUE (b), CONSTRAINT kind UNIQUE (f));
COMMENT ON TABLE keep IS 'it''s new';
COMMENT ON COLUMN keep.c IS 'nc';
CREATE INDEX ix_new ON keep (a) WHERE b > 3;
CREATE INDEX ix_chg ON keep (b DESC, a);
CREATE UNIQUE INDEX ix_u ON keep (c);
CREATE INDEX ix_e ON keep (upper(a), (b + 1));
CREATE TABLE refd (id integer PRIMARY KEY, x integer UNIQUE);
CREATE TABLE refr (id integer PRIMARY KEY, r1 integer, r2 integer CONSTRAINT fk_chg REFERENCES refd (x) ON DELETE SET NULL,
    r3 integer CONSTRAINT fk_same REFERENCES refd (id), r4 integer CONSTRAINT fk_new REFERENCES refr (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE new_child (id integer PRIMARY KEY, p integer REFERENCES refd (id) ON UPDATE CASCADE, g integer GENERATED ALWAYS AS (2 * 3) STORED,
    t text COLLATE "C" DEFAULT 'it''s', CONSTRAINT nu UNIQUE NULLS NOT DISTINCT (p));
CREATE INDEX ix_newc ON new_child (p) INCLUDE (t);
CREATE INDEX ix_news ON new_child USING hash (t);
