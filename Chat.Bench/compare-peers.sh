#!/usr/bin/env bash
# Compares fan-out of chatd with other servers and with the practical limit of one core, again and again in turns: Chat.Bench/compare-peers.sh --help
# Loopback only. Starts every server anew for each run, ends only what it started, and leaves nothing behind but the file of results.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
exec </dev/null
PATH=$PATH:/usr/sbin:/usr/local/sbin
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

usage() {
    cat <<'TEXT'
Chat.Bench/compare-peers.sh [--rounds N] [--quick] [--only SHAPE] [--servers "NAME ..."] [--out FILE] [--native CHATD] [--no-build]

  --rounds N         how often everything is measured, in turns (5)
  --quick            one round of short stages over two shapes, to see that all works
  --only SHAPE       this shape only: 1x10 1x100 1x1000 1x5000 1x10000 100x10 idle; may be given again
  --servers "..."    these servers only: limit chatd-memory chatd-sqlite chatd-native chatd-native-sqlite inspircd ngircd redis nats
  --out FILE         where the results go (peers.json)
  --native CHATD     a native build of chatd, measured beside the other one
  --no-build         measure the Release builds that are there

Servers run on core 0 and the generator on core 1 (SERVER_CORE and GENERATOR_CORE choose others). Servers that are not installed are left out; on Debian and Ubuntu:
  apt-get install redis-server inspircd ngircd nats-server
What these packages start by themselves has to be stopped first. A table goes to standard output, progress to standard error; Chat.Bench -- plot FILE FOLDER draws the results.
TEXT
}

rounds=5 quick='' out=peers.json native='' build=yes only=() servers=()
while (($# > 0)); do
    case $1 in
        --rounds) rounds=${2?"$1 needs a number"}; shift ;;
        --quick) quick=yes rounds=1 ;;
        --only) only+=("${2?"$1 needs a shape"}"); shift ;;
        --servers) read -r -a servers <<<"${2?"$1 needs names"}"; shift ;;
        --out) out=${2?"$1 needs a file"}; shift ;;
        --native) native=${2?"$1 needs a file"}; shift ;;
        --no-build) build='' ;;
        --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done

bench=Chat.Bench/bin/Release/net10.0/Chat.Bench.dll
chatd=Chat.Server/bin/Release/net10.0/chatd.dll
server_core=${SERVER_CORE:-0} generator_core=${GENERATOR_CORE:-1}
port=27400
server='' generator=''

say() { echo "$*" >&2; }
fail() { say "$*"; exit 1; }

[[ $(uname -s) == Linux ]] || fail "This needs Linux."
command -v taskset >/dev/null || fail "This needs taskset (util-linux)."
(($(nproc --all) > 1)) || fail "This needs two cores."
if [[ $build ]]; then
    dotnet build Chat.Bench -c Release -v q --nologo >&2 && dotnet build Chat.Server -c Release -v q --nologo >&2 || exit 1
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/chat-peers.XXXXXX") || exit 1
chmod 711 "$work"
lines=$work/lines.jsonl

# Ends the server of this run: politely, then not.
stop() {
    local tries
    [[ $server ]] || return 0
    kill "$server" 2>/dev/null
    for ((tries = 0; tries < 100; tries++)); do
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    kill -9 "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    server=''
    # chatd's folder: every run begins with an empty one.
    rm -rf "$work/data"
}

finish() {
    local status=$?
    trap - EXIT
    if [[ $generator ]]; then
        kill "$generator" 2>/dev/null
        wait "$generator" 2>/dev/null
    fi
    stop
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

configure() {
    mkdir "$work/none"
    # Nothing is looked up, no penalty for talking fast, no bounds on connections. Which commands it takes in one turn of its loop cannot be set.
    cat >"$work/ngircd.conf" <<CONF
[Global]
Name = bench.local
Info = bench
AdminInfo1 = bench
Listen = 127.0.0.1
Ports = $port
MotdPhrase = bench
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxPenaltyTime = 0
PingTimeout = 3600
[Options]
DNS = no
Ident = no
PAM = no
IncludeDir = $work/none
CONF
    # Likewise; its core modules alone.
    cat >"$work/inspircd.conf" <<CONF
<server name="bench.local" description="bench" network="bench">
<admin name="bench" nick="bench" email="bench@localhost">
<bind address="127.0.0.1" port="$port" type="clients">
<connect name="bench" allow="*" timeout="60" pingfreq="1h" hardsendq="1G" softsendq="1G" recvq="1M" threshold="1000000" commandrate="1000000000" fakelag="no"
 localmax="100000" globalmax="100000" limit="100000" maxchans="100000" maxconnwarn="no" resolvehostnames="no" useident="no" useconnectban="no" useconnflood="no">
<performance netbuffersize="65534" somaxconn="4096" softlimit="100000" clonesonconnect="no" quietbursts="yes">
<path configdir="$work" datadir="$work" logdir="$work" runtimedir="$work">
CONF
}

# protocol NAME, available NAME, version NAME, start NAME: what there is to know about each server.
protocol() {
    case $1 in
        limit) echo raw ;;
        chatd-*) echo chat ;;
        inspircd | ngircd) echo irc ;;
        *) echo "$1" ;;
    esac
}

available() {
    case $1 in
        limit | chatd-memory | chatd-sqlite) true ;;
        chatd-native*) [[ $native ]] ;;
        redis) command -v redis-server >/dev/null ;;
        nats) command -v nats-server >/dev/null ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

