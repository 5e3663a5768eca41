#!/usr/bin/env bash
# Proves the way to ML.NET's internals that the packages stack takes: the polyfills are built without InternalsVisibleTo, the product compiles against
# publicised copies of them (eng/Internals.targets) and reaches the real ones through IgnoresAccessChecksTo; pipelines save and load, also in a second process.
#
#   eng/test-internals.sh [arguments of dotnet test]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
eng/setup.sh
dotnet test tests/MLNetTransfer.Tests --nologo -p:PublicizeInternals=true --artifacts-path artifacts/internals "${@:---filter=Contract|SavedModel}"
