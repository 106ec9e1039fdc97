"""Python source as a tree, so that a script can be printed, and made smaller piece by piece.

Every node has source(), and smaller(), which yields copies of it with one thing less.
"""


class Code:
    """A piece that is not taken apart. `simple` is what may stand in its place."""
    def __init__(self, text, simple=None):
        self.text = text
        self.simple = simple

    def source(self):
        return self.text

    def smaller(self):
        if self.simple and self.simple != self.text:
            yield Code(self.simple)


class Call:
    def __init__(self, function, args=(), keywords=None, simple=None):
        self.function = function
        self.args = [node(a) for a in args]
        self.keywords = {k: node(v) for k, v in (keywords or {}).items()}
        self.simple = simple

    def source(self):
        parts = [a.source() for a in self.args]
        parts += [
            "%s=%s" % (k, v.source()) if k.isidentifier() else "**{%r: %s}" % (k, v.source())
            for k, v in self.keywords.items()
        ]
        return "%s(%s)" % (self.function, ", ".join(parts))

    def smaller(self):
        if self.simple:
            yield Code(self.simple)
        for k in self.keywords:
            yield Call(self.function, self.args, {n: v
                                                  for n, v in self.keywords.items() if n != k}, self.simple)
        for i in reversed(range(len(self.args))):
            yield Call(self.function, self.args[:i] + self.args[i + 1:], self.keywords, self.simple)
        for i, a in enumerate(self.args):
            for s in a.smaller():
                yield Call(self.function, self.args[:i] + [s] + self.args[i + 1:], self.keywords, self.simple)
        for k, v in self.keywords.items():
            for s in v.smaller():
                yield Call(self.function, self.args, {**self.keywords, k: s}, self.simple)


class Items:
    """A list, or what is written like one."""
    def __init__(self, items, form="[%s]"):
        self.items = [node(i) for i in items]
        self.form = form

    def source(self):
        inner = ", ".join(i.source() for i in self.items)
        return self.form % (inner + "," if self.form == "(%s)" and len(self.items) == 1 else inner)

    def smaller(self):
        for i, item in enumerate(self.items):
            yield Items(self.items[:i] + self.items[i + 1:], self.form)
            for s in item.smaller():
                yield Items(self.items[:i] + [s] + self.items[i + 1:], self.form)


class Pair:
    """An entry of a dict display."""
    def __init__(self, key, value):
        self.key = node(key)
        self.value = node(value)

    def source(self):
        return "%s: %s" % (self.key.source(), self.value.source())

    def smaller(self):
        for s in self.value.smaller():
            yield Pair(self.key, s)


class Method:
    """Something done to an expression: a.b(c)."""
    def __init__(self, target, name, args=(), keywords=None):
        self.target = node(target)
        self.call = Call("." + name, args, keywords)

    def source(self):
        return self.target.source() + self.call.source()

    def smaller(self):
        yield self.target
        for s in self.target.smaller():
            copy = Method(s, "")
            copy.call = self.call
            yield copy
        for s in self.call.smaller():
            copy = Method(self.target, "")
            copy.call = s
            yield copy


class Assign:
    def __init__(self, name, value):
        self.name = name
        self.value = node(value)

    def source(self):
        return "%s = %s" % (self.name, self.value.source())

    def smaller(self):
        for s in self.value.smaller():
            yield Assign(self.name, s)


class With:
    """A block with statements in it."""
    def __init__(self, head, name, body):
        self.head = node(head)
        self.name = name
        self.body = body

    def source(self):
        lines = ["with %s%s:" % (self.head.source(), " as " + self.name if self.name else "")]
        return "\n    ".join(lines +
                             [line for s in self.body or [Code("pass")] for line in s.source().split("\n")])

    def smaller(self):
        for body in smaller_list(self.body):
            yield With(self.head, self.name, body)
        for s in self.head.smaller():
            yield With(s, self.name, self.body)


def node(value):
    return value if hasattr(value, "smaller") else Code(value)


def literal(value, simple=None):
    return Code(repr(value), None if simple is None else repr(simple))


def mapping(pairs):
    return Items([Pair(k, v) for k, v in pairs], "{%s}")


def smaller_list(items):
    for i, item in enumerate(items):
        yield items[:i] + items[i + 1:]
        for s in item.smaller():
            yield items[:i] + [s] + items[i + 1:]


class Script:
    """A revision's module-level definitions and the bodies of its two functions."""

    HEAD = '''import datetime
import decimal
import enum
import uuid
from alembic import op
from alembic.operations import ops
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite
from sqlalchemy.dialects.mysql import mariadb
from sqlalchemy.schema import CreateSequence, DropSequence
from sqlalchemy.sql import quoted_name

revision = %r
down_revision = %r
branch_labels = None
depends_on = None
'''

    def __init__(self, settings, definitions, up, down):
        self.settings = settings
        self.definitions = definitions
        self.up = up
        self.down = down

    def source(self, revision="r1", down_revision="r0"):
        text = self.HEAD % (revision, down_revision)
        for d in self.definitions:
            text += "\n\n" + d.source() + "\n"
        for name, body in (("upgrade", self.up), ("downgrade", self.down)):
            lines = [line for s in body or [Code("pass")] for line in s.source().split("\n")]
            text += "\n\ndef %s():\n    %s\n" % (name, "\n    ".join(lines))
        return text

    def smaller(self):
        for up in smaller_list(self.up):
            yield Script(self.settings, self.definitions, up, self.down)
        for down in smaller_list(self.down):
            yield Script(self.settings, self.definitions, self.up, down)
        for i in range(len(self.definitions)):
            yield Script(self.settings, self.definitions[:i] + self.definitions[i + 1:], self.up, self.down)
        for name in self.settings:
            yield Script({k: v
                          for k, v in self.settings.items() if k != name}, self.definitions, self.up,
                         self.down)
