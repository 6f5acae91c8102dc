#!/usr/bin/env bash
# What was acknowledged survives the loss of power, and a full disk loses nothing either: on real file systems, made in files and in memory.
#   bash Chat.Tests/Scripts/power-loss.sh [ROUNDS]          20 rounds unless told otherwise; build first, with: dotnet build
# Linux only, as root: it mounts ext4 from a file, lets the store write to it, and has the kernel stop that file system at once without writing anything that is still in
# memory (EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH). What the store had acknowledged before that is noted outside of it, and has to be there after the next mount.
# What is acknowledged while the kernel is at it does not count: an fsync that meets it may succeed for nothing, which a loop of write and fsync shows, too.
# To show that this would find a loss, the same is done with a store that does not wait for the disk: then events must be missing.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

rounds=${1:-20}

refuse() {
    echo "Not run: $1." >&2
    exit 2
}

[[ $(uname -s) == Linux ]] || refuse "it needs Linux, to stop an ext4 file system as a loss of power does"
((EUID == 0)) || refuse "it needs root, to mount file systems"
for program in losetup mkfs.ext4 mount python3 setsid; do
    PATH=$PATH:/sbin:/usr/sbin command -v "$program" >/dev/null || refuse "there is no $program (Debian and Ubuntu: apt-get install mount e2fsprogs python3 util-linux)"
done
export PATH=$PATH:/sbin:/usr/sbin

work=$(mktemp -d "${TMPDIR:-/tmp}/chat-power-loss.XXXXXX") || exit 1
writer=
finish() {
    [[ -z $writer ]] || kill -9 -- "-$writer" 2>/dev/null
    umount "$work/disk" 2>/dev/null
    umount "$work/small" 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
mkdir "$work/disk" "$work/small"

# run NAME [VARIABLE=VALUE...]: one of the tests that are made for this.
run() {
    local name=$1
    shift
    env "$@" DOTNET_NOLOGO=1 dotnet test Chat.Tests --no-build --nologo --filter "Name=$name" >"$work/$name.log" 2>&1
}

mount_disk() { mount -o loop "$work/image" "$work/disk"; }

# The file system forgets at once what is not on its disk yet.
cut_power() {
    python3 - "$work/disk" <<'PYTHON'
import fcntl, os, struct, sys
EXT4_IOC_SHUTDOWN, NOLOGFLUSH = 0x8004587D, 2
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), EXT4_IOC_SHUTDOWN, struct.pack("I", NOLOGFLUSH))
PYTHON
}

# round SYNC LINES: writes until LINES groups more are acknowledged, cuts the power, and looks what is there. 0 when all is, 1 when something is lost, 2 when it could not be done.
round() {
    local before after tries status
    before=$(wc -l <"$work/acknowledged")
    setsid env STORE_SYNC="$1" STORE_FOLDER="$work/disk/data" STORE_ACKNOWLEDGED="$work/acknowledged" DOTNET_NOLOGO=1 \
        dotnet test Chat.Tests --no-build --nologo --filter Name=PowerLoss_Write >"$work/write.log" 2>&1 &
    writer=$!
    for ((tries = 0; tries < 1200; tries++)); do
        after=$(wc -l <"$work/acknowledged")
        ((after - before < $2)) || break
        kill -0 "$writer" 2>/dev/null || break
        sleep 0.05
    done
    if ((after - before < $2)); then
        echo "The writer stopped early:" >&2
        tail -n 20 "$work/write.log" >&2
        return 2
    fi
    sed '$d' "$work/acknowledged" >"$work/counted" # The last line may not be whole yet.
    cut_power || return 2
    kill -9 -- "-$writer" 2>/dev/null
    wait "$writer" 2>/dev/null
    writer=
    mv "$work/counted" "$work/acknowledged"
    for ((tries = 0; tries < 100; tries++)); do
        umount "$work/disk" 2>/dev/null && break
        sleep 0.1
    done
    mount_disk || return 2
    run PowerLoss_Check STORE_FOLDER="$work/disk/data" STORE_ACKNOWLEDGED="$work/acknowledged"
    status=$?
    grep -qE '(Passed|Failed) *!? *-' "$work/PowerLoss_Check.log" || { tail -n 20 "$work/PowerLoss_Check.log" >&2; return 2; }
    return "$status"
}

# rounds SYNC COUNT: tells how many of the rounds lost something.
losses=0
all_rounds() {
    local i
    losses=0
    dd if=/dev/zero of="$work/image" bs=1M count=0 seek=512 status=none && mkfs.ext4 -q -F "$work/image" || return 2
    mount_disk || refuse "a file cannot be mounted here: no loop devices"
    : >"$work/acknowledged"
    for ((i = 1; i <= $2; i++)); do
        round "$1" $((50 + RANDOM % 500))
        case $? in
            0) ;;
            1) losses=$((losses + 1)); [[ $1 == off ]] && break ;;
            *) return 2 ;;
        esac
        printf '  sync %s, round %d of %d: %d groups acknowledged so far, %d rounds with losses\n' "$1" "$i" "$2" "$(wc -l <"$work/acknowledged")" "$losses"
    done
    umount "$work/disk"
}

status=0
echo "A store that waits for the disk: nothing may be lost."
all_rounds full "$rounds" || exit 1
if ((losses > 0)); then
    echo "FAILED: acknowledged events were lost in $losses rounds."
    grep -E "acknowledged events|Expected|But was" "$work/PowerLoss_Check.log" | head -n 20
    status=1
fi

echo "One that does not: something has to be lost, or else this finds nothing."
all_rounds off 5 || exit 1
if ((losses == 0)); then
    echo "FAILED: nothing was lost although nothing was synced; this machine's file system does not lose power as it should."
    status=1
fi

echo "The real program on a disk that becomes full."
mount -t tmpfs -o size=8m none "$work/small" || exit 1
if run FullDisk_RefusesPostsGivesHistoryAndRecovers TMPDIR="$work/small"; then
    echo "  refused, read, and recovered"
else
    echo "FAILED:"
    tail -n 40 "$work/FullDisk_RefusesPostsGivesHistoryAndRecovers.log"
    status=1
fi

((status == 0)) && echo "Passed: $rounds rounds without power, a proof that a loss is found, and a full disk."
exit "$status"
