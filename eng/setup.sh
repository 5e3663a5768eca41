#!/usr/bin/env bash
# Makes a clone ready to build: chooses the stack, and for the polyfill of TorchSharp brings libtorch and builds the native library.
# Idempotent: a second run takes seconds.
#
#   eng/setup.sh            decide and build what is missing
#   eng/setup.sh --again    forget the recorded choice first
#
# Environment, all optional:
#   MLNETTRANSFER_STACK         packages | polyfill, for all three packages together
#   MLNETTRANSFER_MICROSOFTML   packages | polyfill, for Microsoft.ML alone
#   MLNETTRANSFER_TOKENIZERS    packages | polyfill, for Microsoft.ML.Tokenizers alone
#   MLNETTRANSFER_TORCHSHARP    packages | polyfill, for TorchSharp alone
#   MLNETTRANSFER_PACKAGES      a folder of .nupkg files to restore from besides the machine's own sources
#   MLNETTRANSFER_BACKEND       the package that brings libtorch: TorchSharp-cpu (default), TorchSharp-cuda-linux, TorchSharp-cuda-windows
#   MLNETTRANSFER_LIBTORCH      the polyfill's libtorch (a CMAKE_PREFIX_PATH, for example that of a CUDA build); default: the system's
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
record=eng/stack.local.props

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$@" >&2; exit 1; }

[[ "${1:-}" == --again ]] && rm -f "$record"
command -v dotnet > /dev/null || fail "the .NET SDK was not found on PATH." "Install .NET 10 SDK (https://dot.net) and run this again."
[[ "$(dotnet --version)" =~ ^([0-9]+) && ${BASH_REMATCH[1]} -ge 10 ]] || fail "found .NET SDK $(dotnet --version), but version 10 or newer is needed."

property() { sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" "$2" | head -1; }
version() { sed -n "s:.*<$1 .*>\(.*\)</$1>.*:\1:p" eng/Stack.props | head -1; }

# ---- 1. The stack -----------------------------------------------------------------------------------------------------------------

# Does this package restore here? Asked of a project of its own, outside the clone, so that nothing here decides the answer.
restores() {
    local folder
    folder=$(mktemp -d)
    cat > "$folder/probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <NuGetAudit>false</NuGetAudit>
    <RestoreAdditionalProjectSources>${MLNETTRANSFER_PACKAGES:-}</RestoreAdditionalProjectSources>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="$1" Version="[$2]" /></ItemGroup>
</Project>
XML
    local rc=0
    (cd "$folder" && dotnet restore --nologo -v q > /dev/null 2>&1) || rc=$?
    rm -rf "$folder"
    return $rc
}

choose() { # name, package, version, this one's wish -> sets choice and reason
    local wish=${4:-${MLNETTRANSFER_STACK:-}}
    case "$wish" in
        packages | polyfill) choice=$wish reason="asked for" ;;
        "") if restores "$2" "$3"; then choice=packages reason="$2 $3 restores"; else choice=polyfill reason="$2 $3 does not restore from this machine's package sources"; fi ;;
        *) fail "the stack of $1 is packages or polyfill, not '$wish'." ;;
    esac
}

[[ -z "${MLNETTRANSFER_PACKAGES:-}" || -d "$MLNETTRANSFER_PACKAGES" ]] || fail "MLNETTRANSFER_PACKAGES names $MLNETTRANSFER_PACKAGES, which is no folder."
packages_folder=${MLNETTRANSFER_PACKAGES:+$(cd "$MLNETTRANSFER_PACKAGES" && pwd)}
asked="${MLNETTRANSFER_STACK:-}/${MLNETTRANSFER_MICROSOFTML:-}/${MLNETTRANSFER_TOKENIZERS:-}/${MLNETTRANSFER_TORCHSHARP:-}/$packages_folder/${MLNETTRANSFER_BACKEND:-}"

