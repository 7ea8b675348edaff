#!/usr/bin/env bash
# Compares the speed of this working tree with that of an earlier commit: 12 pairs of runs of each step, and the median of their ratios with its 95 % interval.
#   scripts/compare.sh BASE [--only STEP,…] [--pairs N] [--seconds S] [--limit R]
# BASE is a commit, or the folder of a checkout of it. The steps are those of scripts/bench.sh, without the peers. They take about ten minutes on two cores.
# `study` is measured only if --only names it, because each of its 24 runs takes most of a minute.
# A step counts as slower if its whole interval is at or above the limit, 1.02. Then the exit status is 1. Let nothing else run meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
base=$1
shift
if [ ! -d "$base" ]; then
    commit=$(git rev-parse --verify --quiet "$base^{commit}") || { echo "found no commit and no folder '$base', expected the commit to compare with" >&2; exit 2; }
    folder=$(mktemp -d)
    trap 'git worktree remove --force "$folder/base"; rmdir "$folder"' EXIT
    git worktree add --quiet --detach "$folder/base" "$commit"
    base=$folder/base
fi
for checkout in "$base" .; do
    dotnet build -c Release --nologo -v quiet -p:RunAnalyzers=false "$checkout/benchmarks/Ansatz.Benchmarks" >&2
done
dotnet benchmarks/Ansatz.Benchmarks/bin/Release/net10.0/Ansatz.Benchmarks.dll checkouts "$base" . "$@"
