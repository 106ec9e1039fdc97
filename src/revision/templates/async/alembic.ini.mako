# Configuration of a migration environment for one database that is reached by asyncio.

[alembic]
# Where env.py and the revision scripts are. %(here)s is the directory of this file.
script_location = ${script_location}

# Name of new script files, without .py. The default is %%(rev)s_%%(slug)s; other tokens are epoch,
# year, month, day, hour, minute and second. A slash makes subdirectories, which are found again
# when recursive_version_locations is true.
# file_template = %%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s

# Directories put in front of sys.path, from which env.py can import your models.
prepend_sys_path = .

# Time zone of the dates in new scripts and in their file names, such as Europe/Berlin. Without it
# local time is used.
# timezone =

# Longest slug in a file name.
# truncate_slug_length = 40

# Run env.py for the revision command even without --autogenerate.
# revision_environment = false

# Accept compiled scripts whose source is missing.
# sourceless = false

# Directories with revision scripts, instead of the one below script_location.
# version_locations = %(here)s/first:%(here)s/second

# What separates the entries of version_locations and prepend_sys_path: os (the separator of PATH),
# space, newline, : or ;
path_separator = os

# Look for scripts in subdirectories of the version locations, too.
# recursive_version_locations = false

# Encoding of new scripts.
# output_encoding = utf-8

# The database. Only env.py reads this, and may get the URL from elsewhere.
sqlalchemy.url = driver://user:pass@localhost/dbname


[post_write_hooks]
# Programs to run on every new script, such as formatters:
# hooks = ruff
# ruff.type = exec
# ruff.executable = ruff
# ruff.options = check --fix REVISION_SCRIPT_FILENAME


# Logging, set up by env.py.
[loggers]
keys = root,sqlalchemy,alembic

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARNING
handlers = console
qualname =

[logger_sqlalchemy]
level = WARNING
handlers =
qualname = sqlalchemy.engine

[logger_alembic]
level = INFO
handlers =
qualname = alembic

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
