/* Two pins as open-drain lines: the output bit stays 0, and enabling the output pulls the line low.
 * Floor: port. Knows nothing of I2C.
 * The pads 25–27, 32 and 33 (and 0, 2, 4, 12–15) also belong to the RTC; after a reset they are on the digital side, where
 * nothing moves them. Their pull-up bit in IO_MUX has no effect (errata GPIO-3.6): the bus needs its own resistors anyway.
 * Reference: ESP32 TRM chapter 4. */
#include "bench_err.h"
#include "pins.h"
#include "port.h"
#include "registers.h"

/* A line as the registers want it: its bit, and whether it lies in the second bank (pins 32 and up). */
struct pad {
  uint32_t mask;
  uint32_t enable_set;
  uint32_t enable_clear;
  uint32_t input;
};

static struct pad pads[2]; /* by enum port_line */

static struct pad make_pad(uint8_t pin) {
  if (pin >= 32) return (struct pad){BIT(pin - 32u), GPIO_ENABLE1_W1TS, GPIO_ENABLE1_W1TC, GPIO_IN1};
  return (struct pad){BIT(pin), GPIO_ENABLE_W1TS, GPIO_ENABLE_W1TC, GPIO_IN};
}

static struct pad take_pin(uint8_t pin) {
  const struct pad pad = make_pad(pin);
  REGISTER(pad.enable_clear) = pad.mask;
  REGISTER(pin >= 32 ? GPIO_OUT1_W1TC : GPIO_OUT_W1TC) = pad.mask;
  REGISTER(GPIO_PIN(pin)) = GPIO_PIN_OPEN_DRAIN;
  REGISTER(GPIO_FUNC_OUT_SEL(pin)) = GPIO_FUNC_OUT_PLAIN;
  REGISTER(IO_MUX_BASE + pins_io_mux_offset(pin)) = IO_MUX_FUNCTION_GPIO | IO_MUX_DRIVE_DEFAULT | IO_MUX_INPUT_ENABLE | IO_MUX_PULL_UP;
  return pad;
}

int port_set_pins(uint8_t sda, uint8_t scl) {
  if (sda == scl || pins_io_mux_offset(sda) == 0 || pins_io_mux_offset(scl) == 0) return BENCH_ERR_BAD_ARGUMENT;
  for (int line = PORT_SDA; line <= PORT_SCL; line++) {
    if (pads[line].mask != 0) port_line_release((enum port_line)line); /* the pins chosen before are let go */
  }
  pads[PORT_SDA] = take_pin(sda);
  pads[PORT_SCL] = take_pin(scl);
  return 0;
}

void port_line_low(enum port_line line) {
  REGISTER(pads[line].enable_set) = pads[line].mask;
}

void port_line_release(enum port_line line) {
  REGISTER(pads[line].enable_clear) = pads[line].mask;
}

int port_line_level(enum port_line line) {
  return (REGISTER(pads[line].input) & pads[line].mask) != 0;
}
