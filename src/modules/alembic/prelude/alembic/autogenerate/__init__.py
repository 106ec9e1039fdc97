"""Autogenerate for scripts and env.py: comparing, rendering, and the registries of functions that
a project adds to them."""

from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.api import compare_metadata
from alembic.autogenerate.api import produce_migrations
from alembic.autogenerate.api import render_python_code
from alembic.autogenerate.compare import _produce_net_changes
from alembic.autogenerate.compare import comparators
from alembic.autogenerate.render import render_op_text
from alembic.autogenerate.render import renderers
from alembic.autogenerate.rewriter import Rewriter
