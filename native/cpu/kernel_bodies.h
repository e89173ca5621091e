// No include guard: each instruction set's file includes this once, inside a namespace without a name and under its
// own target, after it has defined Singles and Doubles (vectors of float and of double). No function of the standard
// library is called from here: compiled for a larger instruction set it might be the copy that the linker keeps for all.

/** Products are summed in fp32 over this many elements, then in double: what rounding costs does not grow with length. */
constexpr size_t kBlock = 4096;

inline double as_double(float value) { return value; }
inline double as_double(Half value) { return to_float(value); }
inline double as_double(int8_t value) { return value; }

inline size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

template <class T>
RowSums row_sums(const T* query, const T* row, size_t count) {
  constexpr size_t step = 4 * Singles::lanes;
  RowSums sums;
  size_t i = 0;
  while (count - i >= step) {
    const size_t end = i + smaller(count - i, kBlock);
    auto p0 = Singles::zero(), p1 = p0, p2 = p0, p3 = p0, s0 = p0, s1 = p0, s2 = p0, s3 = p0;
    for (; i + step <= end; i += step) {
      const auto r0 = Singles::load(row + i), r1 = Singles::load(row + i + Singles::lanes);
      const auto r2 = Singles::load(row + i + 2 * Singles::lanes), r3 = Singles::load(row + i + 3 * Singles::lanes);
      p0 = Singles::fma(Singles::load(query + i), r0, p0);
      p1 = Singles::fma(Singles::load(query + i + Singles::lanes), r1, p1);
      p2 = Singles::fma(Singles::load(query + i + 2 * Singles::lanes), r2, p2);
      p3 = Singles::fma(Singles::load(query + i + 3 * Singles::lanes), r3, p3);
      s0 = Singles::fma(r0, r0, s0);
      s1 = Singles::fma(r1, r1, s1);
      s2 = Singles::fma(r2, r2, s2);
      s3 = Singles::fma(r3, r3, s3);
    }
    sums.product += Singles::sum(Singles::add(Singles::add(p0, p1), Singles::add(p2, p3)));
    sums.squares += Singles::sum(Singles::add(Singles::add(s0, s1), Singles::add(s2, s3)));
  }
  for (; i < count; ++i) {
    const double q = as_double(query[i]), r = as_double(row[i]);
    sums.product += q * r;
    sums.squares += r * r;
  }
  return sums;
}

