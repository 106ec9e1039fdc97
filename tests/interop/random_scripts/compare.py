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
    "tokens":
        'sa.MetaData(naming_convention={"ix": "%(column_0N_key)s_%(column_0_key)s_ix", "uq": "uq_%(column_0_N_key)s_%(column_0_label)s",'
        ' "ck": "%(table_name)s_%(constraint_name)s_%(column_0_name)s", "pk": "%(column_0N_label)s_%(table_name)s",'
        ' "fk": "%(referred_column_0_name)s_%(referred_column_0N_name)s_%(referred_column_0_N_name)s_%(column_0_N_key)s",'
        ' "own": lambda k, t: "o", "ex": "ex_%(table_name)s"})',
    "own":
        'sa.MetaData(naming_convention={"own": lambda k, t: t.name + "_" + type(k).__name__[:3], "ix": "%(own)s_%(column_0_N_name)s",'
        ' "uq": "%(own)s_%(column_0N_key)s", "ck": "%(own)s_%(constraint_name)s", "pk": "%(own)s", "fk": "%(own)s_%(referred_table_name)s_%(column_0_label)s"})',
}
# What it refuses where Alembic writes half a statement.
REFUSED = ["The column is an identity", "The column has a default"]
# Where Alembic or SQLAlchemy trip over themselves, printing SQL is no loss; when Retort fails as well,
# its words are its own.
CRASHES = {"AttributeError", "AssertionError", "KeyError"}
CRASHING_WORDS = [
    "expected str instance, int found",  # a number as a table's option on MySQL
    "expected str instance, bool found",
    "too many values to unpack",  # a naming convention, and a name with several dots
    "%d format; a real number is required, not str",  # bytes for mssql.VARBINARY('max') elsewhere
    "unexpected keyword argument 'retrieve_as_bitwise'",  # a value of mysql.SET elsewhere
    "unexpected keyword argument '_create_events'",  # a TypeDecorator of MatchType on MySQL
]
ACCIDENTS = {
    "AttributeError", "TypeError", "KeyError", "AssertionError", "ValueError", "IndexError",
    "UnboundLocalError", "NameError", "ImportError", "RecursionError"
}
# What docs/differences.md says that Retort can do beyond Alembic.
WIDER = [
    "No literal value renderer is available", "Could not render literal value",
    "can't render element of type BFILE"
]


def without_second_checks(text, dialect):
    """A CHECK of a type that a rebuild adds: Alembic writes it twice, under one name."""
    kept = []
    for line in text.split("\n"):
        again = re.match(r" +(CONSTRAINT .* CHECK .*?),? *$", line) and dialect != "sqlite"
        said = any(line.rstrip(", ") == k.rstrip(", ") for k in kept)
        if not (again and said):
            kept.append(line)
    # The last line of a table has no comma.
    return re.sub(r", *\n\)", "\n)", "\n".join(kept))


def without_marks(text, dialect):
    """SQLAlchemy takes %(x)s in a text for a parameter, which is ? or %s there: data is lost."""
    mark = {"sqlite": "?", "mysql": "%s", "mariadb": "%s"}.get(dialect)
    return re.sub(r"%\([^)]*\)s", mark, text) if mark else text


def without_charset(text, dialect):
    """A copy of mysql.ENUM is without its character set and collation: SQLAlchemy loses them."""
    if dialect not in ("mysql", "mariadb"):
        return text
    end = r"(?: (?:CHARACTER SET|COLLATE) \w+| ASCII| UNICODE| BINARY)*"
    return re.sub(r"(\bENUM\((?:'(?:[^']|'')*',?)*\))" + end, r"\1", text)


# Differences that docs/differences.md has, each with its reason there.
SETTLED = [without_second_checks, without_marks, without_charset]


