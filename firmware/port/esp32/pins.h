/* Which pins of the ESP32 are free for the bus, and where each is configured.
 * Floor: port, but without registers, so that the host can test it.
 * Reference: docs/protocol.md 3.3; ESP32 TRM section 4.12 (IO_MUX register summary). */
#ifndef PINS_H
#define PINS_H

#include <stdint.h>

/* Offset of the pin's IO_MUX register, or 0 for a pin that is not free. */
uint32_t pins_io_mux_offset(uint8_t pin);

#endif
