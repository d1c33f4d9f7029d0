/* Requests of the execute command, packet by packet, with the chip's CRC.
 * Floor: host tests. */
#ifndef BATCH_REQUEST_H
#define BATCH_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "fake_port.h"

#define EXECUTE 0x08

/* Statuses of protocol.md section 4. */
enum { OK = 0, BAD_LENGTH = 1, BAD_ARGUMENT = 3, SDA_LOW = 4, SCL_LOW = 5, NO_ACK = 6, DATA_NO_ACK = 7 };
enum { TIMEOUT = 8, LENGTH = 9, CRC = 10, CHIP_WAKE = 11, REFUSED = 12, OVERFLOW = 13 };

/* The request under construction. */
struct batch_request {
  uint8_t bytes[1024];
  size_t length;
};
extern struct batch_request request;

void begin(uint8_t address);
void add_packet(uint16_t limit_ms, uint8_t opcode, uint8_t mode, size_t data_length);
struct answer run(void);

/* One packet alone; checks the outer status and gives the status of its result. */
int run_one(uint16_t limit_ms, uint8_t opcode, uint8_t mode, size_t data_length);

#endif
