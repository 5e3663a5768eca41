// Loops that are compiled for several kinds of CPU, of which the best is taken when the program starts.
#pragma once

// By what a CPU can do and not by its name: "arch=skylake-avx512" asks for that very model, and leaves every later one with AVX2. GCC knows the levels since 12.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#define EVERY_CPU_IS_GCC
#define EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERY_CPU
#endif
#define ALWAYS_INLINE inline __attribute__((always_inline))
