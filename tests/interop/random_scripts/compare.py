"""One script, or many, under both programs: where what they print, or how they fail, differs."""

import difflib
import os
import re

import rendering

from .source import Script

HEADER = Script.HEAD % ("r1", None)
NAMING = {
    None: rendering.NO_METADATA,
    "some": 'sa.MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s"})',
    "all":
        'sa.MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s",'
        ' "ck": "ck_%(table_name)s_%(constraint_name)s", "pk": "pk_%(table_name)s",'
        ' "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"})',
    "long":
        'sa.MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s_index_name_that_grows_rather_long",'
        ' "uq": "%(table_name)s_%(column_0N_name)s_%(column_0_N_label)s_key", "pk": "%(table_name)s_pkey_%(column_0_key)s",'
        ' "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s"})',
}
# What it refuses where Alembic writes half a statement.
REFUSED = ["The column is an identity"]
# Where Alembic or SQLAlchemy trip over themselves, printing SQL is no loss; when Retort fails as well,
# its words are its own.
CRASHES = {"AttributeError", "AssertionError", "KeyError"}
ACCIDENTS = {
    "AttributeError", "TypeError", "KeyError", "AssertionError", "ValueError", "IndexError",
    "UnboundLocalError", "NameError", "ImportError", "RecursionError"
}
# What docs/differences.md says that Retort can do beyond Alembic.
WIDER = [
    "No literal value renderer is available", "Could not render literal value",
    "can't render element of type BFILE"
]


def lines(script):
    return [line for s in script.definitions + script.up + script.down for line in s.source().split("\n")]


def words(text):
    """An error's words, without what only Python can say."""
    text = re.sub(r"Compiler (<.*?>|for \w+) can\\?'t", "Compiler can't", text)
    text = re.sub(r"<class \\*'(\w+\.)*(\w+)\\*'>", r"\2", text)
    text = re.sub(r"(can't render element of type \w+).*", r"\1", text)
    text = re.sub(r"including \S+ token", "including a token", text)  # % is special where it is printed
    text = re.sub(r"for constraint CheckConstraint\(.*", "for constraint CheckConstraint", text)
    text = re.sub(r"Circular dependency detected.*", "Circular dependency detected", text)
    text = re.sub(r"(\\n)? ?\(Background.*|; see parent.*| at 0x[0-9a-f]+", "", text)
    return text.strip("'\"; ")


def same_words(a, b):
    """Both come cut off, at a place that depends on what was taken out of them."""
    a, b = words(a), words(b)
    return a == b or len(os.path.commonprefix([a, b])) > 60


def difference(alembic, retort):
    """(kind, lines) or None. The kind stays the same while a script is made smaller."""
    if retort.error == "CRASH":
        return "crash", [retort.why]
    if alembic.error and any(w in alembic.why for w in WIDER):
        return None
    if any(w in retort.why for w in REFUSED):
        return None
    if alembic.error in CRASHES and not retort.error:
        return None
    if alembic.error and retort.error:
        if alembic.error in ACCIDENTS:
            return None
        same = alembic.error == retort.error and same_words(alembic.why, retort.why)
        refused = retort.error == "Refused" and alembic.error in retort.why
        if same or refused:
            return None
        return "words " + alembic.error + words(alembic.why)[:25], [
            "- %s %s" % (alembic.error, words(alembic.why)),
            "+ %s %s" % (retort.error, words(retort.why))
        ]
    if alembic.error:
        return "accepted " + alembic.error, ["- %s %s" % (alembic.error, alembic.why)
                                             ] + ["+ " + l for l in retort.text.rstrip().split("\n")]
    if retort.error:
        why = re.sub(r"\d+", "0", retort.why[-100:])
        return "failed %s %s" % (retort.error, why), ["- " + l for l in alembic.text.rstrip().split("\n")
                                                      ] + ["+ %s %s" % (retort.error, retort.why)]
    if alembic.text == retort.text:
        return None
    return "text", list(
        difflib.unified_diff(alembic.text.split("\n"), retort.text.split("\n"), lineterm="", n=0))[3:]


def run(program, scripts, dialect):
    """[(index, kind, lines)] of the scripts that differ, and how many the real Alembic renders."""
    groups = {}
    for i, s in enumerate(scripts):
        groups.setdefault((s.settings.get("pyformat"), s.settings.get("naming")), []).append(i)
    different, rendered = [], 0
    for (pyformat, naming), members in groups.items():
        snippets = [lines(scripts[i]) for i in members]
        rest = [dialect, not pyformat, HEADER, NAMING[naming]]
        wanted = rendering.with_alembic(snippets, *rest)
        got = rendering.with_retort(program, snippets, *rest)
        rendered += sum(r.error is None for r in wanted.values())
        for n, i in enumerate(members):
            found = difference(wanted[n], got.get(n, rendering.Rendered(None, "Missing")))
            if found:
                different.append((i, ) + found)
    return different, rendered


def shrunk(program, script, dialect, kind):
    """The smallest script that comes of leaving out one thing after the other, with the same kind of difference."""
    while True:
        for smaller in script.smaller():
            different, _ = run(program, [smaller], dialect)
            if different and different[0][1] == kind:
                script = smaller
                break
        else:
            return script
