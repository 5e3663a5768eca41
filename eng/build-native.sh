#!/usr/bin/env bash
# Builds the native half of the TorchSharp stand-in (src/Polyfills/TorchSharp/native) and puts it where the .NET projects look for it.
# A build is kept under a hash of the sources, the compiler and the libtorch, so that another clone or a second run takes seconds.
#   MLNETTRANSFER_LIBTORCH   folder of the libtorch to build against (default: CMAKE_PREFIX_PATH, else the system's)
#
# Beside it goes a copy of the system's libtorch_cpu that loads in two thirds of the time and takes less memory: Debian's names some 25 libraries that it
# uses nothing of (OpenCV, FFmpeg and the 250 libraries under them), and the copy does not; and the copy finds the OpenBLAS that runs on OpenMP's threads,
# which are libtorch's own, before the one whose threads fight with them. Without patchelf, or with another libtorch, there is no copy.
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
lean=$([ -z "$libtorch" ] && command -v patchelf > /dev/null && echo lean-3 || echo plain)
hash=$(printf '%s\n%s\n%s\n%s\n%s\n' "$sources" "$torch_id" "$(c++ --version | head -1)" "${CXXFLAGS:-}" "$lean" | sha256sum | cut -c1-20)
cache="${XDG_CACHE_HOME:-$HOME/.cache}/mlnettransfer/native/$hash"

# What a library defines, or asks of others.
symbols() { nm -D "$1" "$2" 2> /dev/null | awk '{ sub(/@.*/, "", $NF); print $NF }' | sort -u; }

# make_lean WORK: copies libtorch_cpu into the cache without what it names in vain, and lets the library in WORK find the copy.
make_lean() {
    local original name path drop=() asked="$1/asked" openmp
    original=$(ldd "$1/$library" | sed -n 's/.*libtorch_cpu\.so[^ ]* => \([^ ]*\) .*/\1/p')
    symbols --undefined-only "$original" > "$asked"
    while read -r name path; do
        [ -n "$(symbols --defined-only "$path" | comm -12 - "$asked" | head -1)" ] || drop+=(--remove-needed "$name")
    done < <(ldd "$original" | sed -n 's/^[[:space:]]*\([^ ]*\) => \(\/[^ ]*\) .*/\1 \2/p' | grep -F -f <(patchelf --print-needed "$original"))
    openmp=$(dirname "$(ls /usr/lib/*/openblas-openmp/libopenblas.so.0 2> /dev/null | head -1)")
    cp "$original" "$1/lean.so"
    chmod u+w "$1/lean.so"
    # RPATH, not RUNPATH: it also holds for what libblas.so.3 itself asks for. One change at a time: patchelf forgets one of two.
    [ -z "$openmp" ] || patchelf --force-rpath --set-rpath "$openmp" "$1/lean.so"
    [ ${#drop[@]} = 0 ] || patchelf "${drop[@]}" "$1/lean.so"
    mv "$1/lean.so" "$cache/$(basename "$original")"
    # libtorch.so only stands for its parts, and asks for the same libraries as they do.
    patchelf --set-rpath "$cache" "$1/$library"
    patchelf --remove-needed "$(patchelf --print-needed "$1/$library" | grep -x 'libtorch\.so.*')" "$1/$library"
}

if [ ! -f "$cache/$library" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    echo "build-native: building $library (a minute or two)"
    generator=(); command -v ninja > /dev/null && generator=(-G Ninja)
    cmake -S "$source_folder" -B "$work" "${generator[@]}" ${libtorch:+-DCMAKE_PREFIX_PATH="$libtorch"} > "$work/log" 2>&1 && cmake --build "$work" --parallel "$(nproc)" >> "$work/log" 2>&1 || { tail -n 60 "$work/log" >&2; fail "the build failed; the end of its log is above."; }
    mkdir -p "$cache"
    if [ "$lean" != plain ]; then make_lean "$work"; fi
    # Renamed into place, so that a killed run leaves no half a library.
    cp "$work/$library" "$cache/$library.$$" && mv "$cache/$library.$$" "$cache/$library"
fi
mkdir -p "$output"
if ! cmp -s "$cache/$library" "$output/$library"; then
    cp "$cache/$library" "$output/$library.$$" && mv "$output/$library.$$" "$output/$library"
fi
echo "build-native: $output/$library"
