#!/usr/bin/env bash
# Gives mutated files to every reader for hours:   scripts/fuzz.sh [MINUTES] [FOLDER]
# An input that is not read or refused as documented, takes more than a second, or more than 64 MB + 20 times its length stays in the folder.
#
# With afl++ and the tool SharpFuzz.CommandLine:   scripts/fuzz.sh afl TARGET [MINUTES] [FOLDER]
# afl-fuzz then looks for inputs that reach new code in the library and in the decoder of pictures.
set -euo pipefail
cd "$(dirname "$0")/.."
project=tests/Ansatz.Fuzz

if [ "${1:-}" = afl ]; then
    target=${2:?the target: safetensors, npy, npz, idx, gz, png, jpeg, …}
    minutes=${3:-60}
    folder=$(mkdir -p "${4:-fuzzing}" && cd "${4:-fuzzing}" && pwd)
    command -v afl-fuzz > /dev/null || { echo "afl-fuzz is missing: apt-get install afl++" >&2; exit 1; }
    command -v sharpfuzz > /dev/null || { echo "sharpfuzz is missing: dotnet tool install --global SharpFuzz.CommandLine" >&2; exit 1; }
    dotnet build $project -c Release -p:SharpFuzz=true -o "$folder/program" --nologo -v q
    dotnet "$folder/program/Ansatz.Fuzz.dll" corpus "$folder/corpus"
    for assembly in Ansatz.dll Ansatz.Pictures.dll StbImageSharp.dll; do sharpfuzz "$folder/program/$assembly"; done
    AFL_SKIP_BIN_CHECK=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 \
        afl-fuzz -V $((60 * minutes)) -t 5000 -m none -i "$folder/corpus/$target" -o "$folder/found-$target" \
        -- dotnet "$folder/program/Ansatz.Fuzz.dll" afl "$target" "$folder"
    exit
fi

minutes=${1:-60}
folder=$(mkdir -p "${2:-fuzzing}" && cd "${2:-fuzzing}" && pwd)
dotnet build $project -c Release --nologo -v q
seed=$(date +%s)
end=$((seed + 60 * minutes))
while [ "$(date +%s)" -lt "$end" ]; do
    echo "seed $seed"
    dotnet $project/bin/Release/net10.0/Ansatz.Fuzz.dll all "$seed" 1000000000 60 "$folder"
    seed=$((seed + 1))
done
