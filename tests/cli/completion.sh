#!/bin/sh
# What the shells offer: bash, zsh and fish are asked with the files of the build. A shell that is
# not installed is left out by name.
# usage: completion.sh SOURCE_ROOT BUILD_DIR
set -u
root=$(cd "$1" && pwd); build=$(cd "$2" && pwd)
. "$root/tests/lib/tap.sh"
files=$build/docs/completion
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT INT TERM
cp -R "$root/tests/cli/fixtures/graph/." "$work"
cd "$work" || exit 1
PATH="$build:$PATH"; export PATH
unset ALEMBIC_CONFIG

# bash LINE: the words that bash completes the last word of the line to.
ask_bash() {
  bash --norc -c '. "$1"; COMP_LINE=$2; read -ra COMP_WORDS <<<"$2"
    [[ $2 == *" " ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _retort; echo "${COMPREPLY[@]}"' bash "$files/retort" "$1"
}
ask_fish() { fish --no-config -c "source '$files/retort.fish'; complete -C '$1'" 2>&1; }

# zsh completes for a terminal only: one is made, and read until it has shown the last word.
cat >ask.zsh <<'END'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1='> '; stty -echo cols 200; fpath=($1 \$fpath); autoload -U compinit; compinit -u -D"
zpty -w shell "LISTMAX=1000; unsetopt automenu; bindkey '^I' complete-word; print REA''DY"
zpty -r shell out '*READY*'
zpty -w -n shell "$2"$'\t\t'
zpty -r shell out "*$3*"
print -r -- $out
END
ask_zsh() { timeout 30 zsh -f ask.zsh "$files" "$1" "$2" | tr -d '\r'; }

offers() { # SHELL LINE FIRST LAST
  command -v "$1" >/dev/null || { tap_skip "$1: $2" "$1 is not installed"; return; }
  got=$("ask_$1" "$2" "$4")
  contains "$1: $2 offers $3" "$3" "$got"
  contains "$1: $2 offers $4" "$4" "$got"
}

for shell in bash zsh fish; do
  offers $shell "retort " branches upgrade
  offers $shell "retort upgrade " aaaa0001 heads
  offers $shell "retort revision --" --autogenerate --version-path
  offers $shell "retort init -t " async pyproject_async
  offers $shell "retort show b" bbbb0003 bbbb0004
  offers $shell "retort -c " alembic.ini mig
done
tap_end
