"""Prints the target_metadata of a Python file of models, as tests/unit/modules/dump_models does.

record_models.py FILE [DIR...]   prints it
record_models.py --write DIR     writes x.txt beside every x.py of DIR

Run by hand with the SQLAlchemy whose behaviour is the reference, and with the packages that the
models import (flask_sqlalchemy, sqlmodel, sqlalchemy_utils, geoalchemy2, pgvector, ...).
"""
import importlib.util
import io
import os
import subprocess
import sys
import traceback
import warnings
from contextlib import redirect_stdout

from sqlalchemy import Column, Computed, Identity, MetaData, Sequence, exc
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.elements import quoted_name
from sqlalchemy.sql.naming import _constraint_name_for_table
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

DIALECT = postgresql.dialect()


def expression(e):
    if e is None:
        return "None"
    if isinstance(e, str):
        return e
    try:
        return DIALECT.statement_compiler(DIALECT, None).process(
            e, include_table=False, literal_binds=True)
    except exc.CompileError:
        return "!"


def value(v):
    if isinstance(v, ClauseElement):
        return f"<{expression(v)}>"
    if isinstance(v, (list, tuple, set)):
        return "[" + ", ".join(value(x) for x in v) + "]"
    if isinstance(v, dict):
        return "{" + ", ".join(f"{value(k)}: {value(x)}" for k, x in v.items()) + "}"
    return repr(v)


def options(item):
    given = {}
    for key in item.dialect_kwargs:
        given[key] = item.dialect_kwargs[key]
    return "".join(f" {k}={value(given[k])}" for k in sorted(given))


def text(label, s):
    return "" if s is None else f" {label}={str(s)!r}"


def quote(name):
    q = getattr(name, "quote", None)
    return "" if q is None else f" quote={bool(q)}"


def type_text(t):
    out = repr(t)
    user = isinstance(t, (TypeDecorator, UserDefinedType))
    if user and not type(t).__module__.startswith("sqlalchemy."):
        out += f" of={type(t).__module__}"
    for name, variant in t._variant_mapping.items():
        out += f" {name}={variant!r}"
    try:
        ddl = t.compile(dialect=DIALECT)
    except Exception:
        ddl = "!"
    return f"{out} ddl={ddl}"


def sequence(s):
    out = ""
    for name in ("start", "increment", "minvalue", "maxvalue", "cache", "cycle"):
        if getattr(s, name, None) is not None:
            out += f" {name}={getattr(s, name)}"
    return out


def default(c):
    d = c.server_default
    if d is None:
        return ""
    if isinstance(d, Computed):
        persisted = "" if d.persisted is None else f" persisted={d.persisted}"
        return f" computed={expression(d.sqltext)}{persisted}"
    if isinstance(d, Identity):
        return f" identity always={bool(d.always)}" + sequence(d)
    if not d.has_argument:
        return " server_default=FETCHED"
    try:
        sql = DIALECT.ddl_compiler(DIALECT, None).get_column_default_string(c)
    except exc.CompileError:
        sql = "!"
    return f" server_default={sql}"


def column(c):
    out = f"  COL {c.name} {type_text(c.type)}" + quote(c.name)
    if c.key != c.name:
        out += text("key", c.key)
    out += "" if c.nullable else " NOT NULL"
    out += " PK" if c.primary_key else ""
    if c.autoincrement != "auto":
        out += f" autoincrement={c.autoincrement}"
    for flag in ("unique", "index"):
        if getattr(c, flag) is not None:
            out += f" {flag}={bool(getattr(c, flag))}"
    out += " system" if c.system else ""
    if c.default is not None:
        out += " default"
        if isinstance(c.default, Sequence):
            out += f" sequence={c.default.name}"
    out += default(c)
    out += " server_onupdate" if c.server_onupdate is not None and not isinstance(
        c.server_default, Computed) else ""
    return out + text("comment", c.comment) + options(c)


LABELS = [(PrimaryKeyConstraint, "PK"), (ForeignKeyConstraint, "FK"), (UniqueConstraint, "UQ"),
          (ExcludeConstraint, "EX"), (CheckConstraint, "CK")]


def final(item, table):
    try:
        name = _constraint_name_for_table(item, table)
    except exc.SQLAlchemyError:
        return "!"
    if not isinstance(name, str):
        name = item.name
    return name if isinstance(name, str) else "-"


