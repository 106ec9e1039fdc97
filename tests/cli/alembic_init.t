# New environments. The order of files is the directory's in Alembic: sorted here.
$ alembic init mig | sort
Creating directory DIR/mig ...  done
Creating directory DIR/mig/versions ...  done
Generating DIR/alembic.ini ...  done
Generating DIR/mig/README ...  done
Generating DIR/mig/env.py ...  done
Generating DIR/mig/script.py.mako ...  done
Please edit configuration/connection/logging settings in DIR/alembic.ini before proceeding.

$ alembic init mig
FAILED: Directory mig already exists and is not empty
= 255

$ alembic init other | sort
Creating directory DIR/other ...  done
Creating directory DIR/other/versions ...  done
File DIR/alembic.ini already exists, skipping
Generating DIR/other/README ...  done
Generating DIR/other/env.py ...  done
Generating DIR/other/script.py.mako ...  done
Please edit configuration/connection/logging settings in DIR/alembic.ini before proceeding.

$ ls mig; ls -a mig/versions
README
env.py
script.py.mako
versions
>.
>..

$ grep '^script_location' alembic.ini
script_location = %(here)s/mig

$ mkdir p && cd p && alembic init --package -t async pkg | sort && find . -type f | sort
Adding DIR/p/pkg/__init__.py ...  done
Adding DIR/p/pkg/versions/__init__.py ...  done
Creating directory DIR/p/pkg ...  done
Creating directory DIR/p/pkg/versions ...  done
Generating DIR/p/alembic.ini ...  done
Generating DIR/p/pkg/README ...  done
Generating DIR/p/pkg/env.py ...  done
Generating DIR/p/pkg/script.py.mako ...  done
Please edit configuration/connection/logging settings in DIR/p/alembic.ini before proceeding.
>./alembic.ini
>./pkg/README
>./pkg/__init__.py
>./pkg/env.py
>./pkg/script.py.mako
>./pkg/versions/__init__.py

$ mkdir q && cd q && alembic init -t pyproject mig | sort && find . -type f | sort && grep '^script_location' pyproject.toml
Creating directory DIR/q/mig ...  done
Creating directory DIR/q/mig/versions ...  done
Generating DIR/q/alembic.ini ...  done
Generating DIR/q/mig/README ...  done
Generating DIR/q/mig/env.py ...  done
Generating DIR/q/mig/script.py.mako ...  done
Generating DIR/q/pyproject.toml ...  done
Please edit configuration settings in DIR/q/pyproject.toml and configuration/connection/logging settings in DIR/q/alembic.ini before proceeding.
>./alembic.ini
>./mig/README
>./mig/env.py
>./mig/script.py.mako
>./pyproject.toml
script_location = "%(here)s/mig"

$ cd q && alembic init mig2 -t pyproject_async | sort
Creating directory DIR/q/mig2 ...  done
Creating directory DIR/q/mig2/versions ...  done
File DIR/q/alembic.ini already exists, skipping
File DIR/q/pyproject.toml already exists and already has a [tool.alembic] section, skipping
Generating DIR/q/mig2/README ...  done
Generating DIR/q/mig2/env.py ...  done
Generating DIR/q/mig2/script.py.mako ...  done
Please edit configuration settings in DIR/q/pyproject.toml and configuration/connection/logging settings in DIR/q/alembic.ini before proceeding.

$ mkdir r && cd r && printf '[project]\nname = "x"\n' >pyproject.toml && alembic init -t pyproject mig | sort && head -5 pyproject.toml | grep -v '^#'
Appending to existing DIR/r/pyproject.toml ...  done
Creating directory DIR/r/mig ...  done
Creating directory DIR/r/mig/versions ...  done
Generating DIR/r/alembic.ini ...  done
Generating DIR/r/mig/README ...  done
Generating DIR/r/mig/env.py ...  done
Generating DIR/r/mig/script.py.mako ...  done
Please edit configuration settings in DIR/r/pyproject.toml and configuration/connection/logging settings in DIR/r/alembic.ini before proceeding.
[project]
name = "x"
.
.
[tool.alembic]

$ mkdir s && cd s && alembic init -t multidb mig | sort && grep -A2 '^databases' alembic.ini
Creating directory DIR/s/mig ...  done
Creating directory DIR/s/mig/versions ...  done
Generating DIR/s/alembic.ini ...  done
Generating DIR/s/mig/README ...  done
Generating DIR/s/mig/env.py ...  done
Generating DIR/s/mig/script.py.mako ...  done
Please edit configuration/connection/logging settings in DIR/s/alembic.ini before proceeding.
databases = engine1, engine2
.
[engine1]

$ mkdir t && cd t && alembic -c conf.ini init mig | sort && ls
Creating directory DIR/t/mig ...  done
Creating directory DIR/t/mig/versions ...  done
Generating DIR/t/conf.ini ...  done
Generating DIR/t/mig/README ...  done
Generating DIR/t/mig/env.py ...  done
Generating DIR/t/mig/script.py.mako ...  done
Please edit configuration/connection/logging settings in DIR/t/conf.ini before proceeding.
conf.ini
mig

$ mkdir u && cd u && alembic -q init mig | sort
Generating DIR/u/alembic.ini ...  done
Generating DIR/u/mig/README ...  done
Generating DIR/u/mig/env.py ...  done
Generating DIR/u/mig/script.py.mako ...  done

$ mkdir v && cd v && alembic init "$PWD/absolute" | sort && grep '^script_location' alembic.ini
Creating directory DIR/v/absolute ...  done
Creating directory DIR/v/absolute/versions ...  done
Generating DIR/v/absolute/README ...  done
Generating DIR/v/absolute/env.py ...  done
Generating DIR/v/absolute/script.py.mako ...  done
Generating DIR/v/alembic.ini ...  done
Please edit configuration/connection/logging settings in DIR/v/alembic.ini before proceeding.
script_location = DIR/v/absolute
