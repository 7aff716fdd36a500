# shellcheck shell=bash disable=SC2015,SC2034,SC2046,SC2086
# Shared by the service scripts of this folder; sourced, never run.
#
# A script sets NAME, sources this file, sets its ports with `port`, and defines
#   prepare        get and build what is missing (only called when something must be started)
#   launch MEMBER  start one process of the service with `spawn`
#   ready          succeed once the service gives a real answer
#   address        what a client connects to, on one line
# and, where the default does not fit,
#   members        the numbers of its processes (default: 1)
#   setup          what is done on the ready service (users, buckets); must be repeatable
#   configure ARGS arguments of `start` (default: none allowed)
#   wipe           what `clean` removes (default: the data folder)
# then calls `main "$@"`.
set -euo pipefail

SERVICES=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CAUSEWAY_SERVICES_HOME=${CAUSEWAY_SERVICES_HOME:-${HOME:?set HOME or CAUSEWAY_SERVICES_HOME}/.cache/causeway/services}
case $CAUSEWAY_SERVICES_HOME in /*) ;; *) CAUSEWAY_SERVICES_HOME=$PWD/$CAUSEWAY_SERVICES_HOME ;; esac
home=$CAUSEWAY_SERVICES_HOME/${HOME_NAME:-$NAME}
run=$home/run data=$home/data LABEL=${LABEL:-$NAME}
START_SECONDS=${START_SECONDS:-180} STOP_SECONDS=${STOP_SECONDS:-20} STOP_SIGNAL=TERM

say() { printf '%s: %s\n' "$LABEL" "$*"; }
note() { printf '%s: %s\n' "$LABEL" "$*" >&2; }
die() { note "$@"; exit 1; }

# port VARIABLE DEFAULT: the variable from the environment, else the default plus PORT_OFFSET
port() {
  local value=${!1:-$(($2 + ${PORT_OFFSET:-0}))}
  [[ $value =~ ^[0-9]+$ ]] && ((value > 0 && value < 65536)) || die "$1=$value is no port"
  printf -v "$1" %s "$value"
}
port_busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# ports_free VARIABLE…: every port must be free (a killed process may hold its own a moment longer), or the clash is named
ports_free() {
  local name i
  for name in "$@"; do
    for i in 1 2 3 4 5 6; do port_busy "${!name}" || break; sleep 0.5; done
    if port_busy "${!name}"; then die "port ${!name} is in use by another process: end that, or set $name or PORT_OFFSET=10000"; fi
  done
}

. "$SERVICES/needs.sh"
. "$SERVICES/jdk.sh"
. "$SERVICES/processes.sh"

members() { echo 1; }
setup() { :; }
wipe() { rm -rf "$data"; }
configure() { [ $# = 0 ] || die "start takes no arguments: $*"; }

lock() { mkdir -p "$home"; exec 9>"$home/.lock"; flock -w 1800 9 || die "another start or stop holds $home/.lock"; }

report() {
  local m pid list=''
  for m in $(running); do pid=$(pid_of "$m"); list+=", pid $pid $(rss_mib "$pid") MiB"; done
  printf '%-20s %s %s%s\n' "$LABEL" "$1" "$(cat "$run/address" 2>/dev/null)" "$list${2:+, $2}"
}
status() {
  if [ -z "$(running)" ]; then printf '%-20s down\n' "$LABEL"; return 3; fi
  if ready >/dev/null 2>&1; then report up; else report "no answer"; return 4; fi
}
start() {
  local m fresh=() t0 want limit
  configure "$@"
  want=$(address)
  for m in $(members); do alive "$m" || fresh+=("$m"); done
  if [ -n "$(running)" ] && [ "$(cat "$run/address" 2>/dev/null)" != "$want" ]; then
    die "already up as '$(cat "$run/address")', asked for '$want': stop it first, or use another CAUSEWAY_SERVICES_HOME"
  fi
  mkdir -p "$run" "$data" "$home/tmp"
  [ ${#fresh[@]} = 0 ] || prepare
  t0=$(date +%s%3N)
  for m in $(running); do kill -CONT "$(pid_of "$m")"; done
  echo "$want" >"$run/address"
  for m in ${fresh[@]+"${fresh[@]}"}; do launch "$m"; done
  limit=$((SECONDS + START_SECONDS))
  until ready >/dev/null 2>&1; do
    for m in $(members); do
      if ! alive "$m"; then tail -n 20 "$run/$m.log" >&2; end ${fresh[@]+"${fresh[@]}"}; die "ended while starting; see $run/$m.log"; fi
    done
    if ((SECONDS >= limit)); then
      tail -n 20 "$run/$m.log" >&2; end ${fresh[@]+"${fresh[@]}"}
      die "no answer within $START_SECONDS s (START_SECONDS); ended again; see $run"
    fi
    sleep 0.2
  done
  setup
  t0=$(($(date +%s%3N) - t0))
  if [ ${#fresh[@]} = 0 ]; then report up "was up already"; else report up "ready in $((t0 / 1000)).$((t0 % 1000 / 100)) s"; fi
}
usage() {
  sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"
  cat <<'TEXT'
Commands: start (the default), stop [N], restart, status, log, kill [N], pause [N], resume [N], clean, purge
  start waits for a real answer and changes nothing when the service is up; stop, kill (SIGKILL), pause (SIGSTOP) and
  resume act on all its processes or on number N; clean stops and drops the data, purge also what was got and built.
TEXT
}
# main ARGS: a script may define `other COMMAND ARGS`, called for what is not below; it returns 127 for an unknown one
main() {
  local command=${1:-start}
  [ $# = 0 ] || shift
  case $command in
    start) lock; start "$@" ;;
    restart) lock; end $(known); start "$@" ;;
    stop) lock; end ${1:-$(known)}; if [ -n "$(running)" ]; then report "still up"; else say "stopped"; fi ;;
    kill) lock; signal_members KILL "$@"; for m in ${1:-$(known)}; do while alive "$m"; do sleep 0.1; done; done ;;
    pause) signal_members STOP "$@" ;;
    resume) signal_members CONT "$@" ;;
    status) status ;;
    log) exec tail -n "${LOG_LINES:-100}" "$run"/[0-9]*.log ;;
    clean) lock; end $(known); wipe; rm -rf "$run" "$home/tmp"; say "stopped, data dropped" ;;
    purge) lock; end $(known); wipe; rm -rf "$home"; rmdir "$(dirname "$home")" 2>/dev/null || true; say "stopped, everything under $home dropped" ;;
    -h | --help | help) usage ;;
    *)
      if declare -F other >/dev/null; then
        local rc=0
        other "$command" "$@" || rc=$?
        [ $rc = 127 ] || exit $rc
      fi
      usage >&2; exit 2
      ;;
  esac
}
