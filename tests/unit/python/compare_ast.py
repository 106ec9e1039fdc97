"""Compares Retort's AST with CPython's for every file of the interpreter's own library.

    compare_ast.py AST_DUMP [--positions] [DIRECTORY ...]

Files that the interpreter itself cannot parse are skipped. Prints counts; exits with 1 on any
difference, with 77 (skipped) when there is nothing to compare with.
"""
import ast
import concurrent.futures
import os
import subprocess
import sys
import sysconfig
import warnings

SHOWN_DIFFERENCES = 10


def source_files(roots):
    for root in roots:
        if os.path.isfile(root):
            yield root
            continue
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(f for f in folders if f not in ("site-packages", "__pycache__"))
            for name in sorted(names):
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def expected_dump(path, positions):
    try:
        with open(path, "rb") as f:
            tree = ast.parse(f.read(), path)
        return ast.dump(tree, include_attributes=positions)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class AstDump:
    def __init__(self, program, positions):
        command = [program, "--minor", str(sys.version_info[1])]
        if positions:
            command.append("--positions")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def dump(self, path):
        self.process.stdin.write(os.fsencode(path) + b"\n")
        self.process.stdin.flush()
        header = self.process.stdout.readline()
        if not header.startswith(b"ok "):
            return None, header.decode("utf-8", "replace").strip() or "ast_dump died"
        text = self.process.stdout.read(int(header[3:]))
        return text.decode("utf-8", "surrogatepass"), None

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def escaped(text):
    """Without regard to which characters are printable: that depends on the Unicode version."""
    return text.encode("ascii", "backslashreplace")


def explain(expected, actual):
    at = next((i for i, (a, b) in enumerate(zip(expected, actual)) if a != b),
              min(len(expected), len(actual)))
    return "  expected ...%s\n  actual   ...%s" % (expected[max(0, at - 150):at + 100],
                                                   actual[max(0, at - 150):at + 100])


def compare(arguments):
    program, positions, paths = arguments
    warnings.simplefilter("ignore")
    dumper = AstDump(program, positions)
    equal, skipped, differences = 0, 0, []
    for path in paths:
        expected = expected_dump(path, positions)
        if expected is None:
            skipped += 1
            continue
        actual, error = dumper.dump(path)
        if error:
            differences.append("%s: %s" % (path, error))
        elif actual != expected and escaped(actual) != escaped(expected):
            differences.append("%s: dumps differ\n%s" % (path, explain(expected, actual)))
        else:
            equal += 1
    dumper.close()
    return equal, skipped, differences


def main():
    program, rest = sys.argv[1], sys.argv[2:]
    positions = "--positions" in rest
    roots = [a for a in rest if a != "--positions"] or [sysconfig.get_path("stdlib")]
    paths = list(source_files(roots))
    if sys.version_info < (3, 9) or not paths:
        print("skipped: no library of Python 3.9 or later found at", roots)
        return 77
    workers = min(os.cpu_count() or 1, 4)
    chunks = [(program, positions, paths[i::workers * 8]) for i in range(workers * 8)]
    equal, skipped, differences = 0, 0, []
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        for e, s, d in pool.map(compare, chunks):
            equal, skipped, differences = equal + e, skipped + s, differences + d
    for text in differences[:SHOWN_DIFFERENCES]:
        print(text.encode("ascii", "backslashreplace").decode())
    print("Python %s: %d files equal, %d different, %d skipped (not valid for it)"
          % (sys.version.split()[0], equal, len(differences), skipped))
    return 1 if differences or not equal else 0


if __name__ == "__main__":
    sys.exit(main())
