# Of the with_* scripts: runs a command beside their servers.

clean() { :; } # They redefine it; it ends the servers.

# Waits until everything that an earlier run started in a folder is gone; all of it holds the lock.
lock_folder() {
  mkdir -p "$(dirname "$1")"
  exec 9>"$1.lock"
  flock -w 60 9 && return
  printf '%s: what uses %s does not end\n' "${0##*/}" "$1" >&2
  exit 1
}

# Only what the command started is in its process group, so all of that can be ended.
child=
run_beside() {
  local status=0
  if [[ -t 0 ]]; then
    "$@" || status=$? # Somebody types; Ctrl-C reaches the command, too.
    exit "$status"
  fi
  set -m
  # In the background, so that a signal to this script is handled at once; and not beyond the end of this script.
  setpriv --pdeathsig TERM -- "$@" <&0 &
  child=$!
  set +m
  wait "$child" || status=$?
  exit "$status"
}

# First the command itself, which may have its own order, then what it left behind.
end_command() {
  local signal tenths
  [[ -n $child ]] || return 0
  kill -TERM "$child" 2>/dev/null || true
  for ((tenths = 0; tenths < 400; ++tenths)); do
    kill -0 "$child" 2>/dev/null || break
    sleep 0.1
  done
  for signal in TERM KILL; do
    kill "-$signal" -- "-$child" 2>/dev/null || break
    for ((tenths = 0; tenths < 30; ++tenths)); do
      kill -0 -- "-$child" 2>/dev/null || break
      sleep 0.1
    done
  done
  child=
}

ended=
end_all() {
  [[ -z $ended ]] || return 0
  ended=1
  trap '' HUP INT TERM # Who asks again gets no half-done end.
  end_command
  clean
}
trap end_all EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