def lost_identities(a, b):
    """Alembic's text, where a rebuild gives another default, or none, to an identity column, which is
    not one any more then."""
    identity = r"(?: GENERATED [A-Z ]+ AS IDENTITY| IDENTITY)(?: ?\(.*\))?|(?: NOT)? NULL\b| DEFAULT .*?(?=,? *$)"
    bare = lambda line: re.sub(identity, "", line)
    rebuilt, theirs, ours = False, a.split("\n"), b.split("\n")
    for i, line in enumerate(theirs[:len(ours)]):
        rebuilt = line.startswith("CREATE TABLE ") and "_alembic_tmp_" in line or rebuilt and line.startswith("    ")
        if rebuilt and "IDENTITY" in line and "IDENTITY" not in ours[i] and bare(line) == bare(ours[i]):
            theirs[i] = ours[i]
    return "\n".join(theirs)


def is_lost_key(script, found, a, b):
    """Whether the two differ in a foreign key alone, that of a column which a rebuild adds and whose key
    is not its name: Alembic leaves it out."""
    added = [l for l in lines(script) if re.search(r"b\.add_column\(.*sa\.ForeignKey\(.*, key='k", l)]
    if not added or b.error:
        return bool(added) and found[0].startswith("failed CompileError") and "MATCH" in b.why
    theirs = {line.rstrip(", ") for line in a.text.split("\n")}
    kept = [line.rstrip(", ") for line in b.text.split("\n")]
    kept = [line for line in kept if line in theirs or not re.match(r" +CONSTRAINT .* FOREIGN KEY", line)]
    return kept == [line.rstrip(", ") for line in a.text.split("\n")]


def settled(a, b, dialect):
    """Whether two texts differ in nothing else."""
    for rule in SETTLED:
        a, b = rule(a, dialect), rule(b, dialect)
    return a == b or lost_identities(a, b) == b


def lines(script):
    return [line for s in script.definitions + script.up + script.down for line in s.source().split("\n")]


def words(text):
    """An error's words, without what only Python can say."""
    text = text.replace("\\'", "'")  # which quotes repr() takes depends on where the text ends
    text = re.sub(r"Compiler (<.*?>|for \w+) can\\?'t", "Compiler can't", text)
    text = re.sub(r"<class \\*'(\w+\.)*(\w+)\\*'>", r"\2", text)
    text = re.sub(r"(can't render element of type \w+).*", r"\1", text)
    text = re.sub(r"including \S+ token", "including a token", text)  # % is special where it is printed
    text = re.sub(r"for constraint (\w+Constraint)\(.*", r"for constraint \1", text)
    text = re.sub(r"Circular dependency detected.*", "Circular dependency detected", text)
    text = re.sub(r"(\\n)? ?\(Background.*|; see parent.*| at 0x[0-9a-f]+", "", text)
    return text.strip("'\"; ")


def same_words(a, b):
    """Both come cut off, at a place that depends on what was taken out of them."""
    a, b = words(a), words(b)
    return a == b or len(os.path.commonprefix([a, b])) > 60


def difference(alembic, retort, dialect):
    """(kind, lines) or None. The kind stays the same while a script is made smaller."""
    if retort.error == "CRASH":
        return "crash", [retort.why]
    if alembic.error and any(w in alembic.why for w in WIDER):
        return None
    if any(w in retort.why for w in REFUSED):
        return None
    crash = alembic.error in CRASHES or any(w in alembic.why for w in CRASHING_WORDS)
    if alembic.error and crash and not retort.error:
        return None
    if alembic.error and retort.error:
        if alembic.error in ACCIDENTS:
            return None
        same = alembic.error == retort.error and same_words(without_marks(alembic.why, dialect),
                                                            without_marks(retort.why, dialect))
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
    if alembic.text == retort.text or settled(alembic.text, retort.text, dialect):
        return None
    return "text", list(
        difflib.unified_diff(alembic.text.split("\n"), retort.text.split("\n"), lineterm="", n=0))[3:]


