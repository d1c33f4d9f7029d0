/* An I2C master on two lines, by hand.
 * Floor: core. Knows neither pins nor chips; port.h has the lines and the time.
 *
 * Every time is a minimum: an interrupt or a slow machine makes a bit longer, which I2C allows. Every wait has an end.
 * A function that fails has ended the transfer with a STOP, as far as the lines let it.
 * Reference: UM10204 (I2C-bus specification) sections 3.1 and 3.1.16; docs/protocol.md sections 3.3 and 4. */
#ifndef I2C_H
#define I2C_H

#include <stddef.h>
#include <stdint.h>

#define I2C_MIN_KHZ 10u
#define I2C_MAX_KHZ 400u

/* Addresses outside 08…77 are reserved (UM10204 table 4). */
#define I2C_FIRST_ADDRESS 0x08u
#define I2C_LAST_ADDRESS 0x77u

enum i2c_direction { I2C_WRITE = 0, I2C_READ = 1 };
enum i2c_answer { I2C_ACK = 0, I2C_NACK = 1 };

struct i2c_bus {
  uint32_t half_period_us;
};

/* Sets the clock; it is an upper bound, because half a period is rounded up to microseconds. */
void i2c_set_clock(struct i2c_bus *bus, uint32_t khz);

/* START, address, direction. Frees a stuck SDA first. Returns 0, BENCH_ERR_I2C_NO_ACK or a stuck line. */
int i2c_begin(const struct i2c_bus *bus, uint8_t address, enum i2c_direction direction);

/* One byte out. Returns 0, BENCH_ERR_I2C_DATA_NO_ACK or a stuck line. */
int i2c_put(const struct i2c_bus *bus, uint8_t byte);

/* One byte in, and what to answer. Returns the byte or a stuck line. */
int i2c_get(const struct i2c_bus *bus, enum i2c_answer answer);

/* STOP. Returns 0 or a stuck line. */
int i2c_end(const struct i2c_bus *bus);

/* A whole write of a first byte and length more. */
int i2c_write(const struct i2c_bus *bus, uint8_t address, uint8_t first, const uint8_t *bytes, size_t length);

/* Address and STOP, nothing else: 0 when it was acknowledged. */
int i2c_probe(const struct i2c_bus *bus, uint8_t address);

/* Pulls SDA low for at least so long while SCL is high: not I2C, but what wakes the secure element. */
int i2c_pulse_sda(const struct i2c_bus *bus, uint32_t low_us);

#endif
