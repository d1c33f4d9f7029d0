/* The machine that core asks for, in the memory of a test: see core/port.h.
 * Floor: host tests. */
#ifndef FAKE_PORT_H
#define FAKE_PORT_H

#include <stddef.h>
#include <stdint.h>

#include "ring.h"

#define SENT_CAPACITY 65536u

struct fake_port {
  struct ring received;
  uint8_t sent[SENT_CAPACITY];
  size_t sent_length;
  uint32_t divider;
  size_t sent_when_divider_set; /* how much had been sent and flushed then */
  size_t flushed_length;
  unsigned resets;
  uint8_t sda, scl;
};

extern struct fake_port port;

/* A machine after reset: bus, chip, station. */
void fake_port_start(void);

/* Bytes arrive on the wire. */
void fake_port_receive(const uint8_t *bytes, size_t length);

/* Lets the station work until there is nothing left to do. */
void fake_port_run(void);

/* An answer: status and data of the last frame that was sent. */
struct answer {
  int frames; /* how many frames were sent; the rest is of the last one */
  uint8_t operation;
  uint16_t request_id;
  uint8_t status;
  size_t length; /* of data */
  uint8_t data[1024];
};

/* Sends one request through the wire and reads what comes back. */
struct answer fake_port_ask(uint8_t operation, const uint8_t *payload, size_t length);

/* Reads what has been sent since the last call. */
struct answer fake_port_take(void);

#endif
