#!/usr/bin/env python3
"""Records what Alembic prints for the cases of tests/golden/sql. Run by hand, with a Python that has
alembic 1.19.1 and SQLAlchemy 2.0.52:

    python tools/record_sql.py [FILE.case ...]
"""
import io
import logging
import os
import re
import shutil
import sys
import tempfile
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "golden", "sql"))
import alembic.command
import alembic.config

import project

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)


def record(case, dialect):
    folder = tempfile.mkdtemp()
    project.write_project(folder, case, dialect)
    out = io.StringIO()
    config = alembic.config.Config(os.path.join(folder, "alembic.ini"), output_buffer=out)
    config.set_main_option("script_location", os.path.join(folder, "m"))
    try:
        alembic.command.upgrade(config, project.wanted_range(case), sql=True)
        return "---", project.own_part(case, out.getvalue())
    except Exception as error:
        kind = type(error)
        name = kind.__name__ if kind.__module__ == "builtins" else kind.__module__ + "." + kind.__name__
        text = str(error.orig) if getattr(error, "orig", None) else str(error)
        text = re.sub(r"( object)? at 0x[0-9a-f]+", "", text)
        return "!!!", "%s: %s\n" % (name, text.replace(folder, "").split("\n(Background on this error")[0])
    finally:
        shutil.rmtree(folder)


for path in sys.argv[1:] or project.case_files():
    with open(path[: -len(".case")] + ".expected", "w", encoding="utf-8") as f:
        for case in project.read_cases(path):
            groups = {}
            for dialect in project.wanted_dialects(case):
                groups.setdefault(record(case, dialect), []).append(dialect)
            for (mark, text), dialects in groups.items():
                f.write("%s %s: %s\n%s" % (mark, case.name, " ".join(dialects), text))
