#!/bin/sh
# collect.sh of redis-forensics: gathers what a hung, slow or ailing Redis (or Valkey, KeyDB) shows, into one tar.gz.
#
# It only reads. Nothing is killed, stopped or changed, unless you ask for a debugger (--stacks, --core), which stops the
# server while it looks. Every step has a limit of its own; a step that fails is noted and the next one follows.
# Needs a POSIX shell and awk, dd, od, grep, sed, gzip; uses tar, timeout, redis-cli, gdb where they are there.
# Private: memory is kept only as addresses of code and stack, and as words of locks; no keys, passwords or environment.
#
#   sh collect.sh                 every Redis server of this machine or container
#   sh collect.sh 4059            the process 4059, or the server at port 4059
#   sh collect.sh --dry-run       says each step with its limit and its risk, and does nothing
#   sh collect.sh --help
VERSION=1

usage() {
  cat <<'TEXT'
usage: sh collect.sh [OPTIONS] [PID | PORT]...
  PID or PORT         without one: every Redis, Valkey or KeyDB server that is found
  -p, --pid PID       a process; also where the number could be a port
      --port PORT     the server that listens at PORT
  -o, --output WHERE  folder, FILE.tar.gz, or - for standard output (default: this folder)
  -t, --time SECONDS  limit for all safe steps together (default 50)
      --dry-run       say each step with its limit and its risk, do nothing
      --cli COMMAND   how to reach the server, as "redis-cli -h 10.0.0.1 -p 6380 --tls" (password: set REDISCLI_AUTH)
      --no-cli        ask the server nothing
      --log FILE      a log that is not found by itself (repeatable)
      --no-logs       no logs
      --raw-logs      logs as they are; otherwise arguments of commands in crash reports are left out
      --no-memory     no lock words and no stacks: nothing is read from the memory of the server
      --binaries      program, modules and C library whole and whatever their size; --no-binaries: none
      --stacks gdb    also stacks by a debugger (gdb or eu-stack): STOPS the server for some 0.1 to 5 s
      --core          also a core file by gdb: STOPS the server for about 1 s for each 200 MB; holds all data
      --watch         PING every 5 s and collect when no answer comes (--every SECONDS, --patience SECONDS,
                      --times N collections at most (3), --max-mb N on disk together (200))
TEXT
}

umask 077
LC_ALL=C
export LC_ALL
unset DEBUGINFOD_URLS GREP_OPTIONS TAR_OPTIONS GZIP

# --- time limits ---------------------------------------------------------------------------------------------------

tick() { # seconds since boot to NOW, without a process; what is left of the time to LEFT
  read -r NOW _ < /proc/uptime
  NOW=${NOW%%.*}
  LEFT=$((END - NOW))
}

family() { # the process $1 and all that it started
  echo "$1"
  for _stat in /proc/[0-9]*/stat; do
    read -r _line < "$_stat" || continue
    _line=${_line##*) ? }
    [ "${_line%% *}" = "$1" ] && { _child=${_stat#/proc/}; family "${_child%/stat}"; }
  done 2>/dev/null
}

# guard SECONDS COMMAND...: ends the command, and only what it started itself, when its time is over (status 137).
guard() {
  _limit=$1
  shift
  tick
  [ "$_limit" -le "$LEFT" ] || _limit=$LEFT
  [ "$_limit" -gt 0 ] || return 125
  "$@" < /dev/null &
  JOB=$!
  (
    trap - INT TERM HUP EXIT
    _n=0
    while [ $_n -lt "$_limit" ]; do sleep 1; _n=$((_n + 1)); done
    # shellcheck disable=SC2046 # several numbers
    kill -9 $(family $JOB)
  ) > /dev/null 2>&1 < /dev/null &
  WATCHER=$!
  wait $JOB 2> /dev/null
  _rc=$?
  JOB=
  kill $WATCHER 2> /dev/null
  wait $WATCHER 2> /dev/null
  WATCHER=
  return $_rc
}

say() { echo "collect: $*" >&2; }
note() { echo "$*" >> "$D/manifest.txt"; }
unseen() { note "unseen $*"; }

# step FILE SECONDS RISK COMMAND...: output to FILE; status, time and the reason for what is missing to the manifest.
step() {
  _file=$1 _seconds=$2 _risk=$3
  shift 3
  if [ -n "$DRY" ]; then
    printf '  %-22s at most %2s s   %s\n' "$_file" "$_seconds" "$_risk"
    return 0
  fi
  tick
  _begin=$NOW
  if [ "$SPACE" -le 0 ]; then unseen "$_file: no room left on the disk or in the limit for one collection"; return 1; fi
  guard "$_seconds" "$@" > "$D/$_file" 2> "$D/.error"
  _status=$?
  tick
  note "step $_file rc=$_status s=$((NOW - _begin))"
  _why=
  [ -s "$D/.error" ] && read -r _why < "$D/.error"
  case $_status in
    125) _why="the time for all steps was used up" ;;
    137) _why="gave no answer within its limit of $_seconds s" ;;
  esac
  if [ -s "$D/$_file" ]; then
    # shellcheck disable=SC2012 # one file of a known name; wc would read it all
    _size=$(ls -l "$D/$_file" | awk '{print int($5 / 1024) + 1}')
    SPACE=$((SPACE - ${_size:-0}))
    # 123: xargs, of a grep that found a thread gone
    case $_status:$_why in [012]: | 123: | *denied* | *'No such'*) ;; *) unseen "a part of $_file: ${_why:-status $_status}" ;; esac
    return 0
  fi
  rm -f "$D/$_file"
  unseen "$_file: ${_why:-nothing to see}"
  return 1
}

# --- finding servers -----------------------------------------------------------------------------------------------

parent_of() { # PARENT of process $1
  PARENT=
  read -r _line 2> /dev/null < "/proc/$1/stat" || return 1
  _line=${_line##*) ? }
  PARENT=${_line%% *}
}

is_server() { # is $1 a server by its name?
  _name=
  read -r _name 2> /dev/null < "/proc/$1/comm" || return 1
  case $_name in
    redis-server* | redis-sentinel* | valkey-server* | valkey-sentine* | keydb-server* | keydb-sentinel*) return 0 ;;
  esac
  return 1
}

# All servers; those whose main thread does not wait for events in its loop first. Children of servers belong to these.
find_servers() {
  _idle=
  for _comm in /proc/[0-9]*/comm; do
    _pid=${_comm#/proc/}
    _pid=${_pid%/comm}
    is_server "$_pid" || continue
    parent_of "$_pid" && [ "$PARENT" != 0 ] && is_server "$PARENT" && continue
    _wchan=
    read -r _wchan 2> /dev/null < "/proc/$_pid/wchan"
    case $_wchan in *ep_poll* | *epoll_wait*) _idle="$_idle $_pid" ;; *) echo "$_pid" ;; esac
  done
  for _pid in $_idle; do echo "$_pid"; done
}

cmdline() { tr '\0' ' ' 2> /dev/null < "/proc/$1/cmdline" | cut -c1-400 | sed 's/ *$//'; }

listening() { # ports at which process $1 listens, of those of its network namespace
  # shellcheck disable=SC2012 # names in /proc/PID/fd are numbers
  ls -l "/proc/$1/fd" 2> /dev/null | sed -n 's/.*socket:\[\([0-9]*\)\].*/\1/p' > "$STAGE/.inodes"
  cat "/proc/$1/net/tcp" "/proc/$1/net/tcp6" 2> /dev/null | awk -v own="$STAGE/.inodes" '
    BEGIN { while ((getline line < own) > 0) inode[line] = 1 }
    $4 == "0A" && ($10 in inode) { n = split($2, part, ":"); print part[n] }' | sort -u | while read -r _hex; do echo $((0x$_hex)); done
}