/** Eight sums from six loads: bound by arithmetic, where one row against one is bound by its loads. */
template <class T>
void tile_products(const T* a, const T* b, size_t count, double* products) {
  constexpr size_t step = Singles::lanes;
  for (int k = 0; k < 8; ++k) products[k] = 0;
  const T *a0 = a, *a1 = a + count;
  const T *b0 = b, *b1 = b + count, *b2 = b + 2 * count, *b3 = b + 3 * count;
  size_t i = 0;
  while (count - i >= step) {
    const size_t end = i + smaller(count - i, kBlock / 4);
    auto s0 = Singles::zero(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    for (; i + step <= end; i += step) {
      const auto x = Singles::load(a0 + i), y = Singles::load(a1 + i);
      const auto u = Singles::load(b0 + i), v = Singles::load(b1 + i);
      s0 = Singles::fma(x, u, s0);
      s4 = Singles::fma(y, u, s4);
      s1 = Singles::fma(x, v, s1);
      s5 = Singles::fma(y, v, s5);
      const auto w = Singles::load(b2 + i), z = Singles::load(b3 + i);
      s2 = Singles::fma(x, w, s2);
      s6 = Singles::fma(y, w, s6);
      s3 = Singles::fma(x, z, s3);
      s7 = Singles::fma(y, z, s7);
    }
    products[0] += Singles::sum(s0);
    products[1] += Singles::sum(s1);
    products[2] += Singles::sum(s2);
    products[3] += Singles::sum(s3);
    products[4] += Singles::sum(s4);
    products[5] += Singles::sum(s5);
    products[6] += Singles::sum(s6);
    products[7] += Singles::sum(s7);
  }
  for (; i < count; ++i) {
    const double x = as_double(a0[i]), y = as_double(a1[i]);
    const double u = as_double(b0[i]), v = as_double(b1[i]), w = as_double(b2[i]), z = as_double(b3[i]);
    products[0] += x * u;
    products[1] += x * v;
    products[2] += x * w;
    products[3] += x * z;
    products[4] += y * u;
    products[5] += y * v;
    products[6] += y * w;
    products[7] += y * z;
  }
}

inline void add_difference(double a, double b, DifferenceSums* sums) {
  // Nothing times zero but a number is zero.
  if (!(a * 0 + b * 0 == 0)) {
    sums->not_finite += 1;
    return;
  }
  const double error = a > b ? a - b : b - a;
  if (error > sums->max_error) sums->max_error = error;
  sums->sum_of_errors += error;
  sums->squared_errors += error * error;
  sums->product += a * b;
  sums->squares_a += a * a;
  sums->squares_b += b * b;
}

template <class T>
void difference_sums(const T* a, const T* b, size_t count, DifferenceSums* sums) {
  constexpr size_t step = Doubles::lanes;
  size_t i = 0;
  while (count - i >= step) {
    const size_t began = i;
    const size_t end = i + smaller(count - i, kBlock);
    const auto none = Doubles::zero();
    auto most = none, errors = none, squared = none, product = none, squares_a = none, squares_b = none;
    for (; i + step <= end; i += step) {
      const auto x = Doubles::load(a + i), y = Doubles::load(b + i);
      const auto difference = Doubles::subtract(x, y);
      const auto error = Doubles::absolute(difference);
      most = Doubles::larger(most, error);
      errors = Doubles::add(errors, error);
      squared = Doubles::fma(difference, difference, squared);
      product = Doubles::fma(x, y, product);
      squares_a = Doubles::fma(x, x, squares_a);
      squares_b = Doubles::fma(y, y, squares_b);
    }
    const double whole_a = Doubles::sum(squares_a), whole_b = Doubles::sum(squares_b);
    // No square of a finite single comes near the end of double: this tells of a value that is no number, and only
    // then is the block looked at one by one.
    if (!(whole_a * 0 + whole_b * 0 == 0)) {
      for (size_t k = began; k < i; ++k) add_difference(as_double(a[k]), as_double(b[k]), sums);
      continue;
    }
    const double largest = Doubles::largest(most);
    if (largest > sums->max_error) sums->max_error = largest;
    sums->sum_of_errors += Doubles::sum(errors);
    sums->squared_errors += Doubles::sum(squared);
    sums->product += Doubles::sum(product);
    sums->squares_a += whole_a;
    sums->squares_b += whole_b;
  }
  for (; i < count; ++i) add_difference(as_double(a[i]), as_double(b[i]), sums);
}

double read_all(const double* a, size_t count) {
  constexpr size_t lanes = Doubles::lanes, step = 8 * lanes;
  auto s0 = Doubles::zero(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  size_t i = 0;
  for (; i + step <= count; i += step) {
    s0 = Doubles::add(s0, Doubles::load(a + i));
    s1 = Doubles::add(s1, Doubles::load(a + i + lanes));
    s2 = Doubles::add(s2, Doubles::load(a + i + 2 * lanes));
    s3 = Doubles::add(s3, Doubles::load(a + i + 3 * lanes));
    s4 = Doubles::add(s4, Doubles::load(a + i + 4 * lanes));
    s5 = Doubles::add(s5, Doubles::load(a + i + 5 * lanes));
    s6 = Doubles::add(s6, Doubles::load(a + i + 6 * lanes));
    s7 = Doubles::add(s7, Doubles::load(a + i + 7 * lanes));
  }
  double sum = Doubles::sum(Doubles::add(Doubles::add(Doubles::add(s0, s1), Doubles::add(s2, s3)),
                                         Doubles::add(Doubles::add(s4, s5), Doubles::add(s6, s7))));
  for (; i < count; ++i) sum += a[i];
  return sum;
}

/*
 * Plain stores, not those that pass the caches by: a compiler's own loops store plainly, so the ceiling that programs
 * meet is this one. The line that a plain store misses is fetched before; as in STREAM that traffic is not counted.
 */
void write_all(double* a, size_t count, double value) {
  constexpr size_t lanes = Doubles::lanes;
  const auto filled = Doubles::all(value);
  size_t i = 0;
  for (; i + 2 * lanes <= count; i += 2 * lanes) {
    Doubles::store(a + i, filled);
    Doubles::store(a + i + lanes, filled);
  }
  for (; i < count; ++i) a[i] = value;
}

void copy_all(double* to, const double* from, size_t count) {
  constexpr size_t lanes = Doubles::lanes;
  size_t i = 0;
  for (; i + 2 * lanes <= count; i += 2 * lanes) {
    const auto x = Doubles::load(from + i), y = Doubles::load(from + i + lanes);
    Doubles::store(to + i, x);
    Doubles::store(to + i + lanes, y);
  }
  for (; i < count; ++i) to[i] = from[i];
}

void triad_all(double* to, const double* b, const double* c, double factor, size_t count) {
  constexpr size_t lanes = Doubles::lanes;
  const auto times = Doubles::all(factor);
  size_t i = 0;
  for (; i + 2 * lanes <= count; i += 2 * lanes) {
    const auto x = Doubles::fma(times, Doubles::load(c + i), Doubles::load(b + i));
    const auto y = Doubles::fma(times, Doubles::load(c + i + lanes), Doubles::load(b + i + lanes));
    Doubles::store(to + i, x);
    Doubles::store(to + i + lanes, y);
  }
  for (; i < count; ++i) to[i] = b[i] + factor * c[i];
}

/*
 * Twelve chains: a multiply-add takes 4 to 5 cycles and there are two units for it, and 16 registers hold no more.
 * Where there are 32 registers (and up to four units) DYNO_MORE_CHAINS doubles them. No two begin alike: the compiler
 * would find that equal chains are one, and what is counted would not be done.
 */
template <class V>
double fma_chains(size_t rounds, double seed, double* sink) {
  const auto factor = V::all(1 - seed), term = V::all(seed);
  auto c0 = V::all(1), c1 = V::all(2), c2 = V::all(3), c3 = V::all(4), c4 = V::all(5), c5 = V::all(6);
  auto c6 = V::all(7), c7 = V::all(8), c8 = V::all(9), c9 = V::all(10), c10 = V::all(11), c11 = V::all(12);
#if defined(DYNO_MORE_CHAINS)
  auto d0 = V::all(13), d1 = V::all(14), d2 = V::all(15), d3 = V::all(16), d4 = V::all(17), d5 = V::all(18);
  auto d6 = V::all(19), d7 = V::all(20), d8 = V::all(21), d9 = V::all(22), d10 = V::all(23), d11 = V::all(24);
  constexpr double chains = 24;
#else
  constexpr double chains = 12;
#endif
  for (size_t round = 0; round < rounds; ++round) {
    c0 = V::fma(c0, factor, term);
    c1 = V::fma(c1, factor, term);
    c2 = V::fma(c2, factor, term);
    c3 = V::fma(c3, factor, term);
    c4 = V::fma(c4, factor, term);
    c5 = V::fma(c5, factor, term);
    c6 = V::fma(c6, factor, term);
    c7 = V::fma(c7, factor, term);
    c8 = V::fma(c8, factor, term);
    c9 = V::fma(c9, factor, term);
    c10 = V::fma(c10, factor, term);
    c11 = V::fma(c11, factor, term);
#if defined(DYNO_MORE_CHAINS)
    d0 = V::fma(d0, factor, term);
    d1 = V::fma(d1, factor, term);
    d2 = V::fma(d2, factor, term);
    d3 = V::fma(d3, factor, term);
    d4 = V::fma(d4, factor, term);
    d5 = V::fma(d5, factor, term);
    d6 = V::fma(d6, factor, term);
    d7 = V::fma(d7, factor, term);
    d8 = V::fma(d8, factor, term);
    d9 = V::fma(d9, factor, term);
    d10 = V::fma(d10, factor, term);
    d11 = V::fma(d11, factor, term);
#endif
  }
  auto all = V::add(V::add(V::add(c0, c1), V::add(c2, c3)), V::add(V::add(c4, c5), V::add(c6, c7)));
  all = V::add(all, V::add(V::add(c8, c9), V::add(c10, c11)));
#if defined(DYNO_MORE_CHAINS)
  all = V::add(all, V::add(V::add(V::add(d0, d1), V::add(d2, d3)), V::add(V::add(d4, d5), V::add(d6, d7))));
  all = V::add(all, V::add(V::add(d8, d9), V::add(d10, d11)));
#endif
  *sink += V::sum(all);
  return chains * 2 * V::lanes * static_cast<double>(rounds);
}
