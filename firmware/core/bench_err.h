/* The words for "it went wrong": the status codes of the protocol, negated.
 * Floor: core. Knows nothing of who reports them.
 * Reference: docs/protocol.md section 4. */
#ifndef BENCH_ERR_H
#define BENCH_ERR_H

#include <stdint.h>

enum bench_err {
  BENCH_OK = 0,
  BENCH_ERR_BAD_LENGTH = -1,
  BENCH_ERR_UNKNOWN_COMMAND = -2,
  BENCH_ERR_BAD_ARGUMENT = -3,
  BENCH_ERR_I2C_SDA_LOW = -4,
  BENCH_ERR_I2C_SCL_LOW = -5,
  BENCH_ERR_I2C_NO_ACK = -6,
  BENCH_ERR_I2C_DATA_NO_ACK = -7,
  BENCH_ERR_CHIP_TIMEOUT = -8,
  BENCH_ERR_CHIP_LENGTH = -9,
  BENCH_ERR_CHIP_CRC = -10,
  BENCH_ERR_CHIP_WAKE = -11,
  BENCH_ERR_REFUSED = -12,
  BENCH_ERR_OVERFLOW = -13,
};

/* The status byte for a result: 0 for a length, the code for an error. */
static inline uint8_t bench_status(int result) {
  return result < 0 ? (uint8_t)(-result) : 0;
}

#endif