ports_of() { # ports of process $1: from its title (redis-server *:6379), else from its sockets
  guard 2 cmdline "$1" > "$STAGE/.title"
  _title=
  read -r _title < "$STAGE/.title"
  _ports=$(printf '%s\n' "$_title" | sed -n 's/.*:\([0-9]\{1,5\}\)\( .*\)*$/\1/p; s/.*--\(tls-\)\{0,1\}port \([0-9]\{1,5\}\).*/\2/p' | sort -u)
  if [ -n "$_ports" ]; then echo "$_ports"; else guard 3 listening "$1"; fi
}

server_at() { # the process that serves port $1
  for _pid in $(find_servers); do
    for _port in $(ports_of "$_pid"); do [ "$_port" = "$1" ] && { echo "$_pid"; return 0; }; done
  done
  return 1
}

# What the user named, to PIDS.
resolve() {
  PIDS=
  for _word in $WANTED; do
    case $_word in
      pid:*) PIDS="$PIDS ${_word#pid:}" ;;
      port:*)
        _found=$(server_at "${_word#port:}")
        if [ -n "$_found" ]; then PIDS="$PIDS $_found"; else say "no server at port ${_word#port:} is found among the processes that can be seen here"; fi ;;
      *)
        if is_server "$_word"; then PIDS="$PIDS $_word"
        else
          _found=$(server_at "$_word")
          if [ -n "$_found" ]; then PIDS="$PIDS $_found"
          elif [ -d "/proc/$_word/task" ]; then
            say "process $_word has no name of a Redis server; collected all the same"
            PIDS="$PIDS $_word"
          else say "neither a process nor the port of a server: $_word"; fi
        fi ;;
    esac
  done
  if [ -z "$WANTED" ]; then PIDS=$(find_servers); fi
}

children_of() { # forks of server $1: savers of snapshots and append-only files, module garbage collectors
  for _comm in /proc/[0-9]*/comm; do
    _pid=${_comm#/proc/}
    _pid=${_pid%/comm}
    parent_of "$_pid" && [ "$PARENT" = "$1" ] && is_server "$_pid" && echo "$_pid"
  done
}

# --- threads -------------------------------------------------------------------------------------------------------

each_thread() { # FILE:LINE of the named files of every thread
  for _what in "$@"; do all_tasks '' "$_what"; done
}

all_tasks() { # lines with PATTERN of one file of every thread; thousands of names do not fit into the arguments of one command
  if command -v xargs > /dev/null 2>&1; then printf '%s\n' "/proc/$P/task"/[0-9]*/"$2" | xargs grep -s "$1" /dev/null
  else grep -s "$1" "/proc/$P/task"/[0-9]*/"$2" /dev/null; fi
}

# What every thread waits for (a line of /proc/PID/task/TID/syscall), its place in the kernel, its state, CPU ticks and how often it slept.
threads() {
  echo "snapshot $(date -u +%Y-%m-%dT%H:%M:%SZ)"
  all_tasks '' syscall | asleep
  each_thread wchan stat
  all_tasks '^voluntary_ctxt_switches' status
}

asleep() { # a thread that polls is often just awake: it is looked at again, up to 30 times, until it sleeps
  while IFS= read -r _seen; do
    case $_seen in *:running)
      _n=0
      while [ $_n -lt 30 ]; do
        _call=running
        read -r _call 2> /dev/null < "${_seen%:running}" || break
        [ "$_call" = running ] || { _seen=${_seen%running}$_call; break; }
        _n=$((_n + 1))
      done ;;
    esac
    printf '%s\n' "$_seen"
  done
}

names() {
  each_thread comm
  all_tasks '^NSpid\|^Sig[BIC]\|^Cpus_allowed_list\|ctxt_switches' status
}

kernel_stacks() { each_thread stack | head -n 20000; }

# TID and words of the syscall line of every thread of the first snapshot
waits() { sed -n 's#^/proc/[0-9]*/task/\([0-9]*\)/syscall:#\1 #p' "$D/threads-1.txt"; }

# --- memory --------------------------------------------------------------------------------------------------------

# peek: for each line `FIRST-WORD COUNT OTHER-FIRST-WORD TEXT` of standard input reads COUNT words of 8 bytes of the server's memory
# (from OTHER-FIRST-WORD when the first cannot be read), and prints TEXT, where `@` is the address read from, and the words.
peek() {
  : > "$D/.memory"
  : > "$D/.slots"
  _slot=0
  # two thirds of the limit for reading, so that what was read is also written
  tick
  _until=$((NOW + (_limit * 2 + 2) / 3))
  while read -r _start _count _other _text; do
    tick
    if [ "$LEFT" -le 0 ] || [ "$NOW" -ge $_until ]; then echo "not all could be read in time" >&2; break; fi
    _got=0
    for _first in $_start $_other; do
      dd if="/proc/$P/mem" of="$D/.memory" bs=8 skip="$_first" seek=$_slot count="$_count" conv=notrunc 2> "$D/.dd"
      read -r _got _ < "$D/.dd"
      case $_got in
        [0-9]*+*) _got=${_got%%+*} ;;
        *) # an error: at the end of a mapping what is before it was read
          grep -q 'denied\|not permitted' "$D/.dd" && { cat "$D/.dd" >&2; return 1; }
          _got=$(sed -n 's/^\([0-9]*\)+[0-9]* records in.*/\1/p' "$D/.dd")
          [ -n "$_got" ] || _got=$(($(wc -c < "$D/.memory") / 8 - _slot)) ;;
      esac
      [ "$_got" -le 0 ] || break
    done
    [ "$_got" -gt 0 ] || _got=0
    printf '%s %s 0x%x %s\n' $_slot "$_got" $((_first * 8)) "$_text" >> "$D/.slots"
    _slot=$((_slot + _count))
  done
  [ -s "$D/.slots" ] || return 0
  { if [ -s "$D/.memory" ]; then od -An -v -tx8 "$D/.memory"; fi; } | awk -v slots="$D/.slots" '
    function head(  rest) {
      if ((getline line < slots) <= 0) { next_slot = -1; return 0 }
      split(line, part, " "); next_slot = part[1] + 0; words = part[2] + 0
      rest = line; sub(/^[0-9]+ [0-9]+ 0x[0-9a-f]+ /, "", rest); sub(/@/, part[3], rest)
      print rest; if (words == 0) print " unreadable"
      return 1
    }
    BEGIN { head() }
    {
      for (i = 1; i <= NF; i++) {
        while (next_slot >= 0 && n >= next_slot + words) { from = next_slot; flush_line(); if (!head()) exit; if (n < next_slot) break }
        if (next_slot < 0) exit
        if (n >= next_slot && n < next_slot + words) { out = out " " $i; if (++col == 4) flush_line() }
        n++
      }
    }
    function flush_line() { if (col > 0) print out; out = ""; col = 0 }
    END { if (next_slot >= 0) { flush_line(); while (head()); } }'
}

# Words that are text are no part of a lock.
without_text() {
  awk '
    function printable(half,  i, c) { for (i = 1; i <= 7; i += 2) { c = substr(half, i, 2); if (c < "20" || c > "7e") return 0 } return 1 }
    /^ [0-9a-f]/ {
      out = ""
      for (i = 1; i <= NF; i++) {
        word = $i
        if (length(word) == 16 && printable(substr(word, 9)) && (printable(substr(word, 1, 8)) || substr(word, 1, 4) != "0000")) word = "0000000000000000"
        out = out " " word
      }
      print out; next
    }
    { print }'
}

