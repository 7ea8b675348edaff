#!/usr/bin/env bash
# Makes the reference of all public types, as web pages in docs/api/bin:   scripts/api.sh [--serve]
# --serve shows them at http://localhost:8080. The tool is docfx, at the version of .config/dotnet-tools.json.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet tool restore --verbosity quiet
for project in Ansatz Ansatz.Tables Ansatz.Pictures Ansatz.Onnx; do
    dotnet build "src/$project" -c Release --nologo -v quiet -p:RunAnalyzers=false
done
dotnet docfx docs/api/docfx.json --warningsAsErrors "$@"
