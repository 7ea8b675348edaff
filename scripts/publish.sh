#!/usr/bin/env bash
# Makes what is given away: the packages, and the command as one file per platform that needs no .NET.
#   scripts/publish.sh OUT [RID…]      RIDs are linux-x64, linux-arm64 and win-x64 unless named
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { sed -n '2,3s/^# \{0,1\}//p' "$0" >&2; exit 2; }
out=$(mkdir -p "$1" && cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- linux-x64 linux-arm64 win-x64
dotnet pack -c Release --nologo -v quiet -o "$out/packages"
for rid in "$@"; do
    dotnet publish src/Ansatz.Cli -c Release -r "$rid" --self-contained -o "$out/$rid" --nologo -v quiet -p:PublishSingleFile=true -p:EnableCompressionInSingleFile=true -p:RunAnalyzers=false
    # The second program, which serves the page of ansatz explore.
    dotnet publish src/Ansatz.Explorer -c Release -r "$rid" --self-contained -o "$out/$rid" --nologo -v quiet -p:PublishSingleFile=true -p:EnableCompressionInSingleFile=true -p:RunAnalyzers=false
    for program in "$out/$rid"/Ansatz.Explorer{,.exe}; do [ ! -f "$program" ] || mv "$program" "${program/Ansatz.Explorer/ansatz-explorer}"; done
    # ASP.NET Core adds a library for IIS, which nothing here uses.
    rm -f "$out/$rid"/*.pdb "$out/$rid"/*.xml "$out/$rid"/*.json "$out/$rid"/aspnetcorev2_inprocess.dll
    for program in "$out/$rid"/Ansatz.Cli*; do mv "$program" "${program/Ansatz.Cli/ansatz}"; done
    ls -lh "$out/$rid"
done
