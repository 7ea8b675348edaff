#!/usr/bin/env bash
# Kills a random process of a launch at a random moment, again and again, and continues with another number of processes each time: the bits must be those of one process. Needs mpirun.mpich.
# Usage: scripts/mpi-faults.sh [ROUNDS]
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
command -v mpirun.mpich >/dev/null || { echo "mpirun.mpich is missing: install mpich."; exit 2; }
command=${ANSATZ:-$PWD/src/Ansatz.Cli/bin/Release/net10.0/Ansatz.Cli.dll}
[ -e "$command" ] || { echo "Build first: dotnet build -c Release src/Ansatz.Cli"; exit 2; }
rounds=${1:-20} passed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
words=(study contours --images 400 --epochs 3 --shards 8 --threads 1 --quiet)
hash() { grep -o '"parametersSha256": *"[^"]*"' "$1/metrics.json"; }
below() { for child in $(ps -o pid= --ppid "$1"); do below "$child"; echo "$child"; done; }
dotnet "$command" "${words[@]}" --out "$work/one" >/dev/null || exit 1
for round in $(seq "$rounds"); do
  rm -rf "$work/run"
  mpirun.mpich -n $((RANDOM % 3 + 2)) dotnet "$command" "${words[@]}" --mpi --out "$work/run" </dev/null >/dev/null 2>&1 &
  launch=$!
  until [ -e "$work/run/config.json" ] || ! kill -0 "$launch" 2>/dev/null; do sleep 0.1; done
  sleep "$((RANDOM % 6)).$((RANDOM % 10))"
  mapfile -t workers < <(for id in $(below "$launch"); do [ "$(cat "/proc/$id/comm" 2>/dev/null)" = dotnet ] && echo "$id"; done)
  [ "${#workers[@]}" -eq 0 ] || kill -9 "${workers[RANDOM % ${#workers[@]}]}" 2>/dev/null
  wait "$launch"
  count=$((RANDOM % 3 + 1))
  if mpirun.mpich -n "$count" dotnet "$command" "${words[@]}" --mpi --resume --out "$work/run" </dev/null >/dev/null 2>"$work/error" && [ "$(hash "$work/one")" = "$(hash "$work/run")" ]; then
    passed=$((passed + 1))
  else
    echo "Round $round failed with $count processes: $(tail -1 "$work/error")"
  fi
done
echo "$passed of $rounds"
[ "$passed" -eq "$rounds" ]
