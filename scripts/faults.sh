#!/usr/bin/env bash
# Injects faults into runs of every study and of train vae, continues them with --resume, and compares the weights with those of an undisturbed run.
#
#   scripts/faults.sh random [N]       kill -9 at N random moments (default 100), in turn over five kinds of run
#   scripts/faults.sh calls [KIND...]  kill -9 at every write, rename, flush, truncation and removal of a short run
#   scripts/faults.sh full [KIND...]   a disk that is full from each write on
#   scripts/faults.sh two              two runs into one folder at the same time
#
# It needs strace (but for random and two) and a Release build of src/Ansatz.Cli; ANSATZ names another Ansatz.Cli.dll.
# It prints a line for each fault that does not end in the same weights, then the counts, and exits with 1 if there was one.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
ansatz=${ANSATZ:-$PWD/src/Ansatz.Cli/bin/Release/net10.0/Ansatz.Cli.dll}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_TieredPGO=0
kinds=(vae two-gaussians rbm contours mnist-strangers mnist-conv mnist-latent8 mnist-dense flows)
calls=(pwrite64 rename fsync ftruncate unlink)
faults=0 failed=0

# IDX files of 60 images of 8 × 8 pixels for training and 30 for test, in three classes.
make_images() {
  mkdir -p "$work/images"
  local part count
  for part in train:60 t10k:30; do
    count=${part#*:} part=${part%:*}
    { printf '\0\0\10\3\0\0\0\'"$(printf %o "$count")"'\0\0\0\10\0\0\0\10'; seq 1 9999 | awk '{ printf "%s", substr("0123456789abcdefghijklmnopqrstuvwxyz~", ($1 * $1) % 37 + 1, 1) }' | head -c $((64 * count)); } >"$work/images/$part-images-idx3-ubyte"
    { printf '\0\0\10\1\0\0\0\'"$(printf %o "$count")"; local i; for ((i = 0; i < count; i++)); do printf '\'"$((i % 3))"; done; } >"$work/images/$part-labels-idx1-ubyte"
  done
}

# The words of a kind's command.
command_of() {
  case $1 in
    vae) echo "train vae --data $work/images --network dense --widths 8 --latent 2 --epochs 3 --batch 10" ;;
    flows) echo "study flows --toys moons --families nice,real-nvp --steps 20 --batch 50 --points 100" ;;
    two-gaussians) echo "study two-gaussians --epochs 40" ;;
    rbm) echo "study rbm --data $PWD/tests/Ansatz.Tests/Cli/Fixtures/digits.npz --hidden 4 --epochs 3" ;;
    contours) echo "study contours --images 100 --epochs 2" ;;
    *) echo "study $1 --data $work/images --epochs 2 --batch 10" ;;
  esac
}

# run KIND FOLDER [PREFIX...]: runs a kind's command into a folder, or continues what is there.
run() {
  local kind=$1 folder=$2
  shift 2
  # shellcheck disable=SC2046
  "$@" dotnet "$ansatz" $(command_of "$kind") --resume --quiet --threads 1 --out "$folder" >"$work/out" 2>"$work/err"
}

hash_of() { grep -o '"parametersSha256": "[0-9a-f]*"' "$1/metrics.json" 2>/dev/null; }

# The hash of a kind's undisturbed run, found once.
expected() {
  if [ ! -f "$work/$1.hash" ]; then
    run "$1" "$work/whole" || { echo "$1: $(cat "$work/err")" >&2; exit 1; }
    hash_of "$work/whole" >"$work/$1.hash"
    rm -rf "$work/whole"
  fi
  cat "$work/$1.hash"
}

# continue_and_compare KIND FOLDER WHAT: the run must end, and with the expected weights.
continue_and_compare() {
  faults=$((faults + 1))
  if ! run "$1" "$2"; then
    echo "$1, $3: not continued: $(cat "$work/err")"
    failed=$((failed + 1))
  elif [ "$(hash_of "$2")" != "$(expected "$1")" ]; then
    echo "$1, $3: other weights"
    failed=$((failed + 1))
  fi
  rm -rf "$2"
}

