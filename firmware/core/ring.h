/* Bytes on their way from the interrupt to the main loop: one writer, one reader, no lock.
 * Floor: core. Knows neither frames nor the UART.
 *
 * When it is full the rest is dropped until the reader has taken all there is and has seen the gap.
 * So what was lost lies between two bytes that the reader can tell apart, and costs one frame, not a wrong one. */
#ifndef RING_H
#define RING_H

#include <stdint.h>

/* docs/protocol.md section 3: the receive buffer of the firmware. */
#define RING_CAPACITY 4096u

/* What ring_get gives when there is no byte. */
enum ring_event { RING_EMPTY = -1, RING_GAP = -2 };

/* Volatile throughout: the two sides run in different contexts of one core, and the order of the accesses matters. */
struct ring {
  volatile uint32_t written; /* bytes ever put; only the writer changes it */
  volatile uint32_t taken;   /* bytes ever got; only the reader changes it */
  volatile uint32_t gap;     /* 1 from the first lost byte until the reader has seen it */
  volatile uint32_t lost;    /* bytes ever lost */
  volatile uint8_t bytes[RING_CAPACITY];
};

/* Empties the ring. Not while the writer may run. */
void ring_start(struct ring *ring);

/* Writer: adds a byte, or counts it as lost. */
void ring_put(struct ring *ring, uint8_t byte);

/* Writer: says that bytes were lost before they came here. */
void ring_mark_gap(struct ring *ring);

/* Reader: the next byte, or RING_EMPTY, or once RING_GAP where bytes are missing. */
int ring_get(struct ring *ring);

#endif
