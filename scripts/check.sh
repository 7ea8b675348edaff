#!/usr/bin/env bash
# What every commit passes: formatting, a build without warnings, the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet format --verify-no-changes
dotnet build -c Release -warnaserror
dotnet test -c Release --no-build
