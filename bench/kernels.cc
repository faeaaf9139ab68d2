// SPDX-License-Identifier: MIT
// Every kernel of kernels.def in every tier of this machine, by length and alignment: time of
// one call through a pointer, as parsers call it. Each answer is compared with the portable
// tier's before it is timed.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

extern "C" {
#include "dispatch/dispatch.h"
}

namespace {

// What a tag gives a kernel: mostly ASCII where text is wanted, nothing to find for searches
// (their whole length is then work), and one input of other script for the transcoders.
enum class Text { ascii, latin, kana };

struct Input {
    std::vector<uint8_t> bytes, out;
    const uint8_t *src;
    uint8_t *dst;
    size_t n;
};

Input make(const std::string &kernel, Text text, size_t n, size_t align)
{
    Input in;
    in.bytes.resize(n + 128);
    in.out.resize(2 * n + 128);
    uint8_t *p =
        in.bytes.data() + (64 - reinterpret_cast<uintptr_t>(in.bytes.data()) % 64) % 64 + align;
    const bool wide = kernel.rfind("utf16", 0) == 0 || kernel == "find_nul16",
               big = kernel.find("be_") != std::string::npos;
    static const char words[] = "The quick brown fox jumps over the lazy dog, 2026. ";
    for (size_t i = 0; i < n; i++) {
        if (!wide) {
            p[i] = static_cast<uint8_t>(words[i % (sizeof words - 1)]);
            if (text == Text::latin && i % 8 == 3 && kernel != "validate_utf8")
                p[i] = 0xE9;
            continue;
        }
        unsigned unit = static_cast<uint8_t>(words[i / 2 % (sizeof words - 1)]);
        if (text == Text::latin && i / 2 % 8 == 3)
            unit = 0xE9;
        if (text == Text::kana)
            unit = 0x3041 + static_cast<unsigned>(i / 2 % 80);
        p[i] = static_cast<uint8_t>((i % 2 == 0) == big ? unit >> 8 : unit);
    }
    if (kernel == "validate_utf8" && text != Text::ascii) { // é, or three bytes each
        const char *point = text == Text::latin ? "caf\xC3\xA9 " : "\xE3\x81\x82";
        const size_t len = std::strlen(point);
        for (size_t i = 0; i + len <= n; i += len)
            std::memcpy(p + i, point, len);
    }
    in.src = p;
    in.dst = in.out.data();
    in.n = n;
    return in;
}

const uint32_t ogg = 0x5367674F; // "OggS"

uint64_t call(st_find_byte_fn *fn, const Input &in) { return fn(in.src, in.n, 0x01); }
uint64_t call(st_rfind_pattern32_fn *fn, const Input &in) { return fn(in.src, in.n, ogg); }
uint64_t call(st_find_nul8_fn *fn, const Input &in) { return fn(in.src, in.n); }
uint64_t call(st_is_ascii_fn *fn, const Input &in) { return fn(in.src, in.n); }
uint64_t call(st_latin1_to_utf8_fn *fn, const Input &in) { return fn(in.dst, in.src, in.n); }
uint64_t call(st_utf16le_class_fn *fn, const Input &in) { return fn(in.src, in.n); }

template <typename Fn>
void run(benchmark::State &state, Fn *fn, Fn *reference, const std::string &kernel, Text text)
{
    const Input in = make(kernel, text, static_cast<size_t>(state.range(0)),
                          static_cast<size_t>(state.range(1)));
    Input check = in;
    check.dst = check.out.data();
    const uint64_t got = call(fn, in), want = call(reference, check);
    if (got != want || (in.out != check.out && want <= in.out.size() &&
                        std::memcmp(in.dst, check.dst, want) != 0)) {
        std::fprintf(stderr, "%s gives another answer than the portable kernel\n", kernel.c_str());
        std::exit(1);
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(call(fn, in));
    state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * state.range(0));
}

st_kernels portable, native;

template <typename Fn> void add(const char *name, Fn *c, Fn *best, bool texts)
{
    for (const Text text : {Text::ascii, Text::latin, Text::kana}) {
        const char *const words[] = {"", "/latin", "/kana"};
        const bool narrow = std::strstr(name, "latin1") || std::strstr(name, "ascii");
        if (text != Text::ascii && (!texts || (narrow && text == Text::kana)))
            continue;
        for (int tier = 0; tier < (c == best ? 1 : 2); tier++) {
            Fn *fn = tier ? best : c;
            const std::string kernel = name, full = kernel + words[static_cast<int>(text)] +
                                                    (tier ? "/native" : "/generic");
            auto *b = benchmark::RegisterBenchmark(
                full.c_str(), [=](benchmark::State &s) { run(s, fn, c, kernel, text); });
            b->ArgNames({"n", "align"})->MinTime(0.03); // the calls take nanoseconds
            for (const int n : {8, 16, 20, 40, 64, 256, 4096, 1 << 20})
                b->Args({n, 0});
            b->Args({40, 13})->Args({4096, 13});
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    st_kernels_fill(&portable, 0);
    st_kernels_fill(&native, st_cpu_lower(st_cpu_detect(), std::getenv("SIMDTAG_CPU")));
#define K(name, shape, avx2, neon, gen)                                                         \
    add(#name, portable.name, native.name,                                                      \
        std::strstr(#name, "to_utf8") != nullptr || std::strstr(#name, "validate") != nullptr);
#include "kernels/kernels.def"
#undef K
    benchmark::AddCustomContext("tier", st_cpu_tier());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
