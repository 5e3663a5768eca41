// Loops that are compiled for several kinds of CPU, of which the best is taken when the program starts.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define EVERY_CPU_IS_GCC
#define EVERY_CPU __attribute__((target_clones("arch=skylake-avx512", "avx2", "default")))
#else
#define EVERY_CPU
#endif
#define ALWAYS_INLINE inline __attribute__((always_inline))
