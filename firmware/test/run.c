/* Runs all host tests; the last line is for scripts/check.ts.
 * Floor: host tests. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "fake_port.h"

static int passed;
static int failed;
static int broken; /* a check of the present test failed */

void run_test(const char *sentence, void (*test)(void)) {
  broken = 0;
  fake_port_start();
  test();
  if (broken) {
    printf("FAILED: %s\n", sentence);
    failed++;
  } else {
    passed++;
  }
}

static void fail(const char *words, const char *file, int line) {
  printf("%s:%d: %s: ", file, line, words);
  broken = 1;
}

void check_true(int seen, const char *words, const char *file, int line) {
  if (seen) return;
  fail(words, file, line);
  printf("false\n");
}

void check_equal(long seen, long wanted, const char *words, const char *file, int line) {
  if (seen == wanted) return;
  fail(words, file, line);
  printf("%ld, wanted %ld\n", seen, wanted);
}

static void print_bytes(const uint8_t *bytes, size_t length) {
  for (size_t index = 0; index < length && index < 40; index++) printf("%02x", bytes[index]);
  printf(" (%zu)", length);
}

void check_bytes(const uint8_t *seen, size_t seen_length, const uint8_t *wanted, size_t wanted_length, const char *words, const char *file, int line) {
  if (seen_length == wanted_length && (wanted_length == 0 || memcmp(seen, wanted, wanted_length) == 0)) return;
  fail(words, file, line);
  print_bytes(seen, seen_length);
  printf(", wanted ");
  print_bytes(wanted, wanted_length);
  printf("\n");
}

int main(void) {
  test_vectors();
  test_core();
  test_i2c();
  test_wake();
  test_batch();
  test_packets();
  test_bench();
  test_baud();
  test_fuzz();
  printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}