kill_at_random() {
  local five=("${kinds[@]:0:5}") i kind took
  RANDOM=1
  for ((i = 0; i < $1; i++)); do
    kind=${five[i % 5]}
    expected "$kind" >/dev/null
    if [ ! -f "$work/$kind.ms" ]; then
      took=$(date +%s%N)
      run "$kind" "$work/timed"
      echo $((($(date +%s%N) - took) / 1000000)) >"$work/$kind.ms"
      rm -rf "$work/timed"
    fi
    took=$(($(cat "$work/$kind.ms") * (RANDOM % 1000) / 1000))
    # shellcheck disable=SC2046
    dotnet "$ansatz" $(command_of "$kind") --quiet --threads 1 --out "$work/run" >/dev/null 2>&1 &
    local child=$!
    sleep "$((took / 1000)).$(printf %03d $((took % 1000)))"
    kill -9 "$child" 2>/dev/null
    wait "$child" 2>/dev/null
    continue_and_compare "$kind" "$work/run" "killed after $took ms"
  done
}

# count KIND CALL: how often the main thread of an undisturbed run makes a call.
count() {
  if [ ! -f "$work/$1.calls" ]; then
    run "$1" "$work/counted" strace -f -o "$work/$1.calls" -e "trace=$(IFS=,; echo "${calls[*]}")"
    rm -rf "$work/counted"
  fi
  awk -v call="$2(" 'NR == 1 { main = $1 } $1 == main && index($0, call) { n++ } END { print n + 0 }' "$work/$1.calls"
}

kill_at_calls() {
  local kind call total n
  for kind in "$@"; do
    expected "$kind" >/dev/null
    for call in "${calls[@]}"; do
      total=$(count "$kind" "$call")
      for ((n = 1; n <= total; n++)); do
        run "$kind" "$work/run" strace -f -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$n" 2>/dev/null
        continue_and_compare "$kind" "$work/run" "killed at $call $n of $total"
      done
      echo "$kind: $total $call"
    done
  done
}

fill_the_disk() {
  local kind total n
  for kind in "$@"; do
    expected "$kind" >/dev/null
    total=$(count "$kind" pwrite64)
    for ((n = 1; n <= total; n++)); do
      if run "$kind" "$work/run" strace -f -o /dev/null -e trace=pwrite64 -e "inject=pwrite64:error=ENOSPC:when=$n+"; then
        echo "$kind, disk full from write $n of $total: told nobody"
        failed=$((failed + 1))
      elif ! grep -q "No space left on device" "$work/err"; then
        echo "$kind, disk full from write $n of $total: $(cat "$work/err")"
        failed=$((failed + 1))
      fi
      continue_and_compare "$kind" "$work/run" "disk full from write $n of $total"
    done
    echo "$kind: $total writes"
  done
}

two_at_once() {
  local kind one=0 other=0
  for kind in "${kinds[@]}"; do
    # shellcheck disable=SC2046
    dotnet "$ansatz" $(command_of "$kind") --quiet --threads 1 --out "$work/run" >/dev/null 2>&1 &
    local first=$!
    # shellcheck disable=SC2046
    dotnet "$ansatz" $(command_of "$kind") --quiet --threads 1 --out "$work/run" >/dev/null 2>&1
    other=$?
    wait "$first"
    one=$?
    if [ $((one + other)) -ne 1 ]; then
      echo "$kind, two at once: exit codes $one and $other"
      failed=$((failed + 1))
    fi
    continue_and_compare "$kind" "$work/run" "two at once"
  done
}

make_images
mode=${1:-}
shift || true
case $mode in
  random) kill_at_random "${1:-100}" ;;
  calls) kill_at_calls "${@:-${kinds[@]}}" ;;
  full) fill_the_disk "${@:-${kinds[@]}}" ;;
  two) two_at_once ;;
  *) sed -n '2,11p' "$0" | cut -c3-; exit 2 ;;
esac
echo "$faults faults, $((faults - failed)) ended in the weights of an undisturbed run"
[ "$failed" -eq 0 ]