words() { # around every address at which a thread waits (futex): the lock, and in it, where the C library writes it, its owner
  waits | awk -v futex="$FUTEX" '
    $2 == futex || ($2 == 219 && NF > 8) || ($2 == 128 && futex == 98) { if ($3 != "0x0") { tids[$3] = tids[$3] " " $1; op[$3] = $4 } }
    END { for (at in tids) print at, op[at] tids[at] }' | sort | head -n 1024 | while read -r _at _op _tids; do
    _word=$((_at / 8))
    echo "$((_word - 6)) 14 $_word futex $_at op $_op at @ tids $_tids"
    # pthread_join waits in the descriptor of the thread; since glibc 2.43 its number is not at the address waited for
    case $_op in 0x109 | 0x9) echo "$(((_at - 856) / 8)) 2 $(((_at - 856) / 8)) word at @" ;; esac
  done | { peek; } | without_text
}

# Of waiting threads, 16 KB from the stack pointer on; of those that stand at the same place for the same thing at most 24, the first ones first.
stacks() {
  waits | awk '$2 != "running" && NF > 3 { k = $2 " " $3 " " $NF; if (n[k]++ < 24) print n[k], NR, $1, $(NF - 1), $NF }' |
    sort -n -k 1,1 -k 2,2 | head -n 1024 | while read -r _ _ _tid _sp _pc; do
      [ -n "$_pc" ] && echo "$((_sp / 8)) 2048 $((_sp / 8)) stack $_tid sp $_sp pc $_pc"
    done | { peek; } | addresses_only
}

# Of stack memory only words stay that point into code or into the same stack; all others become 0 before anything is written.
addresses_only() {
  awk -v maps="$D/maps.txt" -v arm="$ARM" '
    function wide(h) { sub(/^0x/, "", h); while (length(h) < 16) h = "0" h; return h }
    BEGIN {
      while ((getline line < maps) > 0) {
        split(line, f, " "); split(f[1], r, "-"); m++; low[m] = wide(r[1]); high[m] = wide(r[2])
        if (f[2] ~ /x/) { n++; code_low[n] = low[m]; code_high[n] = high[m] }
      }
    }
    /^stack / { sp = wide($4); end = sp; for (i = 1; i <= m; i++) if (sp >= low[i] && sp < high[i]) end = high[i]; print; next }
    {
      out = ""
      for (i = 1; i <= NF; i++) {
        word = $i
        if (word !~ /^[0-9a-f]+$/) { out = out " " word; continue }
        if (arm) word = "0000" substr(word, 5)
        keep = "0"
        if (word >= "0000000000001000" && word < "0001000000000000") {
          if (word >= sp && word < end) keep = word
          else for (j = 1; j <= n; j++) if (word >= code_low[j] && word < code_high[j]) { keep = word; break }
        }
        out = out " " keep
      }
      print out
    }'
}

elf_heads() { # the first 1024 bytes of every program and library in memory: what they are (build id), also where their files are out of reach
  awk '$2 ~ /x/ && $6 ~ /^\// { code[$6] = 1 } $3 == "00000000" && $6 ~ /^\// && !($6 in first) { first[$6] = $1; order[++n] = $6 }
    END { for (i = 1; i <= n; i++) if (order[i] in code) print first[order[i]], order[i] }' "$D/maps.txt" | head -n 256 |
    while read -r _range _path; do
      _at=$((0x${_range%%-*} / 8))
      echo "$_at 128 $_at elf 0x${_range%%-*} $_path"
    done | { peek; }
}

# --- files and system ----------------------------------------------------------------------------------------------

with_heads() { # the files that can be read, each behind `==> NAME <==`
  for _one in "$@"; do [ -r "$_one" ] && { echo "==> $_one <=="; cat "$_one"; }; done 2> /dev/null
  return 0
}

system_files() {
  with_heads /proc/loadavg /proc/uptime /proc/meminfo /proc/pressure/cpu /proc/pressure/io /proc/pressure/memory \
    /proc/sys/kernel/yama/ptrace_scope /proc/sys/kernel/core_pattern /proc/sys/kernel/hung_task_timeout_secs \
    /proc/sys/vm/overcommit_memory /proc/sys/vm/swappiness /proc/sys/net/core/somaxconn \
    /sys/kernel/mm/transparent_hugepage/enabled /etc/os-release
  grep -s 'nr_dirty \|nr_writeback \|pswpin\|pswpout\|compact_stall\|allocstall' /proc/vmstat /dev/null
}

cgroup_files() {
  while IFS=: read -r _ _kind _path; do
    case $_kind in
      '') _base=/sys/fs/cgroup$_path; [ -d "$_base" ] || _base=/sys/fs/cgroup/unified$_path; [ -d "$_base" ] || _base=/sys/fs/cgroup ;;
      *) _base=/sys/fs/cgroup/$_kind$_path; [ -d "$_base" ] || _base=/sys/fs/cgroup/$_kind ;;
    esac
    for _one in cpu.stat cpu.max cpu.pressure memory.max memory.high memory.current memory.events memory.pressure io.pressure io.stat pids.max \
      pids.current cgroup.freeze cgroup.events cpu.cfs_quota_us memory.limit_in_bytes memory.usage_in_bytes memory.failcnt freezer.state; do
      with_heads "$_base/$_one"
    done
  done < "/proc/$P/cgroup"
}

descriptors() {
  # shellcheck disable=SC2012
  echo "descriptors $(ls "/proc/$P/fd" | wc -l | tr -d ' ')"
  # shellcheck disable=SC2012
  ls -l "/proc/$P/fd" | head -n 300
}

disks() {
  df -Pk "/proc/$P/cwd/." . 2> /dev/null
  df -Pi "/proc/$P/cwd/." 2> /dev/null
  with_heads /proc/diskstats
}

sockets() { # listening sockets with their queues, and how many connections are in which state
  cat "/proc/$P/net/tcp" "/proc/$P/net/tcp6" | awk '$4 == "0A" { print "listen", $2, "queues", $5 } $4 ~ /^[0-9A-F][0-9A-F]$/ { n[$4]++ } END { for (s in n) print "state", s, n[s] }'
}

identity() {
  echo "format redis-collect $VERSION"
  echo "started $(date -u +%Y-%m-%dT%H:%M:%SZ)"
  echo "pid $P"
  if [ -n "$CHILD_OF" ]; then echo "parent $CHILD_OF"; fi
  echo "host $HOST"
  echo "uname $(uname -srvm)"
  echo "collector uid=$(id -u) $(grep CapEff /proc/self/status 2> /dev/null | tr '\t' ' ')"
  echo "exe $(readlink "/proc/$P/exe" 2> /dev/null)"
  echo "pidns $(readlink "/proc/$P/ns/pid" 2> /dev/null) self $(readlink /proc/self/ns/pid 2> /dev/null)"
  echo "netns $(readlink "/proc/$P/ns/net" 2> /dev/null) self $(readlink /proc/self/ns/net 2> /dev/null)"
  echo "clk_tck $(getconf CLK_TCK 2> /dev/null || echo 100)"
}

# Words behind options that hold secrets, and passwords in URLs.
without_secrets() {
  sed -e 's#\([a-z][a-z]*://[^ :/@]*\):[^ @]*@#\1:(withheld)@#g' \
    -e 's#\(--*[A-Za-z-]*\([Pp]ass\|[Aa]uth\|[Ss]ecret\|[Tt]oken\|[Uu]ser\)[A-Za-z-]*[ =]\)[^ ]*#\1(withheld)#g'
}

# --- asking the server -----------------------------------------------------------------------------------------------