version() {
    case $1 in
        limit) echo "Chat.Bench -- limit, one thread, one send for each member and turn" ;;
        chatd-memory) echo "this server, --store memory" ;;
        chatd-sqlite) echo "this server with its default store" ;;
        chatd-native) echo "this server, native build, --store memory" ;;
        chatd-native-sqlite) echo "this server, native build with its default store" ;;
        redis) redis-server --version | sed -E 's/ (sha|malloc)=.*//' ;;
        nats) nats-server --version ;;
        inspircd) inspircd --version | head -n 1 ;;
        ngircd) ngircd --version | head -n 1 ;;
    esac
}

start() {
    local root=() options=(--data "$work/data" --listen 127.0.0.1 --port "$port" --rate-limit off --connections-per-address off --new-rooms off --max-connections 100000)
    ((EUID != 0)) || root=(--runasroot)
    (echo >"/dev/tcp/127.0.0.1/$port") 2>/dev/null && fail "Something listens on port $port already."
    case $1 in
        limit) set -- dotnet "$bench" limit --port "$port" ;;
        chatd-memory) set -- dotnet "$chatd" --store memory "${options[@]}" ;;
        chatd-sqlite) set -- dotnet "$chatd" "${options[@]}" ;;
        chatd-native-sqlite) set -- "$native" "${options[@]}" ;;
        chatd-native) set -- "$native" --store memory "${options[@]}" ;;
        redis) set -- redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --maxclients 100000 --client-output-buffer-limit 'pubsub 0 0 0' --dir "$work" ;;
        nats) set -- nats-server --addr 127.0.0.1 --port "$port" ;;
        ngircd) set -- ngircd --nodaemon --config "$work/ngircd.conf" ;;
        inspircd) set -- inspircd "${root[@]}" --nofork --nopid --nolog --config "$work/inspircd.conf" ;;
    esac
    taskset -c "$server_core" "$@" >"$work/server.log" 2>&1 &
    server=$!
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        (echo >"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

# shape NAME: the generator's arguments for it.
shape() {
    local warm=window=16,seconds=1.5,quiet seconds=2
    [[ $quick ]] && warm=window=16,seconds=0.7,quiet seconds=0.5
    case $1 in
        1x10) echo --members 10 --stages $warm window={16,1},seconds=$seconds ;;
        1x100) echo --members 100 --stages $warm window={16,1},seconds=$seconds ;;
        1x1000) echo --members 1000 --stages $warm window={16,1,64,256},seconds=$seconds rate=50,seconds=$seconds ;;
        1x5000) echo --members 5000 --stages $warm window={16,1},seconds=$seconds ;;
        1x10000) echo --members 10000 --stages $warm window={16,1},seconds=$seconds ;;
        100x10) echo --rooms 100 --members 10 --stages $warm window=16,seconds=$seconds ;;
        idle) echo --rooms 500 --members 10 --senders 0 --warm 200 ;;
        *) fail "There is no shape '$1'." ;;
    esac
}

# fits SHAPE SERVER: whether the limit of open files allows it, and whether it ends. On IRC everybody is told of everybody who comes in: 5,000 take ngircd longer than the generator waits, and the largest room is only for those
# whose cost is drawn against the number of members.
fits() {
    case $1 in
        idle) (($(ulimit -Hn) >= 5700)) ;;
        1x5000) (($(ulimit -Hn) >= 5200)) && [[ $2 != ngircd ]] ;;
        1x10000) (($(ulimit -Hn) >= 10200)) && [[ $2 == limit || $2 == chatd-* ]] ;;
    esac
}

# run SERVER SHAPE ROUND
run() {
    local arguments entering=256
    arguments=$(shape "$2") || exit 1
    # More than its queue of new connections holds are reset.
    [[ $1 != ngircd ]] || entering=32
    say "round $3: $2, $1"
    if ! start "$1"; then
        say "  $1 did not start:"
        tail -n 5 "$work/server.log" >&2
        stop
        return
    fi
    # shellcheck disable=SC2086 # these are words
    timeout --kill-after=10 300 taskset -c "$generator_core" dotnet "$bench" fanout --protocol "$(protocol "$1")" --port "$port" --server-pid "$server" --tag "$1/$2/$3" \
        --entering "$entering" $arguments \
        >"$work/run.jsonl" 2>"$work/run.log" &
    generator=$!
    wait "$generator" || say "  did not run to its end: $(head -n 3 "$work/run.log" "$work/run.jsonl" | grep -oE '"error":"[^"]+"|^[^={].*' | head -n 2)"
    generator=''
    cat "$work/run.jsonl" >>"$lines"
    stop
}

ulimit -Sn "$(ulimit -Hn)"
configure
((${#servers[@]} > 0)) || servers=(limit chatd-memory chatd-sqlite ${native:+chatd-native chatd-native-sqlite} inspircd ngircd redis nats)
there=()
for name in "${servers[@]}"; do
    if available "$name"; then
        there+=("$name")
        printf '{"stage":"about","server":"%s","version":"%s"}\n' "$name" "$(version "$name" | tr -d '"\\')" >>"$lines"
    else
        say "$name is left out: it is not here."
    fi
done
shapes=(1x1000 1x10 1x100 100x10 1x5000 1x10000 idle)
[[ $quick ]] && shapes=(1x100 idle)
((${#only[@]} == 0)) || shapes=("${only[@]}")

for ((round = 1; round <= rounds; round++)); do
    for name in "${shapes[@]}"; do
        for each in "${there[@]}"; do
            fits "$name" "$each" && run "$each" "$name" "$round"
        done
    done
done

dotnet "$bench" summary "$lines" "$out"
