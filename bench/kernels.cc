// SPDX-License-Identifier: MIT
// Every kernel of kernels.def in every tier of this machine, by length and alignment: time of
// one call through a pointer, as parsers call it; and of strings as tags have them, 1,024
// different ones of 5 to 40 units in turn. Each answer is compared with the portable tier's before
// it is timed. Beside them, in the same run, what else is on the machine.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#if defined(HAVE_ISAL)
#include <isa-l/crc.h>
#endif

extern "C" {
#include "dispatch/dispatch.h"
}

namespace {

// What a kernel gets. Searches find nothing, which is their longest way.
//   text   ASCII; in UTF-16 for its kernels, other case for ascii_equal_fold's second string
//   latin  every fifth character, at random, is above 7F; as UTF-8 for validate_utf8
//   kana   three bytes of UTF-8 each
//   noise  random bytes, with what would be found or refused broken up
enum Kind { text, latin, kana, noise };
const char *const kind_name[] = {"text", "latin", "kana", "noise"};

bool is(const std::string &kernel, const char *part)
{
    return kernel.find(part) != std::string::npos;
}

std::vector<Kind> kinds_of(const std::string &kernel)
{
    if (is(kernel, "to_utf8") || is(kernel, "validate"))
        return is(kernel, "latin1") ? std::vector<Kind>{text, latin}
                                    : std::vector<Kind>{text, latin, kana};
    if (is(kernel, "sync") || is(kernel, "pattern"))
        return {text, noise};
    if (is(kernel, "crc") || kernel == "base64_encode" || kernel == "utf16_swap")
        return {noise};
    return {text};
}

struct Random {
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
    uint32_t next()
    {
        state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
        return static_cast<uint32_t>(state * UINT64_C(2685821657736338717) >> 32);
    }
    uint32_t below(uint32_t n) { return next() % n; }
};

bool takes_utf16(const std::string &kernel)
{
    return kernel.rfind("utf16", 0) == 0 || kernel == "find_nul16";
}

void fill_utf8(Random &r, Kind kind, uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n;) {
        if (kind == kana && n - i >= 3) {
            const uint8_t point[] = {0xE3, 0x81, static_cast<uint8_t>(0x81 + r.below(0x3F))};
            std::memcpy(p + i, point, 3);
            i += 3;
        } else if (kind == latin && n - i >= 2 && r.below(5) == 0) {
            p[i++] = 0xC3;
            p[i++] = static_cast<uint8_t>(0xA0 + r.below(0x20));
        } else {
            p[i++] = static_cast<uint8_t>('a' + r.below(26));
        }
    }
}

void fill_noise(Random &r, const std::string &kernel, uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = static_cast<uint8_t>(r.next());
    for (size_t i = 0; i + 1 < n; i++) {
        if (p[i] == 0xFF && is(kernel, "mpeg"))
            p[i + 1] &= 0xF9; // no such layer
        if (p[i] == 0xFF && is(kernel, "adts"))
            p[i + 1] |= 0x06;
        if (p[i] == 0x0B && p[i + 1] == 0x77 && i + 5 < n)
            p[i + 5] = 0xFF; // no such version
        if (is(kernel, "unsync") && p[i] == 0xFF && p[i + 1] >= 0xE0)
            p[i + 1] = 0; // as it stands in a file
    }
    if (n && is(kernel, "unsync") && p[n - 1] == 0xFF)
        p[n - 1] = 0;
}

void fill(Random &r, const std::string &kernel, Kind kind, uint8_t *p, size_t n)
{
    static const char words[] = "The quick brown fox jumps over the lazy dog, 2026. ";
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const bool wide = takes_utf16(kernel), big = is(kernel, "be_");
    if (kind == noise)
        return fill_noise(r, kernel, p, n);
    if (kernel == "validate_utf8")
        return fill_utf8(r, kind, p, n);
    for (size_t i = 0; i < n; i++) {
        if (kernel == "base64_decode")
            p[i] = static_cast<uint8_t>(digits[r.below(64)]);
        else if (!wide)
            p[i] = kind == latin && r.below(5) == 0
                       ? static_cast<uint8_t>(0xC0 + r.below(0x40))
                       : static_cast<uint8_t>(words[i % (sizeof words - 1)]);
        if (!wide || i % 2)
            continue;
        unsigned unit = static_cast<uint8_t>(words[i / 2 % (sizeof words - 1)]);
        if (kind == latin && r.below(5) == 0)
            unit = 0xC0 + r.below(0x40);
        if (kind == kana)
            unit = 0x3041 + r.below(80);
        p[i] = static_cast<uint8_t>(big ? unit >> 8 : unit);
        if (i + 1 < n)
            p[i + 1] = static_cast<uint8_t>(big ? unit : unit >> 8);
    }
}

// Bytes, their twin in other case, and room for what may come of them, each at an address that is
// `align` behind a multiple of 64.
struct Input {
    std::vector<uint8_t> bytes, other, out;
    const uint8_t *src, *twin;
    uint8_t *dst;
    size_t n;

