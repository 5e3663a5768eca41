#!/usr/bin/env bash
# Sets up, builds and runs every test. The last line sums them over all test projects: `N passed, N failed, N skipped`;
# the names of those that failed stand above it.
#
#   eng/test.sh [arguments of dotnet test, for example --filter WordPiece]
#
# MLNETTRANSFER_SLOW=1      also the tests that take minutes
# MLNETTRANSFER_DEVICE=cuda the goldens, contract tests and examples on the GPU
# MLNETTRANSFER_SHARED=DIR  real weights and data that some tests read; they are skipped where it is absent
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
eng/setup.sh || exit 1
configuration=${CONFIGURATION:-Release}
dotnet build MLNetTransfer.sln -c "$configuration" -v q --nologo || exit 1

log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed_projects=0
for project in tests/*/*.csproj; do
    dotnet test "$project" -c "$configuration" --no-build --nologo "$@" 2>&1 | tee -a "$log"
    # A project whose runner crashed reports no failed test: its exit code tells.
    ((PIPESTATUS[0] == 0)) || failed_projects=$((failed_projects + 1))
done

# The way to ML.NET's internals that the packages stack takes, and each example on what the clone alone holds.
if [[ $# -eq 0 ]]; then
    eng/test-internals.sh 2>&1 | tee -a "$log"
    ((PIPESTATUS[0] == 0)) || failed_projects=$((failed_projects + 1))
    model=$(mktemp -d)
    example=(dotnet "examples/TextClassification/bin/$configuration/net10.0/TextClassification.dll")
    MLNETTRANSFER_SHARED=/nowhere "${example[@]}" train --data support --epochs 2 --save "$model/model.zip" && "${example[@]}" predict "$model/model.zip" "where is my parcel" ||
        { echo "The example TextClassification failed."; failed_projects=$((failed_projects + 1)); }
    rm -rf "$model"
    MLNETTRANSFER_SHARED=/nowhere dotnet "examples/Features/bin/$configuration/net10.0/Features.dll" --data support ||
        { echo "The example Features failed."; failed_projects=$((failed_projects + 1)); }
    MLNETTRANSFER_SHARED=/nowhere dotnet "examples/NamedEntities/bin/$configuration/net10.0/NamedEntities.dll" --epochs 5 ||
        { echo "The example NamedEntities failed."; failed_projects=$((failed_projects + 1)); }
    MLNETTRANSFER_SHARED=/nowhere dotnet "examples/SemanticSearch/bin/$configuration/net10.0/SemanticSearch.dll" --data support --ask "where is my parcel" ||
        { echo "The example SemanticSearch failed."; failed_projects=$((failed_projects + 1)); }
    MLNETTRANSFER_SHARED=/nowhere dotnet "examples/FurtherPretraining/bin/$configuration/net10.0/FurtherPretraining.dll" --data support --unlabelled 200 --labelled 200 --epochs 4 ||
        { echo "The example FurtherPretraining failed."; failed_projects=$((failed_projects + 1)); }
    MLNETTRANSFER_SHARED=/nowhere dotnet "examples/Ulmfit/bin/$configuration/net10.0/Ulmfit.dll" --data support --general-steps 20 --target-steps 20 --epochs 2 ||
        { echo "The example Ulmfit failed."; failed_projects=$((failed_projects + 1)); }
fi

sum() { grep -oE "$1: +[0-9]+, " "$log" | grep -oE '[0-9]+' | awk '{ s += $1 } END { print s + 0 }'; }
failed=$(sum Failed)
grep -E -A 6 '^ +Failed [^ ]' "$log"
if ((failed == 0 && failed_projects > 0)); then failed=$failed_projects; fi
echo "$(sum Passed) passed, $failed failed, $(sum Skipped) skipped"
((failed == 0))
