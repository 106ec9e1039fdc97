@ graph
# post_write_hooks that need an interpreter (here a stand-in that shows how it is called), and ones that fail.
$ mkdir -p venv/bin && printf '#!/bin/sh\ncase $2 in *u.find_spec*|*sys.exit*) [ -z "$MISSING" ]; exit;; esac\necho "python called with:"\nfor a; do echo "  $a"; done\n' >venv/bin/python && chmod +x venv/bin/python

$ printf '\n[post_write_hooks]\nhooks = m e\nm.type = module\nm.module = black\nm.options = -l 79 REVISION_SCRIPT_FILENAME\ne.type = console_scripts\ne.entrypoint = ruff\ne.options = check "two words"\n' >>alembic.ini

$ VIRTUAL_ENV=$PWD/venv retort revision -m x --rev-id 41 --head dddd0007
Generating DIR/mig/versions/41_x.py ...  done
Running post write hook 'm' ...
python called with:
  -m
  black
  -l
  79
  DIR/mig/versions/41_x.py
  done
Running post write hook 'e' ...
python called with:
  -c
  import importlib.metadata as m, sys; e = [e for e in m.entry_points(group='console_scripts') if e.name == 'ruff']; e[0].load()()
  DIR/mig/versions/41_x.py
  check
  two words
  done

$ MISSING=1 VIRTUAL_ENV=$PWD/venv retort revision -m x --rev-id 42 --head 41
Generating DIR/mig/versions/42_x.py ...  done
Running post write hook 'm' ...
  FAILED
FAILED: Could not find module black
= 255

$ sed -i 's/^hooks = .*/hooks = e/' alembic.ini; MISSING=1 VIRTUAL_ENV=$PWD/venv retort revision -m x --rev-id 43 --head 42
Generating DIR/mig/versions/43_x.py ...  done
Running post write hook 'e' ...
  FAILED
FAILED: Could not find entrypoint console_scripts.ruff
= 255

$ sed -i 's/^hooks = .*/hooks = f, g/' alembic.ini; printf 'f.type = exec\nf.executable = false\ng.type = exec\ng.executable = basename\n' >>alembic.ini; retort revision -m x --rev-id 44 --head 43
Generating DIR/mig/versions/44_x.py ...  done
Running post write hook 'f' ...
  FAILED
Running post write hook 'g' ...
44_x.py
  done
FAILED: Post write hook failed: 'f' (exit status 1)
! hint: The script was written nevertheless: DIR/mig/versions/44_x.py
= 255

$ ls mig/versions | grep 44
44_x.py

$ sed -i 's/executable = false/executable = no-such-program/' alembic.ini; retort revision -m x --rev-id 45 --head 44
Generating DIR/mig/versions/45_x.py ...  done
Running post write hook 'f' ...
  FAILED
! cannot run 'no-such-program': No such file or directory
= 1

$ ls mig/versions | grep 45
45_x.py

$ sed -i '/^\[post/,$d' alembic.ini; printf '[tool.alembic]\n[[tool.alembic.post_write_hooks]]\nname = "t"\ntype = "exec"\nexecutable = "basename"\noptions = "REVISION_SCRIPT_FILENAME .py"\n' >pyproject.toml; retort revision -m x --rev-id 46 --head 45
Generating DIR/mig/versions/46_x.py ...  done
Running post write hook 't' ...
46_x
  done
