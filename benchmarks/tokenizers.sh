#!/usr/bin/env bash
# Our tokenizers beside Hugging Face's, on the same texts, on one thread and on two, in turn; prints texts a second and the ratio.
#
#   benchmarks/tokenizers.sh PEERS TEXTS.jsonl TOKENIZER.json...
#
#   PEERS        the folder of hf_tokenizers.mjs
#   TEXTS.jsonl  one JSON string a line
#
# Needs node with npm; installs tokenizers into MLNETTRANSFER_BENCH.
set -euo pipefail
[[ $# -ge 3 ]] || { sed -n '2,9s/^# \?//p' "$0"; exit 2; }
peers=$(realpath "$1") texts=$(realpath "$2")
shift 2
files=()
for file in "$@"; do files+=("$(realpath "$file")"); done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=${MLNETTRANSFER_BENCH:-${TMPDIR:-/tmp}/mlnettransfer-bench}
mkdir -p "$work"
[[ -d $work/node_modules/tokenizers ]] || (cd "$work" && npm install --silent --ignore-scripts tokenizers)
dotnet build benchmarks/Throughput -c Release -v q --nologo > /dev/null
ours=$PWD/benchmarks/Throughput/bin/Release/net10.0/MLNetTransfer.Benchmarks.dll

number() { grep -oE "\"$1\": ?[0-9.]+" | grep -oE '[0-9.]+$'; }
printf '%-36s %7s %12s %14s %6s %8s\n' tokenizer threads texts/s "Hugging Face" ratio "peak MB"
for file in "${files[@]}"; do
    for threads in 1 2; do
        theirs=$(cd "$work" && RAYON_NUM_THREADS=$threads TOKENIZERS_PARALLELISM=true node "$peers/hf_tokenizers.mjs" "$file" "$texts" --time)
        own=$(dotnet "$ours" tokenize "$file" "$texts" --threads $threads)
        a=$(number rows_per_s <<< "$own") b=$(number texts_per_s <<< "$theirs")
        printf '%-36s %7s %12.0f %14.0f %6.2f %8.0f\n' "$(basename "$(dirname "$file")")" "$threads" "$a" "$b" "$(awk "BEGIN { print $a / $b }")" "$(number peak_mb <<< "$own")"
    done
done
