/* An I2C master on two lines, by hand. Between two functions of a transfer SCL is low. */
#include "i2c.h"

#include "bench_err.h"
#include "divide.h"
#include "port.h"

/* docs/protocol.md 3.3: clock stretching is honoured up to 25 ms (the SMBus limit). */
#define STRETCH_US 25000u
/* UM10204 section 3.1.16: a device that holds SDA lets go within nine clocks. */
#define RECOVERY_CLOCKS 9

void i2c_set_clock(struct i2c_bus *bus, uint32_t khz) {
  bus->half_period_us = divide_u32(500u + khz - 1u, khz);
}

static void pause_half(const struct i2c_bus *bus) {
  port_delay_us(bus->half_period_us);
}

/* Lets SCL rise and keeps it up for half a period. A device may hold it down for a while. */
static int clock_high(const struct i2c_bus *bus) {
  port_line_release(PORT_SCL);
  if (!port_line_level(PORT_SCL)) {
    const uint32_t since = port_now_us();
    for (;;) {
      const int expired = port_now_us() - since >= STRETCH_US;
      if (port_line_level(PORT_SCL)) break; /* looked at once more after the time is over */
      if (expired) return BENCH_ERR_I2C_SCL_LOW;
    }
  }
  pause_half(bus);
  return 0;
}

int i2c_end(const struct i2c_bus *bus) {
  port_line_low(PORT_SDA);
  pause_half(bus);
  const int clock = clock_high(bus);
  port_line_release(PORT_SDA);
  pause_half(bus); /* bus free time before the next START */
  return clock;
}

static int fail(const struct i2c_bus *bus, int why) {
  (void)i2c_end(bus); /* the first error is the one to tell */
  return why;
}

/* Both lines let go and high, or the name of the one that is not. */
static int make_idle(const struct i2c_bus *bus) {
  port_line_release(PORT_SDA);
  int clock = clock_high(bus);
  if (clock < 0 || port_line_level(PORT_SDA)) return clock;
  for (int count = 0; clock == 0 && count < RECOVERY_CLOCKS && !port_line_level(PORT_SDA); count++) {
    port_line_low(PORT_SCL);
    pause_half(bus);
    clock = clock_high(bus);
  }
  if (clock < 0) return clock;
  port_line_low(PORT_SCL);
  clock = i2c_end(bus);
  if (clock < 0) return clock;
  return port_line_level(PORT_SDA) ? 0 : BENCH_ERR_I2C_SDA_LOW;
}

/* One clock with the given SDA. Returns SDA as it was at the end of the high half, or a stuck SCL. */
static int clock_bit(const struct i2c_bus *bus, uint32_t bit) {
  if (bit) {
    port_line_release(PORT_SDA);
  } else {
    port_line_low(PORT_SDA);
  }
  pause_half(bus);
  const int clock = clock_high(bus);
  if (clock < 0) return clock;
  const int level = port_line_level(PORT_SDA);
  port_line_low(PORT_SCL);
  return level;
}

/* Eight bits out and the acknowledge bit in. Returns that bit or a stuck line. */
static int put_byte(const struct i2c_bus *bus, uint32_t byte) {
  for (uint32_t mask = 0x80u; mask != 0; mask >>= 1) {
    const int level = clock_bit(bus, byte & mask);
    if (level < 0) return level;
    if ((byte & mask) && !level) return BENCH_ERR_I2C_SDA_LOW; /* nobody else may pull while we send a 1 */
  }
  return clock_bit(bus, 1);
}

int i2c_begin(const struct i2c_bus *bus, uint8_t address, enum i2c_direction direction) {
  const int idle = make_idle(bus);
  if (idle < 0) return idle;
  port_line_low(PORT_SDA);
  pause_half(bus);
  port_line_low(PORT_SCL);
  const int answer = put_byte(bus, (uint32_t)address << 1 | (uint32_t)direction);
  if (answer == I2C_ACK) return 0;
  return fail(bus, answer < 0 ? answer : BENCH_ERR_I2C_NO_ACK);
}

int i2c_put(const struct i2c_bus *bus, uint8_t byte) {
  const int answer = put_byte(bus, byte);
  if (answer == I2C_ACK) return 0;
  return fail(bus, answer < 0 ? answer : BENCH_ERR_I2C_DATA_NO_ACK);
}

int i2c_get(const struct i2c_bus *bus, enum i2c_answer answer) {
  int byte = 0;
  for (int bit = 0; bit < 8; bit++) {
    const int level = clock_bit(bus, 1);
    if (level < 0) return fail(bus, level);
    byte = byte << 1 | level;
  }
  const int clock = clock_bit(bus, (uint32_t)answer);
  return clock < 0 ? fail(bus, clock) : byte;
}

int i2c_write(const struct i2c_bus *bus, uint8_t address, uint8_t first, const uint8_t *bytes, size_t length) {
  int result = i2c_begin(bus, address, I2C_WRITE);
  if (result < 0) return result;
  result = i2c_put(bus, first);
  for (size_t index = 0; result == 0 && index < length; index++) result = i2c_put(bus, bytes[index]);
  return result < 0 ? result : i2c_end(bus);
}

int i2c_probe(const struct i2c_bus *bus, uint8_t address) {
  const int result = i2c_begin(bus, address, I2C_WRITE);
  return result < 0 ? result : i2c_end(bus);
}

int i2c_pulse_sda(const struct i2c_bus *bus, uint32_t low_us) {
  const int idle = make_idle(bus);
  if (idle < 0) return idle;
  port_line_low(PORT_SDA);
  port_delay_us(low_us);
  port_line_release(PORT_SDA);
  return 0;
}
