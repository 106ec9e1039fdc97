#!/bin/sh
# Version directories that are broken, odd or huge: each gives a clear message, or simply works.
# usage: bad_input.sh SOURCE_ROOT BUILD_DIR
set -u
root=$(cd "$1" && pwd); build=$(cd "$2" && pwd)
. "$root/tests/lib/tap.sh"
unset ALEMBIC_CONFIG
work=$(mktemp -d)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT INT TERM
retort=$build/retort

# A fresh project without revisions; the working directory is its root.
project() {
  chmod -R u+rwX "$work"; rm -rf "$work/p"; mkdir -p "$work/p/mig/versions"; cd "$work/p" || exit 1
  printf '[alembic]\nscript_location = mig\nsqlalchemy.url = sqlite:///x.db\n' >alembic.ini
  cat >mig/env.py <<'PY'
from alembic import context

context.configure(url="sqlite://", literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
PY
  cp "$root/src/revision/templates/generic/script.py.mako" mig/script.py.mako
}

# script ID [DOWN [LABELS [DEPENDS [FILE]]]]: values as Python writes them.
script() {
  printf '"""about %s"""\nrevision = "%s"\ndown_revision = %s\nbranch_labels = %s\ndepends_on = %s\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n' \
    "$1" "$1" "${2:-None}" "${3:-None}" "${4:-None}" >"mig/versions/${5:-$1_x.py}"
}

# refused NAME PIECE...: every command that reads the scripts fails with 255 and says so.
refused() {
  name=$1; shift
  status "$name: heads fails" 255 "$retort" heads
  for piece in "$@"; do contains "$name: says '$piece'" "$piece" "$out"; done
  status "$name: upgrade fails" 255 "$retort" upgrade heads
  [ ! -e x.db ]; tap_result $? "$name: no database was made"
}

project; script a1; script a1 None None None other.py
refused "duplicate id" "FAILED: Revision a1 is present more than once" "versions/a1_x.py" "versions/other.py"
project; script a1 '"b1"'; script b1 '"a1"'
refused "cycle" "FAILED: Cycle is detected in revisions (a1, b1)" "versions/a1_x.py"
project; script z1; script a1 '"c1"'; script b1 '"a1"'; script c1 '"b1"'
refused "cycle beside a base" "FAILED: Cycle is detected in revisions (a1, b1, c1)"
project; script a1; script b1 '"a1"' None '"c1"'; script c1 '"b1"'
refused "dependency cycle" "ycle is detected in revisions"
for id in None 5 '["b1"]' '"b1",' '("b1",)' '{}' 'b"b1"' 'b"b1" + b""'; do
  project; script a1; printf 'revision = %s\ndown_revision = "a1"\n' "$id" >mig/versions/b1.py
  refused "revision = $id" "FAILED: revision identifier " " is not a string" "versions/b1.py"
done
for id in '""' '"base"'; do
  project; printf 'revision = %s\ndown_revision = None\n' "$id" >mig/versions/b1.py
  refused "revision = $id" "is no name of its own" "versions/b1.py"
done
for down in 5 '[None]' '[["a1"]]' 'object()' 3.5; do
  project; script a1; script b1 "$down" None None b1.py
  refused "down_revision = $down" "FAILED: down_revision of " "versions/b1.py must be None, a string or some strings, not "
  project; script a1; script b1 '"a1"' None "$down" b1.py
  refused "depends_on = $down" "FAILED: depends_on of " "versions/b1.py must be None, a string or some strings, not "
  project; script a1; script b1 '"a1"' "$down" None b1.py
  refused "branch_labels = $down" "FAILED: branch_labels of " "versions/b1.py must be None, a string or some strings, not "
done
project; script a1; printf 'down_revision = "a" + "1"\n' >mig/versions/b1.py
status "an id from a file's name" 0 "$retort" heads
contains "the script above it" "b1 (head)" "$out"
project; printf 'file_template =\n' >>alembic.ini
status "an empty file_template" 1 "$retort" revision -m x
contains "it says so" "gives no name of a file" "$out"
project; script a1 '"a1"'
refused "self-loop" "FAILED: Self-loop is detected in revisions (a1)" "versions/a1_x.py"
project; script a1 '"gone"'
refused "missing parent" "FAILED: Revision gone referenced from revision a1 is not present" "down_revision" "versions/a1_x.py"
project; script a1 None None '"gone"'
refused "missing dependency" "FAILED: Revision gone referenced from revision a1 is not present" "depends_on"
project; script a1 None '"lab"'; script b1 None '"lab"'
refused "label used twice" "FAILED: Branch name 'lab' in revision b1 already used by revision a1"
project; script a1 None '"b1"'; script b1
refused "label that is an id" "Branch name 'b1' in revision a1 already used by revision b1"
for c in @ - + :; do
  project; script "a${c}1"
  refused "id with $c" "FAILED: Character(s) '$c' not allowed in revision identifier 'a${c}1'"
  project; script a1
  status "revision --rev-id with $c" 255 "$retort" revision -m x --rev-id "b${c}1"
  contains "revision --rev-id with $c: says so" "FAILED: Character(s) '$c' not allowed" "$out"
  same "revision --rev-id with $c: nothing was written" "mig/versions/a1_x.py" "$(echo mig/versions/*.py)"
done

project
status "empty directory: heads" 0 "$retort" heads
same "empty directory: nothing printed" "" "$out"
status "empty directory: upgrade" 0 "$retort" upgrade heads --sql
rmdir mig/versions
status "no directory: heads" 0 "$retort" heads
check "no directory: revision makes it" "$retort" revision -m first
same "no directory: one script" 1 "$(ls mig/versions | wc -l | tr -d ' ')"
rm -r mig
status "no script location" 255 "$retort" heads
contains "no script location: says so" "FAILED: Path doesn't exist: mig." "$out"

# Whoever may read everything cannot see this one; nobody can.
project; script a1
if [ "$(id -u)" = 0 ] && command -v runuser >/dev/null && id nobody >/dev/null 2>&1; then
  chmod 755 "$work" "$work/p"
  cp "$retort" "$work/p/retort" && chmod 755 "$work/p/retort"
  as_other() { runuser -u nobody -- "$work/p/retort" "$@"; }
elif [ "$(id -u)" != 0 ]; then
  as_other() { "$retort" "$@"; }
else
  as_other() { false; }
fi
if as_other --version >/dev/null 2>&1; then
  chmod 000 mig/versions
  status "unreadable directory" 1 as_other heads
  contains "unreadable directory: says so" "mig/versions': Permission denied" "$out"
  chmod 755 mig/versions; chmod 000 mig/versions/a1_x.py
  status "unreadable file" 1 as_other heads
  contains "unreadable file: says so" "mig/versions/a1_x.py': Permission denied" "$out"
else
  echo "# skipped: no other user to be"
fi

project; script a1; printf 'x = "\377\376"\n' >>mig/versions/a1_x.py
status "no UTF-8: heads" 1 "$retort" heads
contains "no UTF-8: says where" "mig/versions/a1_x.py:14:" "$out"
contains "no UTF-8: says what" "Non-UTF-8 code" "$out"
project; script a1; { printf '# -*- coding: latin-1 -*-\n'; cat mig/versions/a1_x.py; printf 'x = "\344"\n'; } >t && mv t mig/versions/a1_x.py
same "a declared encoding is read" "a1 (head)" "$("$retort" heads)"
project; script a1; { printf '\357\273\277'; cat mig/versions/a1_x.py; } >t && mv t mig/versions/a1_x.py
same "byte-order mark: heads" "a1 (head)" "$("$retort" heads)"
contains "byte-order mark: upgrade" "VALUES ('a1')" "$("$retort" upgrade a1 --sql 2>&1)"
contains "byte-order mark: the docstring" "about a1" "$("$retort" history)"
project; script a1; sed -i 's/$/\r/' mig/versions/a1_x.py alembic.ini mig/env.py
same "CRLF: heads" "a1 (head)" "$("$retort" heads)"
contains "CRLF: upgrade" "VALUES ('a1')" "$("$retort" upgrade a1 --sql 2>&1)"
project; printf 'revision = "a1"\ndown_revision = None\ndef upgrade(:\n' >mig/versions/a1.py
status "syntax error: upgrade" 1 "$retort" upgrade a1 --sql
contains "syntax error: says where" "mig/versions/a1.py:3:" "$out"
project; printf 'x = 1\n' >mig/versions/helper.py
status "no revision script" 255 "$retort" heads
contains "no revision script: says so" "helper.py" "$out"

project; script a1; mkdir real; mv mig/versions/a1_x.py real/; ln -s ../../real/a1_x.py mig/versions/a1_x.py
same "symbolic link to a script" "a1 (head)" "$("$retort" heads)"
ln -s nowhere.py mig/versions/dangling.py
status "symbolic link to nothing" 1 "$retort" heads
contains "symbolic link to nothing: says so" "dangling.py'" "$out"
project; script a1; ln -s ../versions mig/versions/loop; echo "recursive_version_locations = true" >>alembic.ini
same "symbolic link to the directory itself" "a1 (head)" "$("$retort" heads 2>&1)"
project; script a1; mv mig/versions mig/real; ln -s real mig/versions
same "the directory is a symbolic link" "a1 (head)" "$("$retort" heads)"

project; script a1 None None None "a1 ünïcode – こんにちは.py"
same "odd file name: heads" "a1 (head)" "$("$retort" heads)"
contains "odd file name: show" "Path: $work/p/mig/versions/a1 ünïcode – こんにちは.py" "$("$retort" show a1)"
cd .. && mv p "ein Proje%kt ü" && cd "ein Proje%kt ü" || exit 1
check "odd project path: revision" "$retort" revision -m "Größe, über 2 Zeilen" --rev-id b2
[ -f "mig/versions/b2_größe_über_2_zeilen.py" ]; tap_result $? "a slug of non-Latin letters"
same "odd project path: heads" "b2 (head)" "$("$retort" heads)"
cd .. && rm -rf "ein Proje%kt ü"

project; script a1
awk 'BEGIN { print "rows = ["; for (i = 0; i < 1600000; i++) printf "    \"row %d of the data\",\n", i; print "]" }' >>mig/versions/a1_x.py
[ "$(wc -c <mig/versions/a1_x.py)" -gt 48000000 ]; tap_result $? "a script of 50 MB"
same "50 MB: heads" "a1 (head)" "$("$retort" heads)"
contains "50 MB: upgrade" "VALUES ('a1')" "$("$retort" upgrade a1 --sql 2>&1)"
tap_end
