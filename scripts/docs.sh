#!/usr/bin/env bash
# Runs every C# program shown in README.md and docs/: each ```csharp block, behind the lines that docs/all-of-ansatz.md puts in front of it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$root/samples/Directory.Build.props" "$work"

for page in "$root"/README.md "$root"/docs/*.md; do
    awk -v prefix="$work/$(basename "$page" .md | tr A-Z a-z)" '
        /^```csharp$/ { inside = 1; file = sprintf("%s-%02d.cs", prefix, ++count); next }
        /^```$/ { inside = 0 }
        inside { print > file }' "$page"
done

header=$(sed -n '/^#:project/,/^```$/p' "$root/docs/all-of-ansatz.md" | sed -n '/^using/p')
failed=0
cd "$work"
for program in ${1:-*.cs}; do
    [ -f "$program" ] || continue
    body=$(grep -v '^using [A-Z]' "$program" | grep -v '^#:project' || true)
    { echo "#:project $root/src/Ansatz.Studies/Ansatz.Studies.csproj"; echo "$header"; echo "$body"; } > "$program"
    echo "== $program"
    dotnet run "$program" || failed=1
done
exit $failed
