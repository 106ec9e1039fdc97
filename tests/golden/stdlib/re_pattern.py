import re

# The flags a and u, for the whole pattern and for a part of it.
print(re.findall(r"(?a)\w+", "naïve"), re.findall(r"(?u)\w+", "naïve"), re.compile(r"(?a)x").flags)
print(re.findall(r"(?a:\w+) \w+", "ab naïve é naïve"), re.findall(r"(?a:\d)\d?", "1٣ ٣1"))
print(re.findall(r"(?a:[\w.]+)", "a.b é.c"), re.findall(r"(?a:\S\W)", "aé bc"))
print(re.findall(r"(?a-i:k)k", "kK kk KK", re.I), re.findall(r"(?i:a)b", "Ab AB"))

# Comments, where parentheses are none.
print(re.findall(r"""
    (?a: \d+    # a number :-(
    ) \w        # ) and a letter
    """, "12é 3x", re.X))
print(re.findall(r"a(?# one ( of them)b", "ab"))

# Repeats, possessive and atomic.
print(re.findall(r"a{,2}b", "aaab b"), re.findall(r"a{2,}b", "aaab ab"), re.findall(r"a{,x}", "a{,x}"))
print(re.findall(r"(?>a+)b", "aab"), re.match(r"a++a", "aaa"), re.match(r"v?+\d", "v1").group())

# The line that a final newline begins.
print([m.start() for m in re.finditer(r"(?m)^", "a\nb\n")], [m.start() for m in re.finditer(r"(?m)$", "a\nb\n")])
print(re.sub(r"(?m)^", "> ", "a\nb\n"), re.findall(r"[^]]", "a]b"), re.findall(r"[]a]", "a]b"), re.findall(r"\u00e9|\U0001F600", "é😀"))
