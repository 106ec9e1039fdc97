@ graph
# post_write_hooks, end to end: exec, module and console_scripts.
$ printf '\n[post_write_hooks]\nhooks = a, b\na.type = exec\na.executable = sed\na.options = -i "s/Revises:/Comes after:/" REVISION_SCRIPT_FILENAME\nb.type = exec\nb.executable = basename\n' >>alembic.ini

$ alembic revision -m x --rev-id 21 --head dddd0007
Generating DIR/mig/versions/21_x.py ...  done
Running post write hook 'a' ...
  done
Running post write hook 'b' ...
21_x.py
  done

$ grep 'Comes after' mig/versions/21_x.py
Comes after: dddd0007

$ sed -i 's/^hooks = .*/hooks = c/' alembic.ini && printf 'c.type = exec\nc.executable = pwd\nc.cwd = %%(here)s/mig\n' >>alembic.ini

$ alembic merge -m y --rev-id 22 heads
Generating DIR/mig/versions/22_y.py ...  done
Running post write hook 'c' ...
DIR/mig
  done
! pwd: ignoring non-option arguments

$ sed -i 's/^c\.type = .*/c.type = unheard/' alembic.ini; alembic revision -m z --rev-id 23
Generating DIR/mig/versions/23_z.py ...  done
Running post write hook 'c' ...
  FAILED
FAILED: No formatter with name 'unheard' registered
! hint: Hooks that env.py registers in Python cannot be run; use type = exec.
= 255

$ sed -i '/^c\.type/d' alembic.ini; alembic revision -m z --rev-id 24 --head 22
FAILED: Revision 22 is not a head revision; please specify --splice to create a new branch from this revision
= 255

$ sed -i '/^c\.executable/d; s/^c\.cwd.*/c.type = exec/' alembic.ini; alembic revision -m z --rev-id 25 --head 22
FAILED: Revision 22 is not a head revision; please specify --splice to create a new branch from this revision
= 255