# The command that reaches server $P, to CLI; or why there is none, to WHY.
find_cli() {
  CLI=$ASKED_CLI
  WHY=
  [ -n "$CLI" ] && return 0
  for _name in redis-cli valkey-cli keydb-cli /opt/redislabs/bin/redis-cli; do
    command -v "$_name" > /dev/null 2>&1 && { CLI=$_name; break; }
  done
  [ -n "$CLI" ] || { WHY="no redis-cli here"; return 1; }
  _port=$(ports_of "$P" | head -n 1)
  case $_port in '' | 0) CLI='' WHY="the port of the server is not known: use --cli"; return 1 ;; esac
  CLI="$CLI -p $_port"
  # A namespace that may not be seen is most often the same one; who answers tells its process id.
  _net=$(readlink "/proc/$P/ns/net" 2> /dev/null)
  if [ -n "$_net" ] && [ "$_net" != "$(readlink /proc/self/ns/net)" ]; then
    if [ "$(id -u)" = 0 ] && command -v nsenter > /dev/null 2>&1; then CLI="nsenter -t $P -n $CLI"
    else CLI='' WHY="the server is in another network namespace: run inside it or use --cli"; return 1; fi
  fi
}

# Is the server that answered the process $P? Not asked when the user said how to reach it.
is_same() {
  [ -z "$ASKED_CLI" ] || return 0
  _pid_told=$(sed -n 's/^process_id:\([0-9]*\).*/\1/p' "$D/cli-info.txt" 2> /dev/null)
  case $_pid_told in '' | "$P" | "$(inner_pid)") return 0 ;; esac
  unseen "cli: another server (process $_pid_told) answers at the port of this one: use --cli"
  rm -f "$D/cli-info.txt"
  return 1
}

inner_pid() { sed -n 's/^NSpid:.*[[:space:]]\([0-9][0-9]*\)$/\1/p' "/proc/$P/status" 2> /dev/null; }


# shellcheck disable=SC2086 # the command is several words
ask() { $CLI --no-raw "$@"; }
# shellcheck disable=SC2086
ask_raw() { $CLI "$@"; }

# CONFIG GET: values of options that hold secrets are withheld.
ask_config() {
  ask config get '*' | awk '
    { n = $0; sub(/\).*/, "", n); odd = n % 2
      if (odd) { hide = tolower($0) ~ /pass|auth|secret|user|token|key-file|cert|aclfile/; print; next }
      if (hide && $0 !~ /"(no|yes|)"$/) sub(/".*/, "\"(withheld)\"")
      print }'
}

# SLOWLOG: of a command its name; arguments only of CONFIG, and no secret ones.
ask_slowlog() {
  ask slowlog get 128 | awk '
    function quoted() { return match($0, /".*"$/) ? tolower(substr($0, RSTART + 1, RLENGTH - 2)) : "" }
    function hide() { sub(/".*"$/, "\"?\"") }
    match($0, /^ +4\) +1\) "/) {
      column = RLENGTH - 2; command = quoted(); secret = 0
      if (command !~ /^[a-z][a-z0-9._-]*$/ || length(command) > 40) hide()
      print; next
    }
    column && index($0, ")") == column && /^ +[0-9]+\) "/ {
      if (command !~ /^(_?ft\.)?config$/ || secret) hide()
      if (quoted() ~ /pass|auth|secret|user|token|key|cert|acl/) secret = 1
      print; next
    }
    { column = 0; print }'
}

# Modules with their arguments; what follows the name of a secret is withheld.
ask_modules() {
  ask module list | awk '
    secret { sub(/".*"$/, "\"(withheld)\""); secret = 0; print; next }
    { secret = tolower($0) ~ /pass|auth|secret|token/; print }'
}

ask_all() {
  step cli-info.txt 5 "one more client; only because PING was answered" ask_raw info everything
  [ -n "$DRY" ] || is_same || return
  step cli-clients.txt 5 "one more client" ask_raw client list
  step cli-slowlog.txt 5 "one more client; arguments of commands are left out" ask_slowlog
  step cli-latency.txt 3 "one more client" ask latency latest
  step cli-modules.txt 3 "one more client; secrets are left out" ask_modules
  step cli-config.txt 3 "one more client; secrets are left out" ask_config
  step cli-memory.txt 3 "one more client" ask memory stats
  if [ -n "$DRY" ] || grep -q '^cluster_enabled:1' "$D/cli-info.txt" 2> /dev/null; then
    step cli-cluster-info.txt 3 "one more client" ask_raw cluster info
    step cli-cluster-nodes.txt 3 "one more client" ask_raw cluster nodes
  fi
}

ask_server() {
  if [ -n "$NO_CLI" ]; then [ -n "$DRY" ] || unseen "cli: not wanted (--no-cli)"; return; fi
  if [ -z "$DRY" ] && ! find_cli; then unseen "cli: $WHY"; return; fi
  step cli-ping.txt 3 "one more client: PING" ask_raw ping
  if [ -n "$DRY" ]; then ask_all; return; fi
  if grep -q '^PONG\|^LOADING\|^BUSY\|^MASTERDOWN\|^MISCONF' "$D/cli-ping.txt" 2> /dev/null; then ask_all
  elif grep -q 'NOAUTH\|NOPERM\|WRONGPASS' "$D/cli-ping.txt" 2> /dev/null; then unseen "cli: the server wants a password: set REDISCLI_AUTH"
  elif [ -s "$D/cli-ping.txt" ]; then unseen "cli: PING got another answer"
  else unseen "cli: PING got no answer"; fi
}

# --- logs ------------------------------------------------------------------------------------------------------------

