/* Which pins are free, and where each is configured. The offsets follow the package, not the numbers. */
#include "pins.h"

static const uint8_t IO_MUX_OFFSET[] = {
    [0] = 0x44,  [2] = 0x40,  [4] = 0x48,  [5] = 0x6c,  [12] = 0x34, [13] = 0x38, [14] = 0x30, [15] = 0x3c,
    [16] = 0x4c, [17] = 0x50, [18] = 0x70, [19] = 0x74, [21] = 0x7c, [22] = 0x80, [23] = 0x8c, [25] = 0x24,
    [26] = 0x28, [27] = 0x2c, [32] = 0x1c, [33] = 0x20,
};

uint32_t pins_io_mux_offset(uint8_t pin) {
  return pin < sizeof IO_MUX_OFFSET ? IO_MUX_OFFSET[pin] : 0u;
}
