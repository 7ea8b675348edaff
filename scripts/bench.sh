#!/usr/bin/env bash
# Every step of the benchmarks beside its peer, in one run and in turn; prints one table.
#   scripts/bench.sh [--quick] [--json FILE] [--only STEP,…]     --quick takes under three minutes
#   scripts/bench.sh neighbours STEP                             one step beside none, one and two busy processes, ours and the peer's
# The peers need Debian's python3-torch, python3-sklearn, python3-matplotlib and libopenblas0-openmp; see benchmarks/peers/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release --nologo -v quiet benchmarks/Ansatz.Benchmarks >&2

unset "${!OPENBLAS_@}" # whatever the caller's shell says
# The peers' matrix products: OpenBLAS on the threads that they are told to use, not the reference library.
blas=/usr/lib/$(uname -m)-linux-gnu/openblas-openmp
[ ! -d "$blas" ] || export LD_LIBRARY_PATH=$blas${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
# It does not know processors younger than itself and would take half their vectors.
! grep -q avx512f /proc/cpuinfo || export OPENBLAS_CORETYPE=SkylakeX

[ "${1:-}" = neighbours ] || set -- compare "$@"
exec dotnet benchmarks/Ansatz.Benchmarks/bin/Release/net10.0/Ansatz.Benchmarks.dll "$@"
