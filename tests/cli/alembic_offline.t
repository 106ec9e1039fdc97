@ graph
# --sql prints; no database is made.
$ alembic upgrade aaaa0002 --sql
CREATE TABLE alembic_version (
>    version_num VARCHAR(32) NOT NULL, |
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
.
-- Running upgrade  -> aaaa0001
.
CREATE TABLE t_aaaa0001 (x INTEGER);
.
INSERT INTO alembic_version (version_num) VALUES ('aaaa0001') RETURNING version_num;
.
-- Running upgrade aaaa0001 -> aaaa0002
.
CREATE TABLE t_aaaa0002 (x INTEGER);
.
UPDATE alembic_version SET version_num='aaaa0002' WHERE alembic_version.version_num = 'aaaa0001';
.

$ alembic upgrade aaaa0002:bbbb0003 --sql
-- Running upgrade aaaa0002 -> bbbb0003
.
CREATE TABLE t_bbbb0003 (x INTEGER);
.
UPDATE alembic_version SET version_num='bbbb0003' WHERE alembic_version.version_num = 'aaaa0002';
.

$ alembic upgrade aaaa0002:heads --sql
-- Running upgrade aaaa0002 -> cccc0005
.
CREATE TABLE t_cccc0005 (x INTEGER);
.
UPDATE alembic_version SET version_num='cccc0005' WHERE alembic_version.version_num = 'aaaa0002';
.
-- Running upgrade aaaa0002 -> bbbb0003
.
CREATE TABLE t_bbbb0003 (x INTEGER);
.
INSERT INTO alembic_version (version_num) VALUES ('bbbb0003') RETURNING version_num;
.
-- Running upgrade bbbb0003 -> bbbb0004
.
CREATE TABLE t_bbbb0004 (x INTEGER);
.
UPDATE alembic_version SET version_num='bbbb0004' WHERE alembic_version.version_num = 'bbbb0003';
.
-- Running upgrade bbbb0004, cccc0005 -> eeee0008
.
CREATE TABLE t_eeee0008 (x INTEGER);
.
DELETE FROM alembic_version WHERE alembic_version.version_num = 'bbbb0004';
.
UPDATE alembic_version SET version_num='eeee0008' WHERE alembic_version.version_num = 'cccc0005';
.
-- Running upgrade  -> dddd0006
.
CREATE TABLE t_dddd0006 (x INTEGER);
.
INSERT INTO alembic_version (version_num) VALUES ('dddd0006') RETURNING version_num;
.
-- Running upgrade dddd0006 -> dddd0007
.
CREATE TABLE t_dddd0007 (x INTEGER);
.
UPDATE alembic_version SET version_num='dddd0007' WHERE alembic_version.version_num = 'dddd0006';
.

$ alembic upgrade bbbb0003:bbbb0003 --sql

$ alembic upgrade aaaa0002:head --sql
FAILED: Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads
! hint: The heads are dddd0007, eeee0008. Join them with `retort merge heads -m MESSAGE`, or name one, or say `heads` for all.
= 255

$ alembic upgrade aaaa0002:bbbb0003
FAILED: Range revision not allowed
= 255

$ alembic downgrade bbbb0003:aaaa0001 --sql
-- Running downgrade bbbb0003 -> aaaa0002
.
DROP TABLE t_bbbb0003;
.
UPDATE alembic_version SET version_num='aaaa0002' WHERE alembic_version.version_num = 'bbbb0003';
.
-- Running downgrade aaaa0002 -> aaaa0001
.
DROP TABLE t_aaaa0002;
.
UPDATE alembic_version SET version_num='aaaa0001' WHERE alembic_version.version_num = 'aaaa0002';
.

$ alembic downgrade base --sql
FAILED: downgrade with --sql requires <fromrev>:<torev>
= 255

$ alembic downgrade bbbb0003:base
FAILED: Range revision not allowed
= 255

$ alembic stamp aaaa0002 --sql
CREATE TABLE alembic_version (
>    version_num VARCHAR(32) NOT NULL, |
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
.
-- Running stamp_revision  -> aaaa0002
.
INSERT INTO alembic_version (version_num) VALUES ('aaaa0002') RETURNING version_num;
.

$ alembic stamp aaaa0001:aaaa0002 --sql
-- Running stamp_revision aaaa0001 -> aaaa0002
.
UPDATE alembic_version SET version_num='aaaa0002' WHERE alembic_version.version_num = 'aaaa0001';
.

$ alembic stamp aaaa0001:bbbb0003 aaaa0002:cccc0005 --sql
FAILED: Stamp operation with --sql only supports a single starting revision at a time
= 255

$ alembic stamp --purge heads --sql
FAILED: Can't use --purge with --sql mode
= 255

$ alembic ensure_version --sql
CREATE TABLE alembic_version (
>    version_num VARCHAR(32) NOT NULL, |
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
.

$ ls
alembic.ini
mig