    Input(const std::string &kernel, Kind kind, size_t size, size_t align, Random &r)
        : bytes(size + 128), other(size + 128), out(2 * size + 192), n(size)
    {
        uint8_t *p = at(bytes, align), *q = at(other, align);
        dst = at(out, align);
        fill(r, kernel, kind, p, n);
        for (size_t i = 0; i < n; i++)
            q[i] = (p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'z' ? p[i] ^ 0x20 : p[i];
        src = p;
        twin = q;
    }
    static uint8_t *at(std::vector<uint8_t> &v, size_t align)
    {
        return v.data() + (64 - reinterpret_cast<uintptr_t>(v.data()) % 64) % 64 + align;
    }
};

const uint32_t ogg = 0x5367674F; // "OggS"

// One call of each shape.
uint64_t call(st_find_byte_fn *fn, const Input &in) { return fn(in.src, in.n, 0x01); }
uint64_t call(st_rfind_pattern32_fn *fn, const Input &in) { return fn(in.src, in.n, ogg); }
uint64_t call(st_find_nul8_fn *fn, const Input &in) { return fn(in.src, in.n); }
uint64_t call(st_is_ascii_fn *fn, const Input &in) { return fn(in.src, in.n); }
uint64_t call(st_latin1_to_utf8_fn *fn, const Input &in) { return fn(in.dst, in.src, in.n); }
uint64_t call(st_utf16le_class_fn *fn, const Input &in) { return fn(in.src, in.n); }
uint64_t call(st_ascii_equal_fold_fn *fn, const Input &in) { return fn(in.src, in.twin, in.n); }
uint64_t call(st_crc32_ogg_fn *fn, const Input &in) { return fn(0x12345678, in.src, in.n); }

template <typename Fn> void compare(const std::string &kernel, Fn *fn, Fn *reference, Input &in)
{
    const uint64_t got = call(fn, in);
    const std::vector<uint8_t> wrote = in.out;
    const uint64_t want = call(reference, in);
    const size_t start = static_cast<size_t>(in.dst - in.out.data());
    const bool writes = !std::is_same<Fn, st_crc32_ogg_fn>::value &&
                        !std::is_same<Fn, st_utf16le_class_fn>::value &&
                        want <= in.out.size() - start;
    if (got != want || (writes && std::memcmp(wrote.data() + start, in.dst, want) != 0)) {
        std::fprintf(stderr, "%s gives another answer than the portable kernel\n", kernel.c_str());
        std::exit(1);
    }
}

template <typename Fn>
void one_size(benchmark::State &state, const std::string &kernel, Kind kind, Fn *fn, Fn *reference)
{
    Random r;
    Input in(kernel, kind, static_cast<size_t>(state.range(0)),
             static_cast<size_t>(state.range(1)), r);
    compare(kernel, fn, reference, in);
    for (auto _ : state)
        benchmark::DoNotOptimize(call(fn, in));
    state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * state.range(0));
}

template <typename Fn>
void tag_strings(benchmark::State &state, const std::string &kernel, Kind kind, Fn *fn,
                 Fn *reference)
{
    enum { COUNT = 1024 };
    Random r;
    std::vector<std::unique_ptr<Input>> strings;
    for (int i = 0; i < COUNT; i++) {
        const size_t units = 5 + r.below(36);
        const size_t size = takes_utf16(kernel) ? 2 * units : units;
        strings.emplace_back(new Input(kernel, kind, size, r.below(64), r));
        compare(kernel, fn, reference, *strings.back());
    }
    for (auto _ : state)
        for (const auto &in : strings)
            benchmark::DoNotOptimize(call(fn, *in));
    state.counters["a_string"] =
        benchmark::Counter(COUNT, benchmark::Counter::kIsIterationInvariantRate |
                                      benchmark::Counter::kInvert);
}

// All frame headers of a file, one call after the other: what counting frames is made of.
uint64_t every_sync(st_find_mpeg_sync_fn *fn, const uint8_t *p, size_t n)
{
    uint64_t count = 0;
    for (size_t i = 0; (i += fn(p + i, n - i)) < n; i++)
        count++;
    return count;
}

void all_syncs(benchmark::State &state, st_find_mpeg_sync_fn *fn, st_find_mpeg_sync_fn *reference)
{
    Random r;
    const Input in("random", noise, static_cast<size_t>(state.range(0)),
                   static_cast<size_t>(state.range(1)), r);
    if (every_sync(fn, in.src, in.n) != every_sync(reference, in.src, in.n)) {
        std::fprintf(stderr, "find_mpeg_sync counts another number of headers\n");
        std::exit(1);
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(every_sync(fn, in.src, in.n));
    state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * state.range(0));
}

void sizes(benchmark::internal::Benchmark *b)
{
    for (const int n : {16, 32, 64, 256, 1 << 10, 4 << 10, 64 << 10, 1 << 20})
        b->Args({n, 0})->Args({n, 3});
}

