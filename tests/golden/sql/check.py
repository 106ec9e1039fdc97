#!/usr/bin/env python3
"""Runs every case through the built program and compares what it prints with what Alembic printed.

    check.py PROGRAM [-v] [-d DIALECT] [-k PART_OF_NAME]      speaks TAP; -v shows differences at length
"""
import argparse
import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True
import project


def run(program, case, dialect):
    folder = tempfile.mkdtemp()
    try:
        project.write_project(folder, case, dialect)
        done = subprocess.run([program, "upgrade", project.wanted_range(case), "--sql"], cwd=folder,
                              capture_output=True, timeout=60)
        return done.returncode, done.stdout.decode(), done.stderr.decode()
    finally:
        shutil.rmtree(folder)


def judge(case, expected, got):
    """None, or what is wrong."""
    status, out, err = got
    is_error, wanted = expected
    if not is_error:
        if status:
            return "failed with %d:\n%s" % (status, (err + out)[-600:])
        text = project.own_part(case, out)
        if text == wanted:
            return None
        return "\n".join(difflib.unified_diff(wanted.split("\n"), text.split("\n"), "wanted", "got", lineterm="", n=1))
    if not status and "wider" in case.directives:
        return None
    if not status:
        return "wanted an error: %sgot:\n%s" % (wanted, project.own_part(case, out))
    kind, message = wanted.rstrip("\n").split(": ", 1)
    shown = out + err
    if project.agrees(kind.split(".")[-1], message, shown):
        return None
    return "wanted %s, got:\n%s" % (wanted, shown[-600:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("-v", action="store_true")
    parser.add_argument("-d", action="append")
    parser.add_argument("-k", default="")
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    jobs = []
    for path in project.case_files():
        expected = project.read_expected(path[: -len(".case")] + ".expected")
        for case in project.read_cases(path):
            for dialect in args.d or project.wanted_dialects(case):
                if args.k in case.name and dialect in project.wanted_dialects(case):
                    jobs.append((case, dialect, expected[case.name, dialect]))
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda job: judge(job[0], job[2], run(program, job[0], job[1])), jobs))
    failed = 0
    for number, ((case, dialect, _), wrong) in enumerate(zip(jobs, results), 1):
        failed += wrong is not None
        print("%sok %d - %s %s" % ("not " if wrong else "", number, case.name, dialect))
        for line in (wrong or "").split("\n")[: 60 if args.v else 12]:
            if line:
                print("#   " + line)
    print("1..%d" % len(jobs))
    print("# %d of %d as Alembic" % (len(jobs) - failed, len(jobs)))
    return failed != 0


sys.exit(main())
