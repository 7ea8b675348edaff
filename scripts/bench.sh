#!/usr/bin/env bash
# Every step of the benchmarks beside its peers, in one run and in turn; prints one table.
#   scripts/bench.sh [--quick] [--json FILE] [--only STEP,…]     --quick takes under five minutes
#   scripts/bench.sh neighbours STEP                             one step beside none, one and two busy processes, ours and the peers'
# benchmarks/peers/README.md lists what the peers need. A peer that is missing is named and left out.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release --nologo -v quiet benchmarks/Ansatz.Benchmarks >&2

unset "${!OPENBLAS_@}" # whatever the caller's shell says
# PyTorch 1.13's matrix products: OpenBLAS on the threads that it is told to use, not the reference library.
blas=/usr/lib/$(uname -m)-linux-gnu/openblas-openmp
if [ -d "$blas" ]; then export LD_LIBRARY_PATH=$blas${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
else echo "found no $blas: without libopenblas0-openmp PyTorch 1.13 multiplies matrices thirty times as slowly (apt-get install libopenblas0-openmp)" >&2; fi
# OpenBLAS does not know processors younger than itself and would take half their vectors.
! grep -q avx512f /proc/cpuinfo || export OPENBLAS_CORETYPE=SkylakeX
benchmarks/peers/torchsharp/prepare.sh || echo "without libtorch 2.10: it could not be prepared" >&2

[ "${1:-}" = neighbours ] || set -- compare "$@"
exec dotnet benchmarks/Ansatz.Benchmarks/bin/Release/net10.0/Ansatz.Benchmarks.dll "$@"
