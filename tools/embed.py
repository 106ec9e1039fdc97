#!/usr/bin/env python3
"""Writes a C file that holds Python sources: embed.py OUT FILE...

Each FILE becomes a PreludeModule named after its path below the prelude/ it stands in.
"""
import os
import sys


def literal(data):
    return ",".join(str(b if b < 128 else b - 256) for b in data)


def main(out, *files):
    if not out.endswith(".c"):
        sys.exit(f"embed.py: the output must be a C file: {out}")
    rows, arrays = [], []
    for i, path in enumerate(sorted(files)):
        inside = path.partition("/prelude/")[2]
        parts = inside[:-3].split(os.sep)
        package = parts[-1] == "__init__"
        if package:
            parts.pop()
        with open(path, "rb") as f:
            data = f.read()
        arrays.append(f"static const char text{i}[] = {{{literal(data + bytes(1))}}};")
        rows.append(f'    {{"{".".join(parts)}", text{i}, {len(data)}, {str(package).lower()}}},')
    with open(out, "w", encoding="utf-8") as f:
        f.write('#include "modules/stdlib/prelude.h"\n\n')
        f.write("\n".join(arrays))
        f.write("\n\nconst PreludeModule prelude_modules[] = {\n")
        f.write("\n".join(rows))
        f.write("\n    {0}};\n")


main(*sys.argv[1:])
