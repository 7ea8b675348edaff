#!/usr/bin/env bash
# Trains on two hosts over TCP, as network namespaces of this machine: same bits as one process; then cuts the network in mid-run, and continues. Needs root, ip and mpirun.mpich.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
command -v mpirun.mpich >/dev/null || { echo "mpirun.mpich is missing: install mpich."; exit 2; }
command=$PWD/src/Ansatz.Cli/bin/Release/net10.0/Ansatz.Cli.dll
[ -e "$command" ] || { echo "Build first: dotnet build -c Release src/Ansatz.Cli"; exit 2; }
work=$(mktemp -d)
a=ansatz-a-$$ b=ansatz-b-$$ va=va$$ vb=vb$$
clean() {
  for host in "$a" "$b"; do
    ip netns pids "$host" 2>/dev/null | xargs -r kill -9
    ip netns del "$host" 2>/dev/null
  done
  rm -rf "$work"
}
trap clean EXIT
ip netns add "$a" && ip netns add "$b" && ip link add "$va" netns "$a" type veth peer name "$vb" netns "$b" || { echo "Network namespaces are not allowed here."; exit 2; }
ip -n "$a" addr add 10.77.0.1/24 dev "$va" && ip -n "$b" addr add 10.77.0.2/24 dev "$vb"
for host in "$a" "$b"; do ip -n "$host" link set lo up; done
ip -n "$a" link set "$va" up && ip -n "$b" link set "$vb" up
sleep 3 # MPICH takes only networks that have been up for a moment

# What ssh would do: runs a command on the host whose address comes first.
cat >"$work/shell" <<END
#!/bin/sh
while [ "\${1#-}" != "\$1" ]; do shift; done
[ "\$1" = 10.77.0.1 ] && host=$a || host=$b
shift
exec ip netns exec "\$host" sh -c "\$*"
END
chmod +x "$work/shell"

train() { # folder, more options: four processes, two per host
  UCX_TLS=tcp,self timeout 600 ip netns exec "$a" mpirun.mpich -launcher rsh -launcher-exec "$work/shell" -iface "$va" -hosts 10.77.0.1:2,10.77.0.2:2 -n 4 \
    dotnet "$command" study two-gaussians --shards 4 --threads 1 --quiet --mpi --out "$@" </dev/null
}
# MPICH's own end over TCP sometimes hangs or fails after all is written; then the launch takes ten seconds more and returns 1 or 255. What counts is the run in the folder.
tell() { echo "The launch returned $1 after $SECONDS s in all; the run in its folder decides."; }
hash() { grep -o '"parametersSha256": *"[^"]*"' "$1/metrics.json"; }

epochs=${EPOCHS:-2000}
dotnet "$command" study two-gaussians --shards 4 --epochs "$epochs" --quiet --out "$work/one" >/dev/null || exit 1
train "$work/two" --epochs "$epochs" >/dev/null 2>"$work/error" || tell $?
[ -e "$work/two/metrics.json" ] || { cat "$work/error"; echo "Two hosts did not finish the run."; exit 1; }
[ "$(hash "$work/one")" = "$(hash "$work/two")" ] || { echo "Two hosts gave other bits."; exit 1; }
echo "Two hosts gave the bits of one process: $(hash "$work/two")"

long=$((20 * epochs))
dotnet "$command" study two-gaussians --shards 4 --epochs "$long" --quiet --out "$work/long" >/dev/null || exit 1
train "$work/cut" --epochs "$long" >"$work/out" 2>"$work/error" &
run=$!
until [ -e "$work/cut/history.jsonl" ] || ! kill -0 "$run" 2>/dev/null; do sleep 0.2; done
sleep 1
ip -n "$a" link set "$va" down
start=$SECONDS
wait "$run"
code=$?
echo "The network was cut; the launch ended with code $code after $((SECONDS - start)) s and these lines:"
cat "$work/error"
[ "$code" -ne 0 ] && [ $((SECONDS - start)) -le 60 ] && grep -q "has not answered" "$work/error" || { echo "The cut was not told within 60 s."; exit 1; }
ip netns pids "$b" | xargs -r kill -9
ip -n "$a" link set "$va" up
sleep 3
rm -f "$work/cut/metrics.json"
train "$work/cut" --resume --epochs "$long" >/dev/null 2>"$work/error" || tell $?
[ -e "$work/cut/metrics.json" ] || { cat "$work/error"; echo "The continued run did not finish."; exit 1; }
[ "$(hash "$work/long")" = "$(hash "$work/cut")" ] || { echo "The continued run has other bits."; exit 1; }
echo "The run continued to the bits of one process: $(hash "$work/cut")"