def foreign_key(c):
    specs = [e._column_tokens for e in c.elements]
    schema, table = specs[0][0], specs[0][1]
    name = f"{schema}.{table}" if schema else table
    columns = ", ".join(str(s[2] if s[2] is not None else e.parent.key)
                        for s, e in zip(specs, c.elements))
    out = f" -> {name} ({columns})" + text("onupdate", c.onupdate)
    out += text("ondelete", c.ondelete) + text("match", c.match)
    out += " use_alter" if c.use_alter else ""
    return out + (" link_to_name" if any(e.link_to_name for e in c.elements) else "")


def constraint(c, table):
    label = next(text for cls, text in LABELS if isinstance(c, cls))
    if label == "PK" and not len(c.columns):
        return None
    out = f"  {label} {final(c, table)}"
    if label == "CK":
        out += " " + expression(c.sqltext)
    elif label != "EX":
        out += " (" + ", ".join(x.name for x in c.columns) + ")"
    out += " type_bound" if getattr(c, "_type_bound", False) else ""
    if label == "FK":
        out += foreign_key(c)
    if label == "EX":
        for expr, name, op in c._render_exprs:
            out += f" [{expression(expr)} {c.ops.get(name, '-')} {op}]"
        out += text("using", c.using)
        out += "" if c.where is None else f" where={expression(c.where)}"
    if c.deferrable is not None:
        out += f" deferrable={bool(c.deferrable)}"
    return out + text("initially", c.initially) + text("comment", c.comment) + options(c)


def index(i, table):
    parts = ", ".join(expression(e) for e in i.expressions)
    return f"  IX {final(i, table)}{' UNIQUE' if i.unique else ''} ({parts})" + options(i)


def table_lines(t):
    out = f"TABLE {t.key}" + quote(t.name) + text("comment", t.comment)
    yield out + "".join(text("prefix", p) for p in t._prefixes) + options(t)
    for c in t.columns:
        yield column(c)
        yield from ("  " + constraint(k, t) for k in sorted(c.constraints, key=lambda k: k._creation_order))
    ordered = sorted(t.constraints, key=lambda c: c._creation_order)
    ordered = [t.primary_key] + [c for c in ordered if c is not t.primary_key]
    yield from (line for c in ordered if (line := constraint(c, t)))
    yield from (index(i, t) for i in sorted(t.indexes, key=lambda i: final(i, t)))


def dump(metadata):
    for t in metadata.tables.values():
        yield from table_lines(t)
    for s in metadata._sequences.values():
        if s.column is None:
            yield f"SEQUENCE {s._key}" + sequence(s)
    with warnings.catch_warnings():
        warnings.simplefilter("error", exc.SAWarning)
        try:
            yield " ".join(["ORDER"] + [t.key for t in metadata.sorted_tables])
        except (exc.SAWarning, exc.CircularDependencyError):
            yield "ORDER cycle"


def record(path, dirs):
    out = io.StringIO()
    sys.path[:0] = [os.path.dirname(os.path.abspath(path)), *dirs]
    warnings.simplefilter("ignore")
    spec = importlib.util.spec_from_file_location("models", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["models"] = module
    try:
        with redirect_stdout(out):
            spec.loader.exec_module(module)
        target = getattr(module, "target_metadata", None)
        if isinstance(target, MetaData):
            for line in dump(target):
                print(line, file=out)
    except Exception as e:
        message = str(e).split("\n(Background on this error")[0]
        message = message.split(" (Background on this error")[0]
        print(f"ERROR {type(e).__name__}: {message}", file=out)
        if os.environ.get("DUMP_TRACE"):
            traceback.print_exc()
    return out.getvalue()


def main(args):
    if args[0] != "--write":
        sys.stdout.write(record(args[0], args[1:]))
        return
    words = args[2:]
    for name in sorted(os.listdir(args[1])):
        if not name.endswith(".py") or name.startswith("_"):
            continue
        if words and not any(w in name for w in words):
            continue
        path = os.path.join(args[1], name)
        made = subprocess.run([sys.executable, "-B", __file__, path], check=True, capture_output=True)
        with open(path[:-3] + ".txt", "wb") as f:
            f.write(made.stdout)


main(sys.argv[1:])