# Logs of server $P: what --log names; standard output if it is a file; logs of its folder and of the usual places that have lines of its process.
find_logs() {
  _inner=$(inner_pid)
  _root=/proc/$P/root
  [ -r "$_root/etc" ] || _root=
  _told=$(awk '/"logfile"$/ { if ((getline value) > 0 && match(value, /".*"/)) print substr(value, RSTART + 1, RLENGTH - 2) }' "$D/cli-config.txt" 2> /dev/null)
  {
    for _fd in 1 2; do readlink "/proc/$P/fd/$_fd" 2> /dev/null | sed -n "s#^/[^ ]*\$#$_root&#p" | grep -v '/dev/'; done
    case $_told in /*) echo "$_root$_told" ;; ?*) echo "/proc/$P/cwd/$_told" ;; esac
    sed -n 's/^[[:space:]]*logfile[[:space:]][[:space:]]*"*\(\/[^"]*\)"*[[:space:]]*$/\1/p' "$_root"/etc/redis*.conf "$_root"/etc/redis/*.conf \
      "$_root"/etc/valkey/*.conf "$_root"/usr/local/etc/redis/*.conf 2> /dev/null | sed "s#^#$_root#"
    for _log in "/proc/$P/cwd"/*.log "$_root"/var/log/redis/*.log "$_root"/var/log/valkey/*.log "$_root"/var/log/redis*.log \
      "$_root"/var/opt/redislabs/log/redis-*.log "$_root"/data/*.log; do
      [ -f "$_log" ] && echo "$_log"
    done
  } | sort -u | head -n 64 | while read -r _log; do
    # one file may have two names; the folder of a process is a link
    # shellcheck disable=SC2012
    ls -Ldi "$_log" 2> /dev/null
  done | awk '!seen[$1]++ { sub(/^ *[0-9]+ /, ""); print }' | while read -r _log; do
    if [ ! -f "$_log" ] || [ ! -r "$_log" ]; then continue; fi
    tail -c 300000 "$_log" 2> /dev/null | grep -q "^\($P\|${_inner:-$P}\):[A-Z] \|^[0-9]*:signal-handler" && echo "$_log"
  done | head -n 4
}

# In crash reports the arguments of the running command and names of keys are left out, but for CONFIG.
without_arguments() {
  if [ -n "$RAW_LOGS" ]; then cat; return; fi
  awk '
    index($0, "argv[") && match($0, /argv\[[0-9]+\][^:]*: /) {
      head = substr($0, 1, RSTART + RLENGTH - 1); value = substr($0, RSTART + RLENGTH); first = $0 ~ /argv\[0\]/
      if (first) { command = tolower(value); gsub(/[^a-z._]/, "", command); secret = 0 }
      else if (command ~ /config$/ && !secret) secret = tolower(value) ~ /pass|auth|secret|user|token|key|cert|acl/
      else value = "\"(withheld)\""
      print head value; next
    }
    index($0, "found in DB containing") { sub(/[Kk]ey .* found in DB/, "key (withheld) found in DB") }
    index($0, "requirepass") || index($0, "masterauth") { sub(/(requirepass|masterauth)[" ]+[^ ]+/, "requirepass (withheld)") }
    { print }'
}

log_tail() { tail -c "$LOG_BYTES" "$1" | without_arguments; }
log_head() { head -c 65536 "$1" | without_arguments; }

logs() {
  if [ -n "$DRY" ]; then
    step 'log-*' 10 "reads files; arguments of commands in crash reports are left out" true
    return
  fi
  [ -z "$NO_LOGS" ] || { unseen "logs: not wanted (--no-logs)"; return; }
  guard 8 find_logs > "$D/.logs" 2> /dev/null
  printf '%s' "$NAMED_LOGS" >> "$D/.logs"
  [ -s "$D/.logs" ] || unseen "logs: none found that has lines of this process; name it with --log FILE (or it goes to journald, syslog or the container's output)"
  _n=0
  while read -r _log; do
    _n=$((_n + 1))
    _base=log-$_n-$(basename "$_log" | tr -c 'A-Za-z0-9._\n-' _)
    note "log $_base is $_log"
    # shellcheck disable=SC2012
    _bytes=$(ls -lL "$_log" 2> /dev/null | awk '{print $5}')
    if [ "${_bytes:-0}" -gt "$LOG_BYTES" ]; then
      step "$_base.head" 5 "" log_head "$_log"
      unseen "the middle of $_base: the log has $_bytes bytes, the first 65536 and the last $LOG_BYTES are kept"
    fi
    step "$_base" 10 "" log_tail "$_log"
  done < "$D/.logs"
}

# --- surroundings ------------------------------------------------------------------------------------------------------

kernel_log() {
  if command -v journalctl > /dev/null 2>&1 && journalctl -k -n 1 > /dev/null 2>&1; then journalctl -k --no-pager -o short-iso -n 2000 2> /dev/null
  else dmesg | tail -n 2000; fi
}

unit_of() { sed -n 's#.*/\([^/]*\.service\)$#\1#p' "/proc/$P/cgroup" 2> /dev/null | head -n 1; }
container_of() { sed -n 's#.*[/-]\([0-9a-f]\{64\}\)\(\.scope\)*$#\1#p' "/proc/$P/cgroup" 2> /dev/null | head -n 1; }

unit_state() {
  systemctl show "$1" -p Id,ActiveState,SubState,Result,NRestarts,ExecMainPID,ExecMainCode,ExecMainStatus,ExecMainStartTimestamp,StateChangeTimestamp \
    -p MemoryCurrent,MemoryMax,TasksCurrent,LimitNOFILE,OOMPolicy,WatchdogUSec,WatchdogTimestamp,TimeoutStopUSec,Restart,RestartUSec,KillMode --no-pager
}
unit_log() { journalctl -u "$1" --no-pager -o short-iso -n 2000; }
container_state() {
  docker inspect -f '[{"Id":{{json .Id}},"Name":{{json .Name}},"State":{{json .State}},"RestartCount":{{.RestartCount}},"Memory":{{.HostConfig.Memory}}}]' "$1"
}

surroundings() {
  step kernel-log.txt 4 "none" kernel_log
  _unit=$(unit_of)
  if [ -n "$DRY" ] || { [ -n "$_unit" ] && command -v systemctl > /dev/null 2>&1; }; then
    step unit.txt 3 "none: state of the systemd unit" unit_state "$_unit"
    step unit-log.txt 4 "none: what systemd and standard output said" unit_log "$_unit"
  fi
  _box=$(container_of)
  if [ -n "$DRY" ] || { [ -n "$_box" ] && command -v docker > /dev/null 2>&1; }; then
    step container.json 4 "none: state of the container, without its environment" container_state "$_box"
  fi
}

# --- programs ------------------------------------------------------------------------------------------------------------

# Of an ELF file what naming and unwinding need, at its places in a sparse file: heads, code, symbols, unwind tables, notes; no debug information.
elf_parts() { # FILE TARGET
  _head=$(dd if="$1" bs=64 count=1 2> /dev/null | od -An -v -tu8 | tr '\n' ' ')
  # shellcheck disable=SC2086
  set -- "$1" "$2" $_head
  _at=$8
  _sizes=$(dd if="$1" bs=2 skip=29 count=3 2> /dev/null | od -An -v -tu2)
  # shellcheck disable=SC2086
  set -- "$1" "$2" $_sizes
  _from=$1 _to=$2 _size=$3 _count=$4 _names=$5
  [ "$_size" = 64 ] && [ "$_count" -gt 2 ] && [ "$_count" -lt 2000 ] || return 1
  _text=$(dd if="$_from" bs=8 skip=$((_at / 8)) count=$((_count * 8)) 2> /dev/null | od -An -v -tu8 | awk -v names="$_names" '
    { for (i = 1; i <= NF; i++) { w[k++] = $i; if (k == 8) { section(); k = 0; n++ } } }
    # type in the upper half of the first word; flags, address, offset, size follow
    function section(  type, flags, alloc, exec, link) {
      type = int(w[0] / 4294967296); flags = w[1]; offset[n] = w[3]; size[n] = w[4]; link = w[5] % 4294967296
      alloc = int(flags / 2) % 2; exec = int(flags / 4) % 2
      want[n] = (type == 7 || type == 11 || type == 2 || type == 6 || exec || (alloc && size[n] <= 16777216))
      if (type == 8) want[n] = 0
      if (type == 1 && !alloc) want[n] = 0
      if (type == 2 || type == 11) linked[link] = 1 }
    BEGIN { n = 0; k = 0 }
    END { for (n in size) if ((want[n] || (n in linked) || n == names) && size[n] > 0) print offset[n], size[n]; print "end" }')
  case $_text in *end) ;; *) return 1 ;; esac
  {
    echo "0 4096"
    echo "$_at $((_count * 64))"
    printf '%s\n' "$_text"
  } | while read -r _offset _bytes; do
    [ "$_offset" = end ] && break
    dd if="$_from" of="$_to" bs=4096 skip=$((_offset / 4096)) seek=$((_offset / 4096)) count=$(((_offset % 4096 + _bytes + 4095) / 4096)) conv=notrunc 2> /dev/null || exit 1
  done
}

copy_binary() { # RANGE PATH NAME LIMIT-KB
  _source=
  for _one in "/proc/$P/root$2" "/proc/$P/map_files/$1"; do [ -r "$_one" ] && { _source=$_one; break; }; done
  [ -n "$_source" ] || { echo "$2: cannot be read" >&2; return 1; }
  _target=$D/binaries/$3
  # shellcheck disable=SC2012
  _kb=$(ls -lL "$_source" | awk '{print int($5 / 1024) + 1}')
  if [ "$_kb" -le 6144 ] || [ -n "$BINARIES" ]; then cat "$_source" > "$_target"; else elf_parts "$_source" "$_target"; fi || { rm -f "$_target"; echo "$2: cannot be copied" >&2; return 1; }
  _kb=$(du -k "$_target" | awk '{print $1}')
  if [ "$_kb" -gt "$4" ]; then rm -f "$_target"; echo "$2: $_kb KB are more than $4 KB: use --binaries" >&2; return 1; fi
  echo "$3 $_kb KB is $2"
}

binaries() {
  if [ -n "$DRY" ]; then
    step binaries/ 20 "reads files: program, modules and C library for the names of functions; large ones only with --binaries" true
    return
  fi
  [ -n "$NO_BINARIES" ] && { unseen "binaries: not wanted (--no-binaries)"; return; }
  [ -s "$D/maps.txt" ] || { unseen "binaries: the memory map could not be read"; return; }
  mkdir -p "$D/binaries"
  # by default what is not of the system (program, modules), and of the system what waits and starts threads
  awk -v all="$BINARIES" '
    $2 ~ /x/ && $6 ~ /^\// && !seen[$6]++ && (all || $6 !~ /^(\/usr)?\/lib/ || $6 ~ /\/(libc|libpthread|ld|libjemalloc|libstdc\+\+|libuv|libmimalloc|libtcmalloc)[-._0-9]|\/ld-|redis|valkey|module/) { print $1, $6 }
    ' "$D/maps.txt" | head -n 100 > "$D/.binaries"
  _each=32768
  _room=65536
  [ -n "$BINARIES" ] && _each=524288 _room=1048576
  [ "$_room" -le "$SPACE" ] || _room=$SPACE
  : > "$D/.copied"
  while read -r _range _path; do
    [ "$_room" -gt 0 ] || { unseen "binaries: no room for $_path"; continue; }
    [ "$_each" -le "$_room" ] || _each=$_room
    _name=$(basename "$_path" | tr -c 'A-Za-z0-9._+\n-' _)
    [ -e "$D/binaries/$_name" ] && _name=$_name.$((_room))
    _got=$(guard 20 copy_binary "$_range" "$_path" "$_name" "$_each" 2> "$D/.error")
    if [ -n "$_got" ]; then
      note "binary $_got"
      _kb=${_got#* }
      _room=$((_room - ${_kb%% *}))
      SPACE=$((SPACE - ${_kb%% *}))
    else
      _why=
      read -r _why < "$D/.error"
      unseen "binaries: ${_why:-$_path: no answer within 20 s}"
    fi
  done < "$D/.binaries"
}

# --- debuggers: only when asked for ----------------------------------------------------------------------------------------

state_of() { # STATE of process $1: R running, S sleeping, D in the kernel, T stopped, t traced
  STATE=
  read -r _line 2> /dev/null < "/proc/$1/stat" || return 1
  _line=${_line##*) }
  STATE=${_line%% *}
}

why_not_stop() { # the reason why no debugger may touch $P now, if there is one
  state_of "$P"
  case $STATE in
    T) echo "the process is stopped already"; return ;;
    t) echo "another debugger has the process"; return ;;
    '') echo "the process has ended"; return ;;
  esac
  if cgroup_files 2> /dev/null | grep -q '^frozen 1\|^FROZEN\|^FREEZING'; then echo "its cgroup is frozen: a debugger would hang"; return; fi
  if grep -qs 'refrigerator\|freezer_trap' "/proc/$P/task"/*/wchan; then echo "it is frozen: a debugger would hang"; return; fi
  timeout -s INT -k 1 1 true > /dev/null 2>&1 || echo "no timeout command that can send INT before KILL"
}

debugger() { # FILE SECONDS COMMAND...: INT first, so that it lets go of the server
  _file=$1 _seconds=$2
  shift 2
  _why=$(why_not_stop)
  if [ -n "$_why" ]; then unseen "$_file: $_why"; return 1; fi
  state_of "$P"
  _before=$STATE
  timeout -s INT -k 3 "$_seconds" "$@" > "$D/$_file" 2>> "$D/$_file" < /dev/null
  _rc=$?
  state_of "$P"
  [ "$STATE" = t ] && { sleep 1; state_of "$P"; }
  note "step $_file rc=$_rc s=0"
  note "state before debugger $_before after $STATE"
  # Before it was not stopped; what stopped it was the debugger.
  if [ "$STATE" = T ]; then
    kill -CONT "$P" && note "SIGCONT sent: the debugger left the process stopped"
  fi
  return 0
}

stacks_by_debugger() {
  if [ -n "$DRY" ]; then
    case $STACKS in *gdb* | auto) printf '  %-22s at most 30 s   %s\n' gdb.txt "STOPS THE SERVER while gdb reads it, 0.5 to 5 s" ;; esac
    case $STACKS in eu-stack | auto) printf '  %-22s at most 15 s   %s\n' eu-stack.txt "STOPS THE SERVER while it is read, some 0.1 s" ;; esac
    return
  fi
  _none=1
  case $STACKS in eu-stack | auto)
    if command -v eu-stack > /dev/null 2>&1; then _none=; debugger eu-stack.txt 15 eu-stack -n 128 -m -b -p "$P"; fi ;;
  esac
  case $STACKS in gdb | auto)
    if command -v gdb > /dev/null 2>&1; then
      _none=
      debugger gdb.txt 30 gdb -nx -batch -iex 'set auto-load off' -iex 'set debuginfod enabled off' -ex 'set pagination off' -ex 'set width 0' \
        -ex 'info threads' -ex 'thread apply all bt 64' -ex 'info sharedlibrary' -p "$P"
    fi ;;
  esac
  [ -z "$_none" ] || unseen "stacks by a debugger: $STACKS is not installed here"
}

core_by_debugger() {
  if [ -n "$DRY" ]; then
    printf '  %-22s at most 600 s  %s\n' core "STOPS THE SERVER about 1 s for each 200 MB; the file holds ALL DATA; checks free space"
    return
  fi
  command -v gdb > /dev/null 2>&1 || { unseen "core: gdb is not installed here"; return; }
  [ "$OUT" != - ] || { unseen "core: not written to standard output: use -o FOLDER"; return; }
  _rss=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$P/status")
  _free=$(free_kb "$WHERE")
  if [ "$((${_rss:-0} * 3 / 2 + 262144))" -gt "${_free:-0}" ]; then unseen "core: ${_free:-0} KB free are too little for ${_rss:-?} KB of memory"; return; fi
  _core=$WHERE/$NAME-core.$P
  debugger gcore.txt 600 gdb -nx -batch -iex 'set auto-load off' -iex 'set debuginfod enabled off' -ex 'set pagination off' -ex "generate-core-file $_core" -p "$P"
  [ -s "$_core" ] && { note "core is in $_core, beside this bundle"; say "core file with all data: $_core"; }
}

# --- one server --------------------------------------------------------------------------------------------------------------

advice() { # what is lacking to see what threads wait for
  grep -q '^/proc/.*/syscall:' "$D/threads-1.txt" 2> /dev/null && grep -q '/syscall:[-0-9r]' "$D/threads-1.txt" && return
  _uid=$(sed -n 's/^Uid:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$P/status" 2> /dev/null)
  _scope=
  read -r _scope 2> /dev/null < /proc/sys/kernel/yama/ptrace_scope
  unseen "threads: this user (uid $(id -u)) may not see what the threads of process $P wait for (uid ${_uid:-?}, ptrace_scope ${_scope:-none})"
  case $_scope in
    3) say "ptrace_scope is 3: nobody may look into processes until this machine starts again" ;;
    1 | 2) say "may not look into process $P: run as root of the host, or give the container SYS_PTRACE (ptrace_scope is $_scope)" ;;
    *) say "may not look into process $P: run as root of the host or as the user with uid ${_uid:-of the server}" ;;
  esac
}

