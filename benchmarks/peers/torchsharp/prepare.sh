#!/usr/bin/env bash
# Builds the peer that runs the newest libtorch by TorchSharp, and makes it load where the system's C++ library is older than it asks for, as on Debian 12.
# Its packages take 525 MB in the cache of NuGet, and once more in bin/.
set -euo pipefail
cd "$(dirname "$0")"
[ "$(uname -sm)" = "Linux x86_64" ] || { echo "libtorch-cpu-linux-x64 runs on Linux on x64 only" >&2; exit 1; }
dotnet build -c Release --nologo -v quiet -clp:NoSummary >&2
out=bin/Release/net10.0
native=$out/runtimes/linux-x64/native/libLibTorchSharp.so
if ! cat /usr/lib/x86_64-linux-gnu/libstdc++.so.6 | grep -aq 'GLIBCXX_3\.4\.32'; then
    # The build's copy may be a link to the cache.
    cp "$native" "$native.own" && mv "$native.own" "$native"
    python3 weaken.py "$native" >&2
    g++ -shared -fPIC -O2 -o "$out/libiostream.so" iostream.cpp
fi
