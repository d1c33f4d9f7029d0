/* A test is a function with a sentence that could be false; a check that fails says where and what.
 * Floor: host tests. Knows nothing of the firmware. */
#ifndef CHECK_H
#define CHECK_H

#include <stddef.h>
#include <stdint.h>

/* Runs one test from a clean machine and counts it. */
void run_test(const char *sentence, void (*test)(void));

void check_true(int seen, const char *words, const char *file, int line);
void check_equal(long seen, long wanted, const char *words, const char *file, int line);
void check_bytes(const uint8_t *seen, size_t seen_length, const uint8_t *wanted, size_t wanted_length, const char *words, const char *file, int line);

#define CHECK(condition) check_true((condition) != 0, #condition, __FILE__, __LINE__)
#define CHECK_EQUAL(seen, wanted) check_equal((long)(seen), (long)(wanted), #seen, __FILE__, __LINE__)
#define CHECK_BYTES(seen, seen_length, wanted, wanted_length) check_bytes(seen, seen_length, wanted, wanted_length, #seen, __FILE__, __LINE__)

/* The suites, one a file. */
void test_vectors(void);
void test_core(void);
void test_i2c(void);
void test_wake(void);
void test_batch(void);
void test_packets(void);
void test_bench(void);
void test_baud(void);
void test_fuzz(void);

#endif