if [[ ! -f $record ]] || ! grep -q TorchSharpReason "$record" || [[ "$(property Asked $record)" != "$asked" && "$asked" != ///// ]]; then
    export MLNETTRANSFER_PACKAGES=$packages_folder
    choose Microsoft.ML Microsoft.ML "$(version MicrosoftMLVersion)" "${MLNETTRANSFER_MICROSOFTML:-}"
    ml=$choice ml_reason=$reason
    choose Microsoft.ML.Tokenizers Microsoft.ML.Tokenizers "$(version TokenizersVersion)" "${MLNETTRANSFER_TOKENIZERS:-}"
    tokenizers=$choice tokenizers_reason=$reason
    choose TorchSharp TorchSharp "$(version TorchSharpVersion)" "${MLNETTRANSFER_TORCHSHARP:-}"
    torch=$choice torch_reason=$reason
    cat > "$record.new" <<XML
<!-- Written by eng/setup.sh; delete it, or run eng/setup.sh with the argument again, to decide anew. -->
<Project>
  <PropertyGroup>
    <Asked>$asked</Asked>
    <MicrosoftMLStack Condition="'\$(MicrosoftMLStack)\$(MLNetStack)' == ''">$ml</MicrosoftMLStack>
    <MicrosoftMLReason>$ml_reason</MicrosoftMLReason>
    <TokenizersStack Condition="'\$(TokenizersStack)\$(MLNetStack)' == ''">$tokenizers</TokenizersStack>
    <TokenizersReason>$tokenizers_reason</TokenizersReason>
    <TorchSharpStack Condition="'\$(TorchSharpStack)\$(MLNetStack)' == ''">$torch</TorchSharpStack>
    <TorchSharpReason>$torch_reason</TorchSharpReason>
    <TorchSharpBackend Condition="'\$(TorchSharpBackend)' == ''">${MLNETTRANSFER_BACKEND:-TorchSharp-cpu}</TorchSharpBackend>
    <RestoreAdditionalProjectSources>$packages_folder</RestoreAdditionalProjectSources>
  </PropertyGroup>
</Project>
XML
    mv "$record.new" "$record"
fi

stack_of() { sed -n "s:.*<$1 .*>\(.*\)</$1>.*:\1:p" "$record" | head -1; }
ml=$(stack_of MicrosoftMLStack) tokenizers=$(stack_of TokenizersStack) torch=$(stack_of TorchSharpStack)
say "Microsoft.ML: $ml ($(property MicrosoftMLReason $record))"
say "Microsoft.ML.Tokenizers: $tokenizers ($(property TokenizersReason $record))"
say "TorchSharp: $torch ($(property TorchSharpReason $record))"

# ---- 2. libtorch and the native library of TorchSharp's polyfill -----------------------------------------------------------------

if [[ $torch == polyfill ]]; then
    [[ "$(uname -s)" == Linux ]] || fail "the polyfill of TorchSharp builds on Linux only." "Give this machine the NuGet gallery as a package source, then: dotnet build -p:MLNetStack=packages"

    installed() { dpkg-query -W -f='${Status}' "$1" 2> /dev/null | grep -q 'ok installed'; }
    missing=()
    command -v g++ > /dev/null || missing+=(g++)
    command -v cmake > /dev/null || missing+=(cmake)
    [[ -n "${MLNETTRANSFER_LIBTORCH:-}" ]] || command -v patchelf > /dev/null || missing+=(patchelf)
    if [[ -z "${MLNETTRANSFER_LIBTORCH:-}" ]] && command -v dpkg-query > /dev/null; then
        installed libtorch-dev || missing+=(libtorch-dev)
        # libtorch-dev alone brings the reference BLAS, which is some hundred times slower.
        installed libopenblas0-openmp || missing+=(libopenblas0-openmp)
    fi
    if ((${#missing[@]})); then
        command -v apt-get > /dev/null || fail "missing: ${missing[*]}, and there is no apt-get here to install them." \
            "Install g++, cmake and libtorch yourself and name libtorch's folder in MLNETTRANSFER_LIBTORCH, or use the packages: MLNETTRANSFER_STACK=packages eng/setup.sh --again"
        root=()
        if [[ $EUID -ne 0 ]]; then
            command -v sudo > /dev/null || fail "missing: ${missing[*]}; this user is not root and there is no sudo." "Have an administrator run: apt-get install ${missing[*]}"
            root=(sudo)
        fi
        say "installing ${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        log=$(mktemp)
        install_missing() { "${root[@]}" apt-get install -y -qq "${missing[@]}" > "$log" 2>&1; }
        install_missing || { "${root[@]}" apt-get update -qq > /dev/null 2>&1 && install_missing; } ||
            fail "apt-get could not install ${missing[*]}:" "$(tail -5 "$log")" "Install them by hand and run this again."
        rm -f "$log"
    fi
    if [[ -z "${MLNETTRANSFER_LIBTORCH:-}" ]]; then
        blas=$(readlink -f "$(ldconfig -p | sed -n 's:.*libblas\.so\.3 .*=> ::p' | head -1)" || true)
        [[ $blas == *openblas* || $blas == *mkl* || $blas == *blis* ]] ||
            say "warning: libblas.so.3 is $blas, the slow reference BLAS. Choose OpenBLAS: update-alternatives --config libblas.so.3-$(gcc -dumpmachine)"
    fi
    eng/build-native.sh
fi
say "ready"
