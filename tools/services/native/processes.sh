# shellcheck shell=bash disable=SC2015,SC2046,SC2086,SC2154
# Processes that stay up after the script ends, known by their pid files. Sourced by lib.sh.

# A pid file holds the pid and the process's start time, so that a pid used again by the system is never ours.
pid_of() { local pid _; read -r pid _ <"$run/$1.pid" && echo "$pid"; }
alive() {
  local pid start stat
  [ -s "$run/$1.pid" ] || return 1
  read -r pid start <"$run/$1.pid" || return 1
  read -r stat 2>/dev/null <"/proc/$pid/stat" || return 1
  set -- ${stat##*) }
  [ "${20}" = "$start" ] && [ "$1" != Z ]
}
# spawn MEMBER COMMAND…: detached, with no standard input and its output in run/MEMBER.log
spawn() {
  local member=$1; shift
  mkdir -p "$run"
  rm -f "$run/$member.pid"
  [ ! -e "$run/$member.log" ] || mv -f "$run/$member.log" "$run/$member.log.old"
  # shellcheck disable=SC2016
  setsid nohup bash -c 's=$(<"/proc/$$/stat"); f=$0; c=("$@"); set -- ${s##*) }; echo "$$ ${20}" >"$f"; exec "${c[@]}"' \
    "$run/$member.pid" "$@" >"$run/$member.log" 2>&1 </dev/null 9>&- &
  disown
  for _ in $(seq 100); do [ -s "$run/$member.pid" ] && return; sleep 0.05; done
  die "could not start; see $run/$member.log"
}
known() { local f; for f in "$run"/*.pid; do [ -e "$f" ] || continue; f=${f##*/}; echo "${f%.pid}"; done | sort -n; }
running() { local m; for m in $(known); do if alive "$m"; then echo "$m"; fi; done; }
# signal_members SIGNAL [MEMBER]
signal_members() {
  local signal=$1 m; shift
  for m in ${1:-$(known)}; do
    if alive "$m"; then kill "-$signal" "$(pid_of "$m")"; else note "process $m is not running"; fi
  done
}
# end [MEMBER…]: ask all of them at once, wait, then insist
end() {
  local m pid i
  for m in "$@"; do
    if alive "$m"; then pid=$(pid_of "$m"); kill "-$STOP_SIGNAL" "$pid" && kill -CONT "$pid" || true; fi
  done
  for m in "$@"; do
    for ((i = 0; i < STOP_SECONDS * 10; i++)); do alive "$m" || break; sleep 0.1; done
    if alive "$m"; then note "process $m did not stop in ${STOP_SECONDS} s: killed"; kill -KILL "$(pid_of "$m")"; while alive "$m"; do sleep 0.1; done; fi
    rm -f "$run/$m.pid"
  done
}
# at [N]: word N of the address that the service was last started on; started_port: its first port
at() { [ -s "$run/address" ] && cut -d' ' -f"${1:-1}" "$run/address"; }
started_port() {
  [ -s "$run/address" ] || die "is not up"
  sed 's/^[^:]*:\([0-9]*\).*/\1/' "$run/address"
}
rss_mib() {
  local pid=$1 child kib
  kib=$(awk '/^VmRSS/{print $2}' "/proc/$pid/status" 2>/dev/null || true)
  for child in $(cat "/proc/$pid/task/$pid/children" 2>/dev/null || true); do
    kib=$((${kib:-0} + $(awk '/^VmRSS/{print $2}' "/proc/$child/status" 2>/dev/null || true) + 0))
  done
  echo $((${kib:-0} / 1024))
}
