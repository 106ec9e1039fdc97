# check --json: each operation in a form that a program can read.
$ mkdir -p m/versions; printf '[alembic]\nscript_location = m\nprepend_sys_path = .\n' >alembic.ini

$ printf 'from alembic import context\nimport sqlalchemy as sa, models\nwith sa.create_engine("sqlite:///a.db").connect() as c:\n    context.configure(connection=c, target_metadata=models.metadata)\n    with context.begin_transaction():\n        context.run_migrations()\n' >m/env.py

$ printf 'import sqlalchemy as sa\nmetadata = sa.MetaData()\nsa.Table("old", metadata, sa.Column("id", sa.Integer, primary_key=True))\nsa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.String(5)), sa.Column("gone", sa.Integer))\n' >models.py

$ sqlite3 a.db 'create table old (id integer not null primary key); create table t (id integer not null primary key, n varchar(5), gone integer)'

$ retort -q check --json

$ retort check --json
{
  "format": 1,
  "command": "check",
  "operations": [],
  "up_to_date": true,
  "message": null
}

$ printf 'import sqlalchemy as sa\nmetadata = sa.MetaData()\nsa.Table("new", metadata, sa.Column("a", sa.Integer), sa.Column("b", sa.Integer))\nsa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.String(5), nullable=False), sa.Column("u", sa.Integer), sa.Column("x", sa.Text, comment="it"), sa.UniqueConstraint("n", "u", name="uq"), sa.ForeignKeyConstraint(["u"], ["t.id"], name="fk"), sa.Index("ix", "n", unique=True))\n' >models.py

$ retort check --json 2>/dev/null | grep -v -e '"message"' -e '"hint"'
{
  "format": 1,
  "command": "check",
  "operations": [
    {
      "op": "create_table",
      "schema": null,
      "table": "new",
      "name": null,
      "columns": [
        "a",
        "b"
      ],
      "type": null,
      "existing_type": null,
      "nullable": null,
      "existing_nullable": null,
      "constraint_type": null,
      "referent": null,
      "referent_columns": [],
      "unique": false,
      "comment": null,
      "python": "op.create_table('new',\nsa.Column('a', sa.Integer(), nullable=True),\nsa.Column('b', sa.Integer(), nullable=True)\n)"
    },
    {
      "op": "drop_table",
      "schema": null,
      "table": "old",
      "name": null,
      "columns": [
        "id"
      ],
      "type": null,
      "existing_type": null,
      "nullable": null,
      "existing_nullable": null,
      "constraint_type": null,
      "referent": null,
      "referent_columns": [],
      "unique": false,
      "comment": null,
      "python": "op.drop_table('old')"
    },
    {
      "op": "add_column",
      "schema": null,
      "table": "t",
      "name": "u",
      "columns": [],
      "type": "Integer()",
      "existing_type": null,
      "nullable": true,
      "existing_nullable": null,
      "constraint_type": null,
      "referent": null,
      "referent_columns": [],
      "unique": false,
      "comment": null,
      "python": "op.add_column('t', sa.Column('u', sa.Integer(), nullable=True))"
    },
    {
      "op": "add_column",
      "schema": null,
      "table": "t",
      "name": "x",
      "columns": [],
      "type": "Text()",
      "existing_type": null,
      "nullable": true,
      "existing_nullable": null,
      "constraint_type": null,
      "referent": null,
      "referent_columns": [],
      "unique": false,
      "comment": "it",
      "python": "op.add_column('t', sa.Column('x', sa.Text(), nullable=True, comment='it'))"
    },
    {
      "op": "alter_column",
      "schema": null,
      "table": "t",
      "name": "n",
      "columns": [],
      "type": null,
      "existing_type": "VARCHAR(length=5)",
      "nullable": false,
      "existing_nullable": true,
      "constraint_type": null,
      "referent": null,
      "referent_columns": [],
      "unique": false,
      "comment": null,
      "python": "op.alter_column('t', 'n',\n           existing_type=sa.VARCHAR(length=5),\n           nullable=False)"
    },
    {
      "op": "create_index",
      "schema": null,
      "table": "t",
      "name": "ix",
      "columns": [
        "n"
      ],
      "type": null,
      "existing_type": null,
      "nullable": null,
      "existing_nullable": null,
      "constraint_type": null,
      "referent": null,
      "referent_columns": [],
      "unique": true,
      "comment": null,
      "python": "op.create_index('ix', 't', ['n'], unique=True)"
    },
    {
      "op": "create_unique_constraint",
      "schema": null,
      "table": "t",
      "name": "uq",
      "columns": [
        "n",
        "u"
      ],
      "type": null,
      "existing_type": null,
      "nullable": null,
      "existing_nullable": null,
      "constraint_type": "unique",
      "referent": null,
      "referent_columns": [],
      "unique": false,
      "comment": null,
      "python": "op.create_unique_constraint('uq', 't', ['n', 'u'])"
    },
    {
      "op": "create_foreign_key",
      "schema": null,
      "table": "t",
      "name": "fk",
      "columns": [
        "u"
      ],
      "type": null,
      "existing_type": null,
      "nullable": null,
      "existing_nullable": null,
      "constraint_type": "foreignkey",
      "referent": "t",
      "referent_columns": [
        "id"
      ],
      "unique": false,
      "comment": null,
      "python": "op.create_foreign_key('fk', 't', 't', ['u'], ['id'])"
    },
    {
      "op": "drop_column",
      "schema": null,
      "table": "t",
      "name": "gone",
      "columns": [],
      "type": "INTEGER()",
      "existing_type": null,
      "nullable": true,
      "existing_nullable": null,
      "constraint_type": null,
      "referent": null,
      "referent_columns": [],
      "unique": false,
      "comment": null,
      "python": "op.drop_column('t', 'gone')"
    }
  ],
  "up_to_date": false,
}
