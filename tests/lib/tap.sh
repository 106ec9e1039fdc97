# TAP for shell tests: source this, call check/same/contains, end with tap_end.
# Each check is one test; a failed one prints what was wanted and what came.

tap_count=0
tap_failed=0

tap_result() { # STATUS NAME
  tap_count=$((tap_count + 1))
  if [ "$1" -eq 0 ]; then echo "ok $tap_count - $2"; else
    echo "not ok $tap_count - $2"; tap_failed=$((tap_failed + 1)); fi
}

tap_detail() { printf '%s\n' "$1" | sed 's/^/#   /'; }

# check NAME COMMAND...: the command succeeds.
check() {
  tap_name=$1; shift
  if tap_out=$("$@" 2>&1); then tap_result 0 "$tap_name"; else
    tap_status=$?; tap_result 1 "$tap_name"
    echo "# status $tap_status of: $*"; tap_detail "$tap_out"; fi
}

# status NAME WANTED COMMAND...: the command ends with this status; its output (both streams) is
# left in $out for contains.
status() {
  tap_name=$1; tap_wanted=$2; shift 2
  out=$("$@" 2>&1); tap_status=$?
  if [ "$tap_status" -eq "$tap_wanted" ]; then tap_result 0 "$tap_name"; else
    tap_result 1 "$tap_name"; echo "# wanted status $tap_wanted, got $tap_status of: $*"; tap_detail "$out"; fi
}

# same NAME WANTED GOT
same() {
  if [ "$2" = "$3" ]; then tap_result 0 "$1"; else
    tap_result 1 "$1"; echo "# wanted:"; tap_detail "$2"; echo "# got:"; tap_detail "$3"; fi
}

# contains NAME PIECE TEXT
contains() {
  case "$3" in *"$2"*) tap_result 0 "$1" ;; *)
    tap_result 1 "$1"; echo "# wanted a text with: $2"; echo "# got:"; tap_detail "$3" ;; esac
}

# lacks NAME PIECE TEXT
lacks() {
  case "$3" in *"$2"*) tap_result 1 "$1"; echo "# unwanted: $2"; echo "# in:"; tap_detail "$3" ;;
    *) tap_result 0 "$1" ;; esac
}

tap_end() { echo "1..$tap_count"; [ "$tap_failed" -eq 0 ]; }
# tap_skip NAME REASON: a test that cannot run here.
tap_skip() { tap_count=$((tap_count + 1)); echo "ok $tap_count - $1 # SKIP $2"; }

# tap_skip_all REASON
tap_skip_all() { echo "1..0 # SKIP $1"; exit 0; }
