"""Random revision scripts, rendered with --sql by the real Alembic and by Retort, and compared.

usage: random_scripts.py RETORT [--scripts N] [--seed S] [--dialect D ...] [--show] [--shrink] [--most N]

Script number i is made from seed S + i: tables, columns of every type, constraints, indexes and
directives with random parameters and dialect options. Where Alembic renders it, Retort must print
the same bytes; where Alembic raises, Retort must fail, with the same words when they are
Alembic's or SQLAlchemy's own. Each difference is printed with its seed: `--seed S --show` repeats that
one, `--shrink` leaves out of it whatever can be left out.
"""

import argparse
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import rendering  # noqa: E402
from random_scripts import compare, directives  # noqa: E402

BATCH = 200  # scripts in one run of either program


def make(seed):
    return directives.script(random.Random(seed))


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    parser.add_argument("retort")
    parser.add_argument("database", nargs="?", help="as other comparisons have; nothing is connected to")
    parser.add_argument("--scripts", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dialect", action="append", choices=rendering.DIALECTS)
    parser.add_argument("--show", action="store_true", help="print the script as well")
    parser.add_argument("--shrink", action="store_true", help="print the smallest script with that difference")
    parser.add_argument("--most", type=int, default=10, help="stop after so many differences in a dialect")
    args = parser.parse_args()
    program = os.path.abspath(args.retort)
    dialects = args.dialect or rendering.DIALECTS
    failures = 0
    print("1..%d" % len(dialects))
    for number, dialect in enumerate(dialects, 1):
        found, rendered = [], 0
        for start in range(args.seed, args.seed + args.scripts, BATCH):
            scripts = [make(s) for s in range(start, min(start + BATCH, args.seed + args.scripts))]
            different, ok = compare.run(program, scripts, dialect)
            found += [(start + i, scripts[i], kind, lines) for i, kind, lines in different]
            rendered += ok
            if len(found) >= args.most:
                break
        failures += bool(found)
        print("%sok %d - %d scripts on %s, %d rendered, %d differ"
              % ("not " if found else "", number, args.scripts, dialect, rendered, len(found)), flush=True)
        for seed, script, kind, lines in found[:args.most]:
            print("#\n# seed %d, %s: %s" % (seed, dialect, kind))
            # One that differs only after others of its run (types that these made) is shown as it is.
            if args.shrink and compare.run(program, [script], dialect)[0]:
                script = compare.shrunk(program, script, dialect, kind)
                lines = compare.run(program, [script], dialect)[0][0][2]
            text = script.source() if args.show else "\n".join(compare.lines(script)) if args.shrink else ""
            if args.shrink and script.settings:
                text = "# %r\n%s" % (script.settings, text)
            for line in text.split("\n") + lines:
                if line:
                    print("#   " + line[:2000], flush=True)
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