# What only some constraints make Alembic stumble over, whose tables then cannot be made at all.
SETTLED_ERRORS = {
    # A name with referred_column_0_name, before there is the table that the key refers to.
    "referred": lambda script, r: script.settings.get("naming") == "tokens" and r.error == "NoReferencedTableError",
    # table_args with a foreign key: a rebuild knows the tables that the old keys refer to.
    "table_args": lambda script, r: r.error in ("NoReferencedTableError", "NoReferencedColumnError") and "'_alembic_tmp_" in r.why,
    # A new foreign key of a column with a key of its own, which a rebuild never survives.
    "key": lambda script, r: r.error == "ConstraintColumnNotFoundError" and is_keyed(script, r.why),
}


def is_keyed(script, why):
    name = re.search(r"ForeignKeyConstraint on table '_alembic_tmp_.*no column named '(.*)' is", why)
    columns = [l for l in lines(script) if name and "sa.Column('%s'" % name[1] in l]
    return any(re.search(r"sa\.Column\('%s'.*key='k" % re.escape(name[1]), l) for l in columns)


def rendering_of(script, dialect):
    """How rendering.py is to run it."""
    return dialect, not script.settings.get("pyformat"), HEADER, NAMING[script.settings.get("naming")]


def two_mistakes(program, script, dialect, alembic, retort):
    """Whether the script has both, and the two programs begin with different ones: with one thing less,
    Alembic says what Retort says, and Retort what Alembic says."""
    def says(rendered, wanted):
        return rendered.error == wanted.error and same_words(rendered.why, wanted.why)

    for smaller in script.smaller():
        if says(rendering.with_alembic([lines(smaller)], *rendering_of(smaller, dialect))[0], retort):
            break
    else:
        return False
    for smaller in script.smaller():
        rendered = rendering.with_retort(program, [lines(smaller)], *rendering_of(smaller, dialect))
        if says(rendered.get(0, retort), alembic):
            return True
    return False


def run_group(program, scripts, dialect):
    """As run(), of scripts with the same settings, each with its outcome: [(found, alembic, retort)]."""
    rest = rendering_of(scripts[0], dialect)
    snippets = [lines(s) for s in scripts]
    wanted = rendering.with_alembic(snippets, *rest)
    got = rendering.with_retort(program, snippets, *rest)
    outcomes = []
    for n, script in enumerate(scripts):
        answer = got.get(n, rendering.Rendered(None, "Missing"))
        found = difference(wanted[n], answer, dialect)
        if any(rule(script, wanted[n]) for rule in SETTLED_ERRORS.values()):
            found = None
        if found and not wanted[n].error and is_lost_key(script, found, wanted[n], answer):
            found = None
        if found and found[0].startswith("words ") and len(scripts) > 1:
            # What scripts before it had done when they failed has its say in some messages.
            found = run_group(program, [script], dialect)[0][0]
        elif found and found[0].startswith("words "):
            found = None if two_mistakes(program, script, dialect, wanted[n], answer) else found
        outcomes.append((found, wanted[n], answer))
    return outcomes


def run(program, scripts, dialect):
    """[(index, kind, lines)] of the scripts that differ, and how many the real Alembic renders."""
    groups = {}
    for i, s in enumerate(scripts):
        groups.setdefault(rendering_of(s, dialect), []).append(i)
    different, rendered = [], 0
    for members in groups.values():
        outcomes = run_group(program, [scripts[i] for i in members], dialect)
        rendered += sum(wanted.error is None for _, wanted, _ in outcomes)
        if any(found for found, _, _ in outcomes):
            # One that ends early under one program alone, as the other may, leaves other types behind.
            members = [i for i, (found, a, b) in zip(members, outcomes) if found or bool(a.error) == bool(b.error)]
            outcomes = run_group(program, [scripts[i] for i in members], dialect)
        different += [(i, ) + o[0] for i, o in zip(members, outcomes) if o[0]]
    return sorted(different), rendered


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
