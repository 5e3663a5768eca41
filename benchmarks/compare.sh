#!/usr/bin/env bash
# Training, scoring and start-up beside PyTorch and ONNX Runtime, on the same rows, interleaved; prints tables of medians.
#
#   benchmarks/compare.sh PEERS CHECKPOINT DATA.tsv [ROWS] [RUNS]
#
#   PEERS       the folder of bert_torch.py and bert_onnxruntime.mjs
#   CHECKPOINT  a BERT folder in Hugging Face's layout
#   DATA.tsv    lines of text, a tab, a class number; the first ROWS (1000) are used
#
# Needs python3 with PyTorch (PYTHON=...), and node with npm.
set -euo pipefail
[[ $# -ge 3 ]] || { sed -n '2,11s/^# \?//p' "$0"; exit 2; }
peers=$(realpath "$1") checkpoint=$(realpath "$2") data=$(realpath "$3") take=${4:-1000} runs=${5:-3} python=${PYTHON:-/usr/bin/python3}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=${MLNETTRANSFER_BENCH:-${TMPDIR:-/tmp}/mlnettransfer-bench}
mkdir -p "$work"
[[ -d $work/node_modules/onnxruntime-node ]] || (cd "$work" && npm install --silent --ignore-scripts onnxruntime-node)
[[ -f $work/model.onnx ]] || "$python" "$peers/bert_torch.py" export "$checkpoint" "$work/model.onnx" 2> /dev/null

dotnet build benchmarks/Throughput -c Release -v q --nologo
ours=(dotnet benchmarks/Throughput/bin/Release/net10.0/MLNetTransfer.Benchmarks.dll)
"${ours[@]}" rows "$checkpoint" "$data" "$work/data.rows" --take "$take"
dotnet build examples/TextClassification -c Release -v q --nologo
dotnet examples/TextClassification/bin/Release/net10.0/TextClassification.dll train --data support --checkpoint "$checkpoint" --rows 40 --epochs 1 --save "$work/model.zip" > /dev/null

# As an application that cares for its start would be.
dotnet publish benchmarks/Throughput -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true -p:TieredPGO=false -o "$work/published" -v q --nologo

lscpu 2> /dev/null | sed -n 's/^Model name: */CPU: /p'
"${ours[@]}" compare "$checkpoint" "$work/data.rows" --texts "$data" --take "$take" --peers "$peers" --node "$work" --onnx "$work/model.onnx" --zip "$work/model.zip" --published "$work/published/MLNetTransfer.Benchmarks" --python "$python" --runs "$runs"
"${ours[@]}" memory "$checkpoint" "$work/data.rows"
