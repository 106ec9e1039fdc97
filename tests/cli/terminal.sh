#!/bin/sh
# What a terminal gets to see, and only a terminal: colour, the running line, wrapped messages.
# usage: terminal.sh SOURCE_ROOT BUILD_DIR
set -u
root=$(cd "$1" && pwd); build=$(cd "$2" && pwd)
. "$root/tests/lib/tap.sh"
command -v script >/dev/null || tap_skip_all "script(1), which makes a terminal, is not installed"
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT INT TERM
cp -R "$root/tests/cli/fixtures/graph/." "$work"
cd "$work" || exit 1
PATH="$build:$PATH"
unset NO_COLOR ALEMBIC_CONFIG
TERM=xterm; export PATH TERM
escape=$(printf '\033')
# on_terminal COMMAND: what the terminal receives, with the escape character shown as ^
on_terminal() { script -qec "stty cols 60; $1" /dev/null </dev/null | tr -d '\r' | sed "s/$escape/^/g"; }
lines() { printf '%s\n' "$@"; }

contains "ids are coloured" "-> ^[33maaaa0001^[0m, root" "$(on_terminal 'retort history')"
lacks "not with NO_COLOR" "^[" "$(on_terminal 'NO_COLOR=1 retort history')"
lacks "not on a dumb terminal" "^[" "$(on_terminal 'TERM=dumb retort history')"
lacks "not into a pipe" "^[" "$(on_terminal 'retort history | cat')"
contains "an empty NO_COLOR says nothing" "^[33m" "$(on_terminal 'NO_COLOR= retort history')"
contains "FAILED stands out" "^[1;31mFAILED:^[0m" "$(on_terminal 'retort show xyz')"
contains "so does the hint" "^[36mhint:^[0m" "$(on_terminal 'retort show xyz')"
lacks "JSON is never coloured" "^[" "$(on_terminal 'retort heads --json')"
contains "the drawn graph has coloured lanes" "^[32m|^[0m^[33m/^[0m" "$(on_terminal 'retort history --graph')"
out=$(on_terminal 'retort upgrade shopping@head')
contains "the running line is shown" "[2/6] upgrade aaaa0001 -> aaaa0002, second ..." "$out"
contains "and taken away" "second ...^[K[2/6] upgrade aaaa0001 -> aaaa0002, second: " "$out"
contains "the summary comes last" "6 revisions applied in" "$(printf '%s\n' "$out" | tail -n 1)"
same "-q shows none of it" "" "$(on_terminal 'retort -q upgrade networking@head')"
lacks "standard output stays clean" "[1/" "$(on_terminal 'retort downgrade base 2>/dev/null')"
lacks "a pipe gets no running line" "[1/" "$(retort upgrade heads 2>&1)"
tap_end
