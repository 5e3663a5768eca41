#!/usr/bin/env bash
# Builds the native half of the TorchSharp stand-in (src/Polyfills/TorchSharp/native) and puts it where the .NET projects look for it.
# A build is kept under a hash of the sources, the compiler and the libtorch, so that another clone or a second run takes seconds.
#   MLNETTRANSFER_LIBTORCH   folder of the libtorch to build against (default: CMAKE_PREFIX_PATH, else the system's)
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
source_folder="$root/src/Polyfills/TorchSharp/native"
output="$source_folder/build"
library=libLibTorchSharpPolyfill.so
libtorch="${MLNETTRANSFER_LIBTORCH:-${CMAKE_PREFIX_PATH:-}}"

fail() { echo "build-native: $*" >&2; exit 1; }
[ "$(uname -s)" = Linux ] || fail "the stand-in for TorchSharp is built on Linux only; elsewhere use the packages stack (dotnet build -p:MLNetStack=packages)."
for tool in cmake c++; do command -v "$tool" > /dev/null || fail "$tool is missing; install it (Debian: apt-get install cmake g++), or run eng/setup.sh."; done

# What names the libtorch: its version file and the library itself.
if [ -n "$libtorch" ]; then
    [ -d "$libtorch" ] || fail "MLNETTRANSFER_LIBTORCH or CMAKE_PREFIX_PATH names $libtorch, which is no folder."
    torch_id="$libtorch $(find -L "$libtorch" -maxdepth 3 \( -name 'libtorch*.so*' -o -name build-version -o -name version.h \) -printf '%p %s %T@\n' 2> /dev/null | sort | sha256sum)"
else
    header=$(echo '#include <torch/csrc/api/include/torch/version.h>' | c++ -E -x c++ - 2> /dev/null | sed -n 's/^# 1 "\(.*version\.h\)".*/\1/p' | head -1 || true)
    [ -n "$header" ] || fail "no libtorch found; install it (Debian: apt-get install libtorch-dev), name one with MLNETTRANSFER_LIBTORCH, or run eng/setup.sh."
    torch_id="system $(sha256sum < "$header") $(ldconfig -p 2> /dev/null | grep -o '/.*libtorch_cpu\.so[^ ]*' | sort | xargs -r readlink -f | sort -u)"
fi
sources=$(cd "$source_folder" && sha256sum CMakeLists.txt ./*.cpp ./*.h)
hash=$(printf '%s\n%s\n%s\n%s\n' "$sources" "$torch_id" "$(c++ --version | head -1)" "${CXXFLAGS:-}" | sha256sum | cut -c1-20)
cache="${XDG_CACHE_HOME:-$HOME/.cache}/mlnettransfer/native/$hash"

if [ ! -f "$cache/$library" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    echo "build-native: building $library (a minute or two)"
    generator=(); command -v ninja > /dev/null && generator=(-G Ninja)
    cmake -S "$source_folder" -B "$work" "${generator[@]}" ${libtorch:+-DCMAKE_PREFIX_PATH="$libtorch"} > "$work/log" 2>&1 && cmake --build "$work" --parallel "$(nproc)" >> "$work/log" 2>&1 || { tail -n 60 "$work/log" >&2; fail "the build failed; the end of its log is above."; }
    mkdir -p "$cache"
    # Renamed into place, so that a killed run leaves no half a library.
    cp "$work/$library" "$cache/$library.$$" && mv "$cache/$library.$$" "$cache/$library"
fi
mkdir -p "$output"
if ! cmp -s "$cache/$library" "$output/$library"; then
    cp "$cache/$library" "$output/$library.$$" && mv "$output/$library.$$" "$output/$library"
fi
echo "build-native: $output/$library"
