// SPDX-License-Identifier: Apache-2.0
// The network of compare-programs that adds modulo 113, evaluated in balls of 53 bits with Arb.
// Usage: sum_mod WEIGHTS INPUTS SHARED. WEIGHTS: binary64 numbers in the order of load(), by
// compare-arb. INPUTS: so many, spread over all. SHARED: 1, what depends on one token is computed
// once and kept, as the checker does; 0, each input anew. Prints seconds of CPU an input, the first
// time of what is kept not counted, and how many inputs the balls prove right.
#include <arb.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { V = 113, TOKENS = 114, N = 3, D = 128, HEADS = 4, H = 32, MLP = 512, BITS = 53 };

static arb_ptr embed, position, wq, bq, wk, bk, wv, bv, wo, bo, win, bin, wout, bout, wu, bu;
static arb_ptr rows[N][TOKENS], keys[N][TOKENS], values[N][TOKENS];
static arb_t scale;

static arb_ptr load(FILE *file, long count) {
  arb_ptr numbers = _arb_vec_init(count);
  for (long i = 0; i < count; i++) {
    double number;
    if (fread(&number, sizeof number, 1, file) != 1) {
      fprintf(stderr, "sum_mod: got too few weights\n");
      exit(66);
    }
    arb_set_d(numbers + i, number);
  }
  return numbers;
}

// x W + b, W [in, out] row by row.
static void linear(arb_ptr y, arb_srcptr x, arb_srcptr w, arb_srcptr b, long in, long out) {
  for (long k = 0; k < out; k++) {
    arb_dot(y + k, b + k, 0, x, 1, w + k, out, in, BITS);
  }
}

static void row(int i, int token) {
  if (rows[i][token] == NULL) {
    rows[i][token] = _arb_vec_init(D);
    keys[i][token] = _arb_vec_init(D);
    values[i][token] = _arb_vec_init(D);
  }
  _arb_vec_add(rows[i][token], embed + token * D, position + i * D, D, BITS);
  linear(keys[i][token], rows[i][token], wk, bk, D, D);
  linear(values[i][token], rows[i][token], wv, bv, D, D);
}

static void head(arb_ptr mix, arb_srcptr query, const int *tokens, int h) {
  arb_t weight[N], sum;
  arb_init(sum);
  for (int j = 0; j < N; j++) {
    arb_init(weight[j]);
    arb_dot(weight[j], NULL, 0, query + h * H, 1, keys[j][tokens[j]] + h * H, 1, H, BITS);
    arb_mul(weight[j], weight[j], scale, BITS);
    arb_exp(weight[j], weight[j], BITS);
    arb_add(sum, sum, weight[j], BITS);
  }
  for (int k = h * H; k < (h + 1) * H; k++) {
    arb_zero(mix + k);
    for (int j = 0; j < N; j++) {
      arb_addmul(mix + k, weight[j], values[j][tokens[j]] + k, BITS);
    }
    arb_div(mix + k, mix + k, sum, BITS);
  }
  for (int j = 0; j < N; j++) {
    arb_clear(weight[j]);
  }
  arb_clear(sum);
}

static void outputs(arb_ptr logits, const int *tokens) {
  arb_ptr query = _arb_vec_init(D), mix = _arb_vec_init(D), mid = _arb_vec_init(D);
  arb_ptr hidden = _arb_vec_init(MLP), last = _arb_vec_init(D);
  linear(query, rows[N - 1][tokens[N - 1]], wq, bq, D, D);
  for (int h = 0; h < HEADS; h++) {
    head(mix, query, tokens, h);
  }
  linear(mid, mix, wo, bo, D, D);
  _arb_vec_add(mid, mid, rows[N - 1][tokens[N - 1]], D, BITS);
  linear(hidden, mid, win, bin, D, MLP);
  arb_t zero;
  arb_init(zero);
  for (int k = 0; k < MLP; k++) {
    arb_max(hidden + k, hidden + k, zero, BITS);
  }
  linear(last, hidden, wout, bout, MLP, D);
  _arb_vec_add(last, last, mid, D, BITS);
  linear(logits, last, wu, bu, D, V);
  _arb_vec_clear(query, D);
  _arb_vec_clear(mix, D);
  _arb_vec_clear(mid, D);
  _arb_vec_clear(hidden, MLP);
  _arb_vec_clear(last, D);
}

static int right(arb_srcptr logits, int answer) {
  int all = 1;
  for (int o = 0; o < V; o++) {
    all &= o == answer || arb_gt(logits + answer, logits + o);
  }
  return all;
}

int main(int argc, char **argv) {
  FILE *file = argc == 4 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL) {
    fprintf(stderr, "usage: sum_mod WEIGHTS INPUTS SHARED\n");
    return 64;
  }
  embed = load(file, TOKENS * D), position = load(file, N * D);
  wq = load(file, D * D), bq = load(file, D), wk = load(file, D * D), bk = load(file, D);
  wv = load(file, D * D), bv = load(file, D), wo = load(file, D * D), bo = load(file, D);
  win = load(file, D * MLP), bin = load(file, MLP), wout = load(file, MLP * D);
  bout = load(file, D), wu = load(file, D * V), bu = load(file, V);
  arb_init(scale);
  arb_set_ui(scale, H);
  arb_rsqrt(scale, scale, BITS);
  int inputs = atoi(argv[2]), shared = atoi(argv[3]), proved = 0;
  for (int i = 0; shared && i < N; i++) {
    for (int token = 0; token < TOKENS; token++) {
      row(i, token);
    }
  }
  arb_ptr logits = _arb_vec_init(V);
  clock_t start = clock();
  for (int n = 0; n < inputs; n++) {
    long index = (long)n * V * V / inputs;
    int tokens[] = {index / V, index % V, V};
    for (int i = 0; !shared && i < N; i++) {
      row(i, tokens[i]);
    }
    outputs(logits, tokens);
    proved += right(logits, (tokens[0] + tokens[1]) % V);
  }
  printf("%.9f %d\n", (double)(clock() - start) / CLOCKS_PER_SEC / inputs, proved);
  return 0;
}
