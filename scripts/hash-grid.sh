#!/usr/bin/env bash
# Trains five models with eight shards by 1, 2, 3, 4 and 8 processes of 1 to 3 threads each: all weights of a model must have one hash. Needs mpirun.mpich.
# Usage: scripts/hash-grid.sh        DIGITS=mnist takes the MNIST images for mnist-dense in place of the tests' own.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
command -v mpirun.mpich >/dev/null || { echo "mpirun.mpich is missing: install mpich."; exit 2; }
command=${ANSATZ:-$PWD/src/Ansatz.Cli/bin/Release/net10.0/Ansatz.Cli.dll}
[ -e "$command" ] || { echo "Build first: dotnet build -c Release src/Ansatz.Cli"; exit 2; }
digits=${DIGITS:-$PWD/tests/Ansatz.Tests/Cli/Fixtures/digits.npz}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A table of 600 rows: two numbers that depend on each other, and a category.
awk 'BEGIN { srand(1); print "a,b,c"; for (i = 0; i < 600; i++) { x = rand() + rand() - rand(); printf "%.3f,%.3f,%s\n", x, 0.5 * x + rand(), substr("xyz", 1 + int(3 * rand()), 1) } }' >"$work/table.csv"
models=(
  "study contours --images 400 --epochs 2"
  "study mnist-dense --data $digits --images 1200 --epochs 2"
  "train rbm --data $PWD/tests/Ansatz.Tests/Cli/Fixtures/digits.npz --hidden 16 --epochs 2"
  "train flow --data $work/table.csv --epochs 2"
  "train mixture --data $work/table.csv"
)
failed=0
for model in "${models[@]}"; do
  read -ra words <<<"$model"
  first=""
  for processes in 1 2 3 4 8; do
    for threads in 1 2 3; do
      rm -rf "$work/run"
      mpirun.mpich -n "$processes" dotnet "$command" "${words[@]}" --shards 8 --mpi --threads "$threads" --quiet --out "$work/run" </dev/null >/dev/null 2>"$work/error"
      hash=$(sed -n 's/.*"parametersSha256": *"\([^"]*\)".*/\1/p' "$work/run/metrics.json" 2>/dev/null)
      [ -n "$first" ] || first=$hash
      if [ -z "$hash" ] || [ "$hash" != "$first" ]; then
        failed=$((failed + 1))
        echo "${words[0]} ${words[1]}, $processes processes, $threads threads: found ${hash:-$(tail -1 "$work/error")}; expected $first"
      fi
    done
  done
  printf '%-18s 1, 2, 3, 4 and 8 processes of 1, 2 and 3 threads: %s\n' "${words[0]} ${words[1]}" "$first"
done
echo "$failed of $((15 * ${#models[@]})) differ"
[ "$failed" -eq 0 ]