memory_of_threads() {
  [ -z "$NO_MEMORY" ] || { [ -n "$DRY" ] || unseen "words and stacks: not wanted (--no-memory)"; return; }
  step words-1.txt 10 "none; waits while the memory map of the server is being changed (mmap lock)" words
  if [ -n "$DRY" ] || [ -s "$D/maps.txt" ]; then step stacks.txt 15 "the same; only addresses are kept" stacks; fi
}

collect_one() { # everything of process $P, the safest first
  D=$ROOT/$P
  if [ -z "$DRY" ]; then
    mkdir -p "$D" || return 1
    guard 3 identity > "$D/manifest.txt" 2> /dev/null
    step cmdline.txt 2 "none" cmdline "$P"
    if [ -s "$D/cmdline.txt" ]; then echo "cmdline $(without_secrets < "$D/cmdline.txt")" >> "$D/manifest.txt"; rm -f "$D/cmdline.txt"; fi
  else
    step manifest.txt 1 "none"
  fi
  # These ask the kernel and not the server's memory; they work whatever the server does.
  step threads-1.txt 5 "none" threads
  step names.txt 5 "none" names
  [ -n "$DRY" ] || advice
  # From here on the kernel may wait for the memory lock of the server, so each has its limit.
  step status.txt 2 "none; may wait for the mmap lock" cat "/proc/$P/status"
  step maps.txt 5 "the same" cat "/proc/$P/maps"
  memory_of_threads
  step threads-2.txt 5 "none" threads
  [ -n "$NO_MEMORY" ] || step words-2.txt 10 "as words-1.txt: an owner counts as seen when both agree" words
  [ -n "$NO_MEMORY" ] || [ -z "$DRY$(ls "$D/maps.txt" 2> /dev/null)" ] || step elf.txt 8 "none: first bytes of programs in memory, for their build ids" elf_heads
  step kernel-stacks.txt 5 "none" kernel_stacks
  if [ -z "$CHILD_OF" ]; then rest_of_one; fi
  step threads-3.txt 5 "none" threads
  if [ -n "$STACKS" ] && [ -z "$CHILD_OF" ]; then stacks_by_debugger; fi
  if [ -n "$CORE" ] && [ -z "$CHILD_OF" ]; then core_by_debugger; fi
  [ -n "$DRY" ] || finish_one
}

