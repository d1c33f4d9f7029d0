/* The ATECC608 on the bus: wake, idle, sleep, one packet out and one answer in.
 * Floor: core. Knows the transport of the data sheet, not what packets mean; batch.c strings them together.
 * Reference: ATECC608A-TNGTLS data sheet DS40002112B sections 4.3, 7.1, 7.2 and 8.3; docs/protocol.md sections 3.5–3.7. */
#ifndef ATECC_H
#define ATECC_H

#include <stdint.h>

#include "i2c.h"

/* Count, opcode, param1, param2 (2), CRC (2). */
#define ATECC_MIN_PACKET 7u
#define ATECC_MAX_PACKET 155u
/* Count, one status byte, CRC (2). */
#define ATECC_MIN_ANSWER 4u
#define ATECC_MAX_ANSWER 155u

/* Word addresses: the first byte of a write (section 7.2). */
enum atecc_word_address { ATECC_RESET = 0x00, ATECC_SLEEP = 0x01, ATECC_IDLE = 0x02, ATECC_COMMAND = 0x03 };

/* Status bytes (table 4-3). */
enum atecc_status { ATECC_AFTER_WAKE = 0x11, ATECC_WATCHDOG_ABOUT_TO_EXPIRE = 0xee };

/* An answer from count to CRC; length 0 when none came. */
struct atecc_answer {
  uint8_t length;
  uint8_t bytes[ATECC_MAX_ANSWER];
};

/* Wakes the chip and reads the four bytes after it, which are kept also for BENCH_ERR_CHIP_WAKE. */
int atecc_wake(const struct i2c_bus *bus, uint8_t address, struct atecc_answer *answer);

/* Wake pulse and pause, without asking any chip. */
int atecc_wake_pulse(const struct i2c_bus *bus);

/* Idles an awake chip, which keeps TempKey and the message digest buffer. */
int atecc_idle(const struct i2c_bus *bus, uint8_t address);

/* Puts the chip away by ATECC_IDLE or ATECC_SLEEP. A chip that does not answer is woken first: an idle one keeps TempKey until it
 * is awake and told to sleep. */
int atecc_put_away(const struct i2c_bus *bus, uint8_t address, enum atecc_word_address how);

/* True for a packet that would change the chip for good (protocol.md 3.7). Needs ATECC_MIN_PACKET bytes. */
int atecc_refuses(const uint8_t *packet);

/* Sends a packet to an awake chip and waits for its answer. Returns 0 or an error; the answer is kept also for BENCH_ERR_CHIP_CRC. */
int atecc_execute(const struct i2c_bus *bus, uint8_t address, const uint8_t *packet, uint8_t length, uint32_t limit_ms, struct atecc_answer *answer);

#endif
