#!/usr/bin/env bash
# Sets up and shows the whole road: fine-tunes an encoder in an ML.NET pipeline, evaluates it, saves it to a .zip; a second process loads it and predicts.
#
#   eng/demo.sh [arguments of `TextClassification train`, for example --data banking77 --epochs 1]
#
# Without arguments, the same network from random weights is trained beside it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
eng/setup.sh
dotnet build examples/TextClassification -c Release -v q --nologo
program=examples/TextClassification/bin/Release/net10.0/TextClassification.dll
model=$(mktemp -d)/model.zip
trap 'rm -rf "$(dirname "$model")"' EXIT
(($#)) || set -- --beside-random
dotnet "$program" train --save "$model" "$@"
dotnet "$program" predict "$model" "The tracking page has not changed for a week" "a film that earns every one of its tears" "I cannot log in any more"
