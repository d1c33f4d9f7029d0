/* Bytes on their way from the interrupt to the main loop. */
#include "ring.h"

_Static_assert((RING_CAPACITY & (RING_CAPACITY - 1u)) == 0, "the counters wrap, so the capacity must be a power of two");

void ring_start(struct ring *ring) {
  ring->written = 0;
  ring->taken = 0;
  ring->gap = 0;
  ring->lost = 0;
}

void ring_put(struct ring *ring, uint8_t byte) {
  const uint32_t written = ring->written;
  if (ring->gap || written - ring->taken == RING_CAPACITY) {
    ring->lost = ring->lost + 1u;
    ring->gap = 1;
    return;
  }
  ring->bytes[written & (RING_CAPACITY - 1u)] = byte;
  ring->written = written + 1u;
}

void ring_mark_gap(struct ring *ring) {
  ring->lost = ring->lost + 1u;
  ring->gap = 1;
}

int ring_get(struct ring *ring) {
  /* The gap is read first: what was lost came after every byte that is in the ring at that moment. */
  const uint32_t gap = ring->gap;
  const uint32_t taken = ring->taken;
  if (taken == ring->written) {
    if (!gap) return RING_EMPTY;
    ring->gap = 0;
    return RING_GAP;
  }
  const uint8_t byte = ring->bytes[taken & (RING_CAPACITY - 1u)];
  ring->taken = taken + 1u;
  return byte;
}
