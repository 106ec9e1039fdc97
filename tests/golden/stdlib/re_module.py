import re
print(re.match(r"(\w+) (\w+)", "hello world").groups(), re.search(r"\d+", "abc 123 def").group(), re.fullmatch(r"\d+", "12x"), re.findall(r"\d", "a1b2"), re.findall(r"(\w)(\d)", "a1b2"), re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b-c", 1), re.sub(r"\d", "#", "a1b2"), re.sub(r"(\w)(\d)", r"\2\1", "a1b2"), re.sub(r"(?P<x>\w)", r"<\g<x>>", "ab"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.subn("a", "b", "aaa"))
m = re.search(r"(?P<year>\d{4})-(?P<month>\d\d)?(x)?", "on 2024-05 ok")
print(m, m.group("year", "month"), m.group(0), m["year"], m.groupdict(), m.span(), m.start("month"), m.end(), m.groups("-"), m.lastgroup, m.string[:2], m.re.pattern, m.expand(r"\1/\g<month>"))
p = re.compile(r"^\s*(\w+)\s*=\s*(.*)$", re.M | re.I)
print(p, p.flags, p.groups, p.groupindex, [x.group(1, 2) for x in p.finditer("a = 1\n B=2\n")], p.pattern, p.search("no"), bool(p.match("x=1")))
print(re.escape("a.b*c [x] {y} é-1_"), re.findall(r"(?i)ABC", "abc ABC"), re.findall(r"\bfoo\b", "foo foobar foo"), re.findall(r"é+", "éé e"), re.search("ö", "wörld").span(), re.findall(r"(?<=\$)\d+(?!\d)", "$12 $345"), re.sub(r"\s+", " ", "a \n\t b"), re.findall(r"[^\]]+", "a]b"), re.findall(r"[[a]", "[a"), re.match(r"a{2,3}?", "aaaa").group(), re.findall(r"x*", "axb"), re.sub("x*", "-", "abxd"), re.split("x*", "axbc"), re.sub("", "-", "ab"))
print(re.findall(r"(a)|(b)", "ab"), re.match(r"(a)(b)?", "a").groups(), re.search(r"(?s)a.b", "a\nb") is not None, re.search(r"a.b", "a\nb"), re.search(r"""(?x) a  # comment
 b""", "ab") is not None, re.match(r"\w+", "naïve").group(), re.match(r"\w+", "naïve", re.A).group(), re.compile(b"a(.)").match(b"abc").group(1), re.sub(r"a\Z", "X", "aa"), re.IGNORECASE, re.I | re.M, re.sub(r"\\", "/", r"a\b"), re.sub("a", r"\n", "xax"), re.findall(r"[\w.-]+@[\w.-]+", "me@x.org, you@y.com"))
for f in [lambda: re.compile("("), lambda: re.compile("[a"), lambda: re.match("a", 5), lambda: re.match("a", b"a")]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__)
