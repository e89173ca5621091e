#include "cuda_on_cpu.h"

#include <csetjmp>
#include <ucontext.h>

#include <memory>
#include <stdexcept>
#include <vector>

thread_local uint3 threadIdx, blockIdx, blockDim, gridDim;

namespace cuda_on_cpu {

namespace {

constexpr size_t STACK_BYTES = 96 * 1024;

/** A barrier of a block or a warp: counts arrivals of those that still run. */
struct Barrier {
  unsigned arrived = 0;
  unsigned expected = 0;
  unsigned generation = 0;

  void release_if_complete() {
    if (expected > 0 && arrived >= expected) {
      arrived = 0;
      generation++;
    }
  }
};

struct Warp {
  Barrier barrier;
  unsigned char lanes[2][WARP_SIZE * LANE_BYTES];
};

/** Entered first by its ucontext, then by jumps, which spare two system calls each. */
struct Fiber {
  ucontext_t context;
  jmp_buf resume;
  bool has_begun = false;
  std::unique_ptr<unsigned char[]> stack{new unsigned char[STACK_BYTES]};
  uint3 index{};
  unsigned linear = 0;
  bool is_done = false;
};

struct Block {
  ucontext_t first_scheduler;
  jmp_buf scheduler;
  std::vector<Fiber> &fibers;
  std::vector<Warp> warps;
  Barrier barrier;
  Fiber *current = nullptr;
  const std::function<void()> *body = nullptr;
};

thread_local Block *block_now = nullptr;

void yield() {
  if (_setjmp(block_now->current->resume) == 0) _longjmp(block_now->scheduler, 1);
}

void resume(Block &block, Fiber &fiber) {
  if (_setjmp(block.scheduler) != 0) return;
  if (fiber.has_begun) _longjmp(fiber.resume, 1);
  fiber.has_begun = true;
  swapcontext(&block.first_scheduler, &fiber.context);
}

void wait_at(Barrier &barrier) {
  const unsigned generation = barrier.generation;
  barrier.arrived++;
  barrier.release_if_complete();
  while (barrier.generation == generation) yield();
}

void run_fiber() {
  Block *block = block_now;
  (*block->body)();
  Fiber *self = block->current;
  self->is_done = true;
  // Threads that have returned are waited for by nobody.
  Warp &warp = block->warps[self->linear / WARP_SIZE];
  block->barrier.expected--;
  block->barrier.release_if_complete();
  warp.barrier.expected--;
  warp.barrier.release_if_complete();
  _longjmp(block->scheduler, 1);
}

void run_block(Block &block, uint3 shape) {
  const unsigned threads = shape.x * shape.y * shape.z;
  block.barrier = {0, threads, 0};
  for (unsigned w = 0; w < block.warps.size(); w++) {
    const unsigned rest = threads - w * WARP_SIZE;
    block.warps[w].barrier = {0, rest < WARP_SIZE ? rest : WARP_SIZE, 0};
  }
  for (unsigned i = 0; i < threads; i++) {
    Fiber &fiber = block.fibers[i];
    fiber.index = {i % shape.x, i / shape.x % shape.y, i / (shape.x * shape.y)};
    fiber.linear = i;
    fiber.is_done = fiber.has_begun = false;
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack.get();
    fiber.context.uc_stack.ss_size = STACK_BYTES;
    fiber.context.uc_link = nullptr;
    makecontext(&fiber.context, run_fiber, 0);
  }
  for (unsigned left = threads; left > 0;) {
    for (unsigned i = 0; i < threads; i++) {
      Fiber &fiber = block.fibers[i];
      if (fiber.is_done) continue;
      block.current = &fiber;
      threadIdx = fiber.index;
      resume(block, fiber);
      if (fiber.is_done) left--;
    }
  }
}

}  // namespace

unsigned lane() { return block_now->current->linear % WARP_SIZE; }

unsigned lanes_running() { return block_now->warps[block_now->current->linear / WARP_SIZE].barrier.expected; }

void wait_for_block() { wait_at(block_now->barrier); }

const unsigned char *exchange_in_warp(const void *own, unsigned bytes) {
  Warp &warp = block_now->warps[block_now->current->linear / WARP_SIZE];
  // Two in turn: nobody comes to the second exchange after this one before all have left this one.
  unsigned char *lanes = warp.lanes[warp.barrier.generation % 2];
  std::memcpy(lanes + lane() * LANE_BYTES, own, bytes);
  wait_at(warp.barrier);
  return lanes;
}

void run_grid(uint3 grid, uint3 shape, const std::function<void()> &body) {
  const unsigned threads = shape.x * shape.y * shape.z;
  // Kept from launch to launch: their stacks are most of the work of a small one.
  static thread_local std::vector<Fiber> fibers;
  if (fibers.size() < threads) fibers = std::vector<Fiber>(threads);
  Block block{{}, {}, fibers, {}, {}, nullptr, nullptr};
  block.warps = std::vector<Warp>((threads + WARP_SIZE - 1) / WARP_SIZE);
  block.body = &body;
  block_now = &block;
  gridDim = grid;
  blockDim = shape;
  for (unsigned z = 0; z < grid.z; z++)
    for (unsigned y = 0; y < grid.y; y++)
      for (unsigned x = 0; x < grid.x; x++) {
        blockIdx = {x, y, z};
        run_block(block, shape);
      }
  block_now = nullptr;
}

float float_of_bfloat(uint16_t bits) { return bits_as<float>(static_cast<uint32_t>(bits) << 16); }

uint16_t bfloat_of_float(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  if (value != value) return static_cast<uint16_t>(bits >> 16 | 0x40);
  return static_cast<uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

uint16_t half_of_float(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  const uint16_t sign = static_cast<uint16_t>(bits >> 16 & 0x8000);
  if (value != value) return static_cast<uint16_t>(sign | 0x7e00);
  const float size = std::fabs(value);
  if (size >= 65520.0f) return static_cast<uint16_t>(sign | 0x7c00);
  // Halves are multiples of 2^(exponent − 10), of 2^−24 at the least; nearbyint rounds ties to even as the card does.
  int exponent = -14;
  if (size >= 6.103515625e-5f) std::frexp(size, &exponent), exponent -= 1;
  const double steps = std::nearbyint(std::ldexp(static_cast<double>(size), 10 - exponent));
  // Rounding up to the next power of two carries over into the exponent by itself.
  if (size < 6.103515625e-5f) return static_cast<uint16_t>(sign | static_cast<uint16_t>(steps));
  return static_cast<uint16_t>(sign | (((exponent + 15) << 10) + static_cast<int>(steps) - 1024));
}

void multiply(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2], float (*decode)(uint16_t)) {
  struct Operands {
    uint32_t a[4], b[2];
  } own;
  std::memcpy(own.a, a, sizeof own.a);
  std::memcpy(own.b, b, sizeof own.b);
  const unsigned char *all = exchange_in_warp(&own, sizeof own);
  const auto half_at = [&](unsigned lane, bool of_a, int word, int which) {
    Operands operands;
    std::memcpy(&operands, all + lane * LANE_BYTES, sizeof operands);
    const uint32_t bits = of_a ? operands.a[word] : operands.b[word];
    return decode(static_cast<uint16_t>(which ? bits >> 16 : bits));
  };
  // Where PTX keeps element (row, k) of a and (k, column) of b of mma.m16n8k16.
  const auto of_a = [&](int row, int k) {
    return half_at(row % 8 * 4 + k % 8 / 2, true, row / 8 + k / 8 * 2, k % 2);
  };
  const auto of_b = [&](int k, int column) { return half_at(column * 4 + k % 8 / 2, false, k / 8, k % 2); };
  const int group = static_cast<int>(lane()) / 4, pair = static_cast<int>(lane()) % 4;
  for (int part = 0; part < 4; part++) {
    const int row = group + part / 2 * 8, column = 2 * pair + part % 2;
    double sum = c[part];
    for (int k = 0; k < 16; k++) sum += static_cast<double>(of_a(row, k)) * of_b(k, column);
    c[part] = static_cast<float>(sum);
  }
}

namespace {
uint32_t fma_pairs(uint32_t a, uint32_t b, uint32_t c, float (*decode)(uint16_t), uint16_t (*encode)(float)) {
  uint32_t out = 0;
  for (int i = 0; i < 32; i += 16) {
    const auto of = [&](uint32_t bits) { return static_cast<double>(decode(static_cast<uint16_t>(bits >> i))); };
    out |= static_cast<uint32_t>(encode(static_cast<float>(of(a) * of(b) + of(c)))) << i;
  }
  return out;
}
}  // namespace

}  // namespace cuda_on_cpu

float float_of_half(uint16_t half) {
  const int exponent = half >> 10 & 31, mantissa = half & 1023;
  const float sign = half & 0x8000 ? -1.0f : 1.0f;
  if (exponent == 31) return mantissa ? NAN : sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(mantissa), -24);
  return sign * std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
}

uint32_t fma_halves(uint32_t a, uint32_t b, uint32_t c) {
  return cuda_on_cpu::fma_pairs(a, b, c, float_of_half, cuda_on_cpu::half_of_float);
}

uint32_t fma_bfloats(uint32_t a, uint32_t b, uint32_t c) {
  return cuda_on_cpu::fma_pairs(a, b, c, cuda_on_cpu::float_of_bfloat, cuda_on_cpu::bfloat_of_float);
}

int dot_of_bytes(uint32_t a, uint32_t b, int c) {
  for (int i = 0; i < 32; i += 8) c += static_cast<int8_t>(a >> i) * static_cast<int8_t>(b >> i);
  return c;
}
