#!/usr/bin/env bash
# Computes the golden hashes as an Arm64 program, on a processor that QEMU emulates, and compares them with those on record.
#   scripts/arm64.sh          takes two to three minutes; needs Debian's qemu-user-static, and a network at its first call
# Nothing is installed: Arm64's C library and its like are unpacked below ~/.cache/ansatz/arm64, or where ANSATZ_ARM64_CACHE says.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${ANSATZ_ARM64_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ansatz/arm64}
emulator=$(command -v qemu-aarch64-static) || {
    echo "scripts/arm64.sh: no qemu-aarch64-static; install it with: apt-get install qemu-user-static" >&2
    exit 1
}

root=$cache/root
if [ ! -e "$root/complete" ]; then
    # An own state of apt, for the other architecture: the machine's own stays as it is.
    mkdir -p "$cache/lists/partial" "$cache/archives/partial" "$root"
    arm() {
        apt-get -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User= -o Dir::State::Lists="$cache/lists" \
            -o Dir::State::Status=/dev/null -o Dir::Cache="$cache" -o Debug::NoLocking=1 "$@"
    }
    arm update
    (cd "$cache" && rm -f ./*.deb && arm download libc6 libstdc++6 libgcc-s1 zlib1g && { arm download libssl3t64 2>/dev/null || arm download libssl3; })
    for package in "$cache"/*.deb; do dpkg -x "$package" "$root"; done
    touch "$root/complete"
fi

dotnet publish src/Ansatz.Cli -c Release -r linux-arm64 --self-contained -o "$cache/ansatz" --nologo -v quiet -p:RunAnalyzers=false
# On two threads, so that the fork-join pool is part of the proof.
DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 QEMU_LD_PREFIX=$root "$emulator" "$cache/ansatz/Ansatz.Cli" verify --machine --threads 2
