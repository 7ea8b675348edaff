#!/usr/bin/env bash
# Runs every C# program shown in README.md and docs/, and prints its output:   scripts/docs.sh [NAME...]
# A name is that of the page and the number of the program in it, such as threads-01. Samples are run by the tests.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
dotnet build -c Release --nologo -v quiet "$root/tests/Ansatz.Programs" >&2
programs=$root/tests/Ansatz.Programs/bin/Release/net10.0/Ansatz.Programs.dll
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

[ $# -gt 0 ] || set -- $(dotnet "$programs" | grep -v '^sample-')
failed=0
for program in "$@"; do
    echo "== $program"
    dotnet "$programs" "$program" || failed=1
done
exit $failed