rest_of_one() {
  _pause=$NOW
  step limits.txt 2 "none" cat "/proc/$P/limits"
  step io.txt 2 "none" cat "/proc/$P/io"
  step fd.txt 3 "none" descriptors
  step cgroup.txt 3 "none" cgroup_files
  step system.txt 3 "none" system_files
  step disks.txt 3 "none; a network disk may not answer" disks
  step sockets.txt 3 "none" sockets
  ask_server
  logs
  surroundings
  binaries
  # a third look, some seconds after the first, tells what moves
  [ -n "$DRY" ] && return
  tick
  [ $((NOW - _pause)) -ge 2 ] || [ "$LEFT" -le 3 ] || guard 3 sleep 2
}

finish_one() {
  note "finished $(date -u +%Y-%m-%dT%H:%M:%SZ)"
  [ -d "$D" ] || return
  rm -f "$D"/.[a-z]*
  for _one in "$D"/*; do [ -s "$_one" ] || [ -d "$_one" ] || rm -f "$_one"; done
}

# --- packing -------------------------------------------------------------------------------------------------------------------

free_kb() { df -Pk "$1" 2> /dev/null | awk 'NR == 2 { print $4 }'; }

# A tar archive without tar: heads by awk, contents as they are.
plain_tar() { # FOLDER
  for _one in "$1"/*/* "$1"/*/binaries/*; do
    [ -f "$_one" ] || continue
    _bytes=$(wc -c < "$_one" | tr -d ' ')
    awk -v name="$_one" -v size="$_bytes" 'BEGIN {
      for (i = 32; i < 127; i++) code[sprintf("%c", i)] = i
      # fields: name 100, mode 8, uid 8, gid 8, size 12, mtime 12, checksum 8 (blanks while counting), type, magic
      sum = 8 * 32 + code["0"]
      rest = "0000600" "0000000" "0000000" sprintf("%011o", size) "00000000000" "ustar" "00"
      for (i = 1; i <= length(name); i++) sum += code[substr(name, i, 1)]
      for (i = 1; i <= length(rest); i++) sum += code[substr(rest, i, 1)]
      printf "%s", name; zeros(100 - length(name))
      printf "0000600"; zeros(1); printf "0000000"; zeros(1); printf "0000000"; zeros(1)
      printf "%011o", size; zeros(1); printf "00000000000"; zeros(1)
      printf "%06o", sum; zeros(1); printf " 0"; zeros(100); printf "ustar"; zeros(1); printf "00"; zeros(247)
    }
    function zeros(n) { while (n-- > 0) printf "%c", 0 }'
    cat "$_one"
    _pad=$(((512 - _bytes % 512) % 512))
    [ $_pad -eq 0 ] || dd if=/dev/zero bs=$_pad count=1 2> /dev/null
  done
  dd if=/dev/zero bs=1024 count=1 2> /dev/null
}

archive() {
  cd "$STAGE" || return 1
  if command -v tar > /dev/null 2>&1; then tar cf - "$NAME"; else plain_tar "$NAME"; fi | if command -v gzip > /dev/null 2>&1; then gzip -c; else cat; fi
}

pack() {
  [ -d "$ROOT" ] || return 1
  if [ "$OUT" = - ]; then
    archive || return 1
    say "written to standard output"
  else
    if (archive) > "$TARGET.part" && mv "$TARGET.part" "$TARGET"; then
      echo "$TARGET"
    else
      rm -f "$TARGET.part"
      say "could not write $TARGET; what was collected stays in $ROOT"
      KEEP=1
      return 1
    fi
  fi
}

clean() {
  [ -n "$STAGE" ] && [ -z "$KEEP" ] && rm -rf "$STAGE"
  STAGE=
}

interrupted() {
  trap '' INT TERM HUP
  say "interrupted: packing what there is"
  # shellcheck disable=SC2046
  [ -z "$JOB" ] || kill -9 $(family "$JOB") 2> /dev/null
  [ -z "$WATCHER" ] || kill "$WATCHER" 2> /dev/null
  if [ -n "$D" ] && [ -d "$D" ]; then
    note "interrupted by a signal $(date -u +%Y-%m-%dT%H:%M:%SZ)"
    finish_one
    pack
  fi
  clean
  trap - EXIT
  exit 130
}

# A folder for what is being collected, to STAGE; what may be written there in KB, to SPACE.
make_stage() {
  if [ "$OUT" = - ]; then set -- "${TMPDIR:-/tmp}" /var/tmp /dev/shm /run .; else set -- "$WHERE"; fi
  for _where in "$@"; do
    if [ ! -d "$_where" ] || [ ! -w "$_where" ]; then continue; fi
    _free=$(guard 3 free_kb "$_where")
    [ "${_free:-0}" -ge 8192 ] || continue
    STAGE=$_where/.redis-collect.$$
    mkdir "$STAGE" 2> /dev/null || { STAGE=; continue; }
    return 0
  done
  say "no folder with 8 MB of free space to write to ($*): use -o"
  return 1
}

# What may be written now in KB, to SPACE: half of what is free, and no more than one collection may have.
measure_room() {
  _free=$(guard 3 free_kb "$STAGE")
  SPACE=$((${_free:-0} / 2))
  _most=$((MAX_MB * 1024 + (${BINARIES:-0} * 1048576)))
  [ "$SPACE" -le "$_most" ] || SPACE=$_most
  [ "$SPACE" -ge 65536 ] || LOG_BYTES=1000000
}

# --- a whole collection ------------------------------------------------------------------------------------------------------------

collect() {
  tick
  END=$((NOW + BOX))
  [ -n "$STAGE" ] || make_stage || return 1
  measure_room
  resolve
  if [ -z "$PIDS" ]; then
    [ -n "$WANTED" ] || say "no Redis, Valkey or KeyDB server among the processes that can be seen here; give a PID"
    return 1
  fi
  NAME=redis-collect-$HOST-$(date -u +%Y%m%dT%H%M%SZ)
  ROOT=$STAGE/$NAME
  if [ "$OUT" = - ]; then TARGET=-; elif [ -n "$FILE" ]; then TARGET=$FILE; else TARGET=$WHERE/$NAME.tar.gz; fi
  mkdir "$ROOT" || return 1
  _last=$END
  _rest=0
  for _pid in $PIDS; do _rest=$((_rest + 1)); done
  for _pid in $PIDS; do
    [ -d "/proc/$_pid/task" ] || { say "there is no process $_pid"; _rest=$((_rest - 1)); continue; }
    # each gets its part of the time that is left
    END=$_last
    tick
    END=$((NOW + LEFT / _rest))
    _rest=$((_rest - 1))
    P=$_pid CHILD_OF=''
    [ "$TARGET" = - ] || say "collecting process $P"
    collect_one
    for _child in $(children_of "$_pid" | head -n 4); do P=$_child CHILD_OF=$_pid; collect_one; done
  done
  END=$((_last + 60))
  pack
  _done=$?
  [ -n "$KEEP" ] || rm -rf "$ROOT"
  D=
  return $_done
}

dry_run() {
  tick
  END=$((NOW + 20))
  STAGE=$(mktemp -d 2> /dev/null) || { STAGE=/tmp/.redis-collect.$$; mkdir "$STAGE" || return 1; }
  resolve
  # shellcheck disable=SC2086
  echo "processes:" ${PIDS:-none found}
  echo "for each of them, in this order, all safe steps together at most $BOX s (nothing is killed, stopped or changed):"
  P=PID CHILD_OF='' ROOT=$STAGE SPACE=1
  collect_one
  echo "then: one tar.gz to ${FILE:-$OUT}; forks of a server (snapshot, append-only file, garbage collection) are looked at in the same way"
  if [ -z "$STACKS$CORE" ]; then echo "not asked for: --stacks gdb (stops the server 0.1 to 5 s), --core (stops it about 1 s for each 200 MB)"; fi
  clean
}

# --- watching ------------------------------------------------------------------------------------------------------------------------

ping_once() { # 0: answers; 1: no answer in time; 2: cannot be asked
  guard "$PATIENCE" ask_raw ping > "$STAGE/.ping" 2>&1
  _rc=$?
  if [ $_rc = 137 ]; then return 1; fi
  grep -q 'refused\|No such file\|not found\|No route\|Could not connect' "$STAGE/.ping" && return 2
  [ -s "$STAGE/.ping" ] && return 0
  return 2
}

watch() {
  _taken=0
  _written=0
  while [ "$_taken" -lt "$TIMES" ]; do
    tick
    END=$((NOW + 3600))
    [ -n "$STAGE" ] || make_stage || return 1
    resolve 2> /dev/null
    # shellcheck disable=SC2086
    set -- $PIDS
    P=$1 WHY="no server is there"
    if [ -z "$P" ] || ! find_cli; then say "watch: $WHY"; _state=2; else ping_once; _state=$?; fi
    if [ $_state != 1 ]; then sleep "$EVERY"; continue; fi
    say "no answer to PING within $PATIENCE s: collecting ($((_taken + 1)) of $TIMES)"
    _asked=$WANTED
    WANTED=pid:$P
    collect
    WANTED=$_asked
    _taken=$((_taken + 1))
    # shellcheck disable=SC2012
    _kb=$(ls -l "$TARGET" 2> /dev/null | awk '{ print int($5 / 1024) + 1 }')
    _written=$((_written + ${_kb:-0}))
    if [ $_written -ge $((MAX_MB * 1024)) ]; then say "watch: $_written KB written, which is the limit (--max-mb)"; break; fi
    if [ "$_taken" -lt "$TIMES" ]; then sleep "$COOL"; fi
  done
}

# --- arguments --------------------------------------------------------------------------------------------------------------------------

number() { case $1 in '' | *[!0-9]*) say "$2 wants a number, not '$1'"; exit 2 ;; esac; }

main() {
  WANTED='' OUT=. BOX=50 DRY='' ASKED_CLI='' NO_CLI='' NO_LOGS='' RAW_LOGS='' NO_MEMORY='' BINARIES='' NO_BINARIES='' STACKS='' CORE='' WATCH=''
  EVERY=5 PATIENCE=5 TIMES=3 COOL=60 MAX_MB=200 LOG_BYTES=8000000
  JOB='' WATCHER='' STAGE='' KEEP='' FILE='' D='' NAMED_LOGS=''
  while [ $# -gt 0 ]; do
    case $1 in
      --*=*)
        _option=${1%%=*} _value=${1#*=}
        shift
        set -- "$_option" "$_value" "$@"
        continue ;;
    esac
    case $1 in
      -p | --pid | --port | -o | --output | -t | --time | --cli | --log | --stacks | --every | --patience | --times | --cool | --max-mb)
        [ $# -gt 1 ] || { say "$1 wants a value"; exit 2; } ;;
    esac
    case $1 in
      -h | --help) usage; exit 0 ;;
      -p | --pid) number "$2" "$1"; WANTED="$WANTED pid:$2"; shift ;;
      --port) number "$2" "$1"; WANTED="$WANTED port:$2"; shift ;;
      -o | --output) OUT=$2; shift ;;
      -t | --time) number "$2" "$1"; BOX=$2; shift ;;
      --dry-run) DRY=1 ;;
      --cli) ASKED_CLI=$2; shift ;;
      --no-cli) NO_CLI=1 ;;
      --log) NAMED_LOGS="$NAMED_LOGS$2
"; shift ;;
      --no-logs) NO_LOGS=1 ;;
      --raw-logs) RAW_LOGS=1 ;;
      --no-memory) NO_MEMORY=1 ;;
      --binaries) BINARIES=1 ;;
      --no-binaries) NO_BINARIES=1 ;;
      --stacks) case $2 in gdb | eu-stack | auto) STACKS=$2 ;; *) say "--stacks: gdb, eu-stack or auto"; exit 2 ;; esac; shift ;;
      --core) CORE=1 ;;
      --watch) WATCH=1 ;;
      --every) number "$2" "$1"; EVERY=$2; shift ;;
      --patience) number "$2" "$1"; PATIENCE=$2; shift ;;
      --times) number "$2" "$1"; TIMES=$2; shift ;;
      --cool) number "$2" "$1"; COOL=$2; shift ;;
      --max-mb) number "$2" "$1"; MAX_MB=$2; shift ;;
      [0-9]*) number "$1" "the process or port"; WANTED="$WANTED $1" ;;
      *) say "unknown: $1"; usage >&2; exit 2 ;;
    esac
    shift
  done
  case $OUT in
    -) WHERE=- ;;
    *.tar.gz | *.tgz) FILE=$OUT; case $OUT in */*) WHERE=${OUT%/*} ;; *) WHERE=. ;; esac ;;
    *) WHERE=$OUT; [ -d "$WHERE" ] || mkdir -p "$WHERE" || exit 1 ;;
  esac
  case $WHERE in - | /*) ;; *) WHERE=$(pwd)/$WHERE ;; esac
  case $FILE in '' | /*) ;; *) FILE=$WHERE/${FILE##*/} ;; esac
  [ -r /proc/uptime ] || { say "there is no /proc here: this works on Linux only"; exit 1; }
  [ -z "$WATCH" ] || [ "$OUT" != - ] || { say "--watch writes files: use -o FOLDER"; exit 2; }
  HOST=$(uname -n)
  ARM='' FUTEX=202
  case $(uname -m) in aarch64 | arm64) ARM=1 FUTEX=98 ;; esac
  NOW=0 END=0 LEFT=0 SPACE=0
  trap interrupted INT TERM HUP
  trap clean EXIT
  if [ -n "$DRY" ]; then dry_run
  elif [ -n "$WATCH" ]; then watch
  else collect; fi
}

main "$@"
