"""Random names, and the choices that everything else is made with."""

from .source import Call, Code, literal

PLAIN = ["a", "b", "c", "id", "name", "note", "total", "created_at", "owner_id", "x1", "_hidden", "email"]
# Reserved somewhere: each database has its own list.
RESERVED = [
    "order", "select", "user", "group", "table", "index", "key", "value", "date", "level", "comment", "check",
    "primary", "desc", "rank", "rows", "window", "offset", "limit", "lateral", "analyze", "interval", "uid",
    "number", "mode", "size", "file", "identified", "public", "percent", "pivot", "plan", "merge", "external",
    "lead", "system", "except", "cube", "of", "to", "end", "array", "both", "vector", "manual", "row_number",
    "current_timestamp", "localtime", "name", "type", "timestamp", "text", "temp", "rowid", "raise", "isnull"
]
ODD = [
    "Mixed", "UPPER", "a b", "1st", "a$b", "$a", "a#", "a-b", "a.b", 'q"q', "it's", "b`t", "b]r", "b[r",
    "100%", "%(x)s", "c:d", "a%%b", "über", "名前", "naïve", "ÀÉ", "ß", "a\\b", "a,b", "(p)", "x y z", "éa",
    "Ünï", "a\tb", "a?b", "@v", "ǅ"
]


class Chance:
    """Decisions at random, all from one seed."""
    def __init__(self, random):
        self.random = random
        self.count = 0

    def maybe(self, probability):
        return self.random.random() < probability

    def pick(self, items):
        return self.random.choice(items)

    def some(self, items, low=1, high=3):
        items = list(items)
        return self.random.sample(items, min(len(items), self.random.randint(low, high)))

    def number(self, low, high):
        return self.random.randint(low, high)

    def fresh(self, prefix):
        self.count += 1
        return "%s%d" % (prefix, self.count)

    def weighted(self, table):
        """One of [(weight, thing), …]."""
        return self.random.choices([thing for _, thing in table], [w for w, _ in table])[0]


def long_name(c):
    start = c.pick(["long", "Long", "lông", "a_rather_long_name_of_something_"])
    return (start + "_name" * 40)[:c.pick([29, 30, 31, 59, 60, 61, 63, 64, 65, 90, 127, 128, 129, 140])]


def name(c):
    """The text of an identifier."""
    kind = c.random.random()
    if kind < 0.68:
        return c.pick(PLAIN)
    if kind < 0.84:
        return c.pick(RESERVED)
    if kind < 0.97:
        return c.pick(ODD)
    return long_name(c)


def names(c, low, high):
    """Different names, in whatever case."""
    found = {}
    for _ in range(c.number(low, high)):
        n = name(c)
        found.setdefault(n.lower(), n)
    return list(found.values())


def identifier(c, text=None):
    """An identifier as it is passed, sometimes with a wish for quotes."""
    text = name(c) if text is None else text
    if c.maybe(0.06):
        return Call("quoted_name", [literal(text), Code(c.pick(["True", "False"]))],
                    simple=repr(text))
    return literal(text, "t" if text not in PLAIN else None)


def constraint_name(c, none=0.15):
    """A constraint's or an index's name: plain, final, or None."""
    if c.maybe(none):
        return Code("None")
    text = name(c) if c.maybe(0.9) else long_name(c)
    if c.maybe(0.2):
        return Call("op.f", [literal(text)], simple=repr(text))
    return identifier(c, c.pick(["ix_", "uq_", "ck_", ""]) + text)


def schema(c):
    return identifier(
        c,
        c.pick(
            ["s", "s", "other", "My Schema", "a.b", "A.B.c", "dbo", "public", "order", "[a.b].c", "x.[y.z]"]))