// Rows named kernel[.kind of input]/tier/size/alignment and …/strings. `kernel` decides what the
// input is, `name` what the row is called.
template <typename Fn>
void add_tier(const std::string &kernel, const std::string &name, const std::string &tier, Fn *fn,
              Fn *reference)
{
    for (const Kind kind : kinds_of(kernel)) {
        const std::string row =
            name + (kinds_of(kernel).size() > 1 ? std::string(".") + kind_name[kind] : "") + "/" +
            tier;
        sizes(benchmark::RegisterBenchmark(
            row.c_str(),
            [=](benchmark::State &s) { one_size(s, kernel, kind, fn, reference); }));
        benchmark::RegisterBenchmark(
            (row + "/strings").c_str(),
            [=](benchmark::State &s) { tag_strings(s, kernel, kind, fn, reference); });
    }
}

template <typename Fn> void add(const char *kernel, Fn *portable, Fn *narrower, Fn *native)
{
    add_tier(kernel, kernel, "generic", portable, portable);
    if (narrower != native && narrower != portable)
        add_tier(kernel, kernel, "pclmul", narrower, portable);
    if (native != portable)
        add_tier(kernel, kernel, st_cpu_tier(), native, portable);
}

// What else is here, in the shapes of ours.
extern "C" {
size_t memcpy_of(uint8_t *dst, const uint8_t *src, size_t n)
{
    std::memcpy(dst, src, n);
    return n;
}
size_t memchr_of(const uint8_t *src, size_t n, uint8_t byte)
{
    const void *at = std::memchr(src, byte, n);
    return at ? static_cast<size_t>(static_cast<const uint8_t *>(at) - src) : n;
}
size_t memrchr_of(const uint8_t *src, size_t n, uint8_t byte)
{
    const void *at = memrchr(src, byte, n);
    return at ? static_cast<size_t>(static_cast<const uint8_t *>(at) - src) : n;
}
size_t memmem_of(const uint8_t *src, size_t n, uint32_t pattern)
{
    const void *at = memmem(src, n, &pattern, 4);
    return at ? static_cast<size_t>(static_cast<const uint8_t *>(at) - src) : n;
}
#if defined(HAVE_ISAL)
uint32_t isal_of(uint32_t crc, const uint8_t *src, size_t n)
{
    return ~crc32_ieee(~crc, src, n); // isa-l inverts what comes in and goes out
}
#endif
}

// glibc and what it is compared with shall use the same instructions.
void hold_glibc_to_avx2(char **argv)
{
    if (std::getenv("GLIBC_TUNABLES"))
        return;
    setenv("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX512CD,-AVX512DQ",
           1);
    execv("/proc/self/exe", argv);
}

} // namespace

int main(int argc, char **argv)
{
    hold_glibc_to_avx2(argv);
    st_kernels portable, narrower, native;
    const unsigned cpu = st_cpu_lower(st_cpu_detect(), std::getenv("SIMDTAG_CPU"));
    st_kernels_fill(&portable, 0);
    st_kernels_fill(&narrower, cpu & ~static_cast<unsigned>(ST_CPU_VPCLMUL));
    st_kernels_fill(&native, cpu);
    add_tier("ascii_fold", "memcpy", "glibc", memcpy_of, memcpy_of);
    add_tier("find_byte", "memchr", "glibc", memchr_of, memchr_of);
    add_tier("find_byte", "memrchr", "glibc", memrchr_of, memrchr_of);
    add_tier("find_pattern32", "memmem", "glibc", memmem_of, memmem_of);
#if defined(HAVE_ISAL)
    add_tier("crc32_ogg", "crc32", "isa-l", isal_of, portable.crc32_ogg);
#endif
    for (const auto &tier : {std::make_pair("generic", portable.find_mpeg_sync),
                             std::make_pair(st_cpu_tier(), native.find_mpeg_sync)})
        sizes(benchmark::RegisterBenchmark(
            (std::string("find_mpeg_sync.all/") + tier.first).c_str(), [=](benchmark::State &s) {
                all_syncs(s, tier.second, portable.find_mpeg_sync);
            }));
#define K(name, shape, avx2, neon, gen) add(#name, portable.name, narrower.name, native.name);
#include "kernels/kernels.def"
#undef K
    benchmark::AddCustomContext("tier", st_cpu_tier());
    // The calls take nanoseconds, and other people's programs come and go: many short repetitions
    // in random order, of which the shortest counts. What the command line says comes later and
    // wins.
    static char min_time[] = "--benchmark_min_time=0.002", repeat[] = "--benchmark_repetitions=5",
                mixed[] = "--benchmark_enable_random_interleaving=true";
    std::vector<char *> args(argv, argv + argc);
    args.insert(args.begin() + 1, {min_time, repeat, mixed});
    argc = static_cast<int>(args.size());
    args.push_back(nullptr);
    argv = args.data();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
