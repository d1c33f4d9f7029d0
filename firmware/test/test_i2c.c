/* The I2C master against lines with edges, times and faults. */
#include "bench_err.h"
#include "check.h"
#include "fake_atecc.h"
#include "fake_bus.h"
#include "i2c.h"

static struct i2c_bus master;

/* An awake chip at address 35 and a bus at 100 kHz. */
static void prepare(void) {
  i2c_set_clock(&master, 100);
  CHECK_EQUAL(i2c_pulse_sda(&master, 80), 0);
  port_delay_us(1600);
  CHECK_EQUAL(chip.wakes, 1);
}

static void both_lines_are_high(void) {
  CHECK_EQUAL(bus.level[PORT_SDA], 1);
  CHECK_EQUAL(bus.level[PORT_SCL], 1);
  CHECK_EQUAL(bus.master_low[PORT_SDA] + bus.master_low[PORT_SCL], 0);
}

static void reads_four_bytes_after_a_wake(void) {
  static const uint8_t wanted[] = {0x04, 0x11, 0x33, 0x43};
  uint8_t seen[4];
  prepare();
  CHECK_EQUAL(i2c_begin(&master, 0x35, I2C_READ), 0);
  for (unsigned index = 0; index < 4; index++) seen[index] = (uint8_t)i2c_get(&master, index < 3 ? I2C_ACK : I2C_NACK);
  CHECK_EQUAL(i2c_end(&master), 0);
  CHECK_BYTES(seen, sizeof seen, wanted, sizeof wanted);
  both_lines_are_high();
}

static void a_wrong_address_is_not_acknowledged(void) {
  prepare();
  CHECK_EQUAL(i2c_probe(&master, 0x36), BENCH_ERR_I2C_NO_ACK);
  CHECK_EQUAL(i2c_probe(&master, 0x34), BENCH_ERR_I2C_NO_ACK);
  CHECK_EQUAL(i2c_probe(&master, 0x35), 0);
  both_lines_are_high();
}

static void a_byte_that_is_not_acknowledged_is_told_apart_from_an_address(void) {
  static const uint8_t bytes[] = {1, 2, 3};
  prepare();
  chip.no_ack_byte = 2;
  CHECK_EQUAL(i2c_write(&master, 0x35, 0x00, bytes, sizeof bytes), BENCH_ERR_I2C_DATA_NO_ACK);
  both_lines_are_high();
}

static void check_half_periods(uint32_t khz, uint64_t wanted_ns) {
  i2c_set_clock(&master, khz);
  bus.shortest_high_ns = bus.shortest_low_ns = UINT64_MAX;
  (void)i2c_probe(&master, 0x35);
  CHECK(bus.shortest_high_ns >= wanted_ns);
  CHECK(bus.shortest_low_ns >= wanted_ns);
  CHECK(bus.shortest_high_ns < wanted_ns + 3000);
}

static void no_half_of_a_clock_is_shorter_than_asked(void) {
  prepare();
  check_half_periods(10, 50000);
  check_half_periods(100, 5000);
  check_half_periods(133, 3760);
  check_half_periods(400, 1250);
}

static void a_slow_machine_makes_bits_longer_and_nothing_else(void) {
  bus.access_ns = 40000; /* a bit takes 200 us */
  prepare();
  CHECK_EQUAL(i2c_probe(&master, 0x35), 0);
  CHECK_EQUAL(i2c_probe(&master, 0x36), BENCH_ERR_I2C_NO_ACK);
}

static void stretching_is_waited_for(void) {
  prepare();
  chip.stretch_us = 24000;
  CHECK_EQUAL(i2c_write(&master, 0x35, 0x00, 0, 0), 0);
  CHECK_EQUAL(chip.resets, 1);
}

static void stretching_that_does_not_end_is_an_error(void) {
  prepare();
  chip.stretch_us = 200000;
  const uint64_t before = bus.now_ns;
  CHECK_EQUAL(i2c_write(&master, 0x35, 0x00, 0, 0), BENCH_ERR_I2C_SCL_LOW);
  CHECK(bus.now_ns - before >= 25000000u);
  CHECK(bus.now_ns - before < 80000000u);
}

static void scl_stuck_low_is_named(void) {
  i2c_set_clock(&master, 100);
  bus.stuck_low[PORT_SCL] = 1;
  fake_bus_settle();
  CHECK_EQUAL(i2c_probe(&master, 0x35), BENCH_ERR_I2C_SCL_LOW);
  CHECK_EQUAL(i2c_pulse_sda(&master, 80), BENCH_ERR_I2C_SCL_LOW);
  CHECK_EQUAL(bus.master_low[PORT_SDA] + bus.master_low[PORT_SCL], 0);
}

static void sda_stuck_low_is_named_after_nine_clocks(void) {
  i2c_set_clock(&master, 100);
  bus.stuck_low[PORT_SDA] = 1;
  fake_bus_settle();
  bus.clocks = 0;
  CHECK_EQUAL(i2c_probe(&master, 0x35), BENCH_ERR_I2C_SDA_LOW);
  CHECK_EQUAL(bus.clocks, 10); /* nine, and the one of the STOP */
  CHECK_EQUAL(bus.master_low[PORT_SDA] + bus.master_low[PORT_SCL], 0);
}

static void a_device_that_holds_sda_is_clocked_free(void) {
  prepare();
  for (uint32_t clocks = 1; clocks <= 9; clocks++) {
    bus.held_clocks = clocks;
    fake_bus_settle();
    CHECK_EQUAL(i2c_probe(&master, 0x35), 0);
  }
}

static void a_device_that_needs_more_than_nine_clocks_is_stuck(void) {
  prepare();
  bus.held_clocks = 30;
  fake_bus_settle();
  CHECK_EQUAL(i2c_probe(&master, 0x35), BENCH_ERR_I2C_SDA_LOW);
}

static void sda_that_goes_low_in_the_middle_is_not_taken_for_an_acknowledge(void) {
  prepare();
  CHECK_EQUAL(i2c_begin(&master, 0x35, I2C_WRITE), 0);
  bus.stuck_low[PORT_SDA] = 1;
  fake_bus_settle();
  CHECK_EQUAL(i2c_put(&master, 0x80), BENCH_ERR_I2C_SDA_LOW);
}

static void a_wake_pulse_is_no_shorter_than_asked(void) {
  i2c_set_clock(&master, 400);
  CHECK_EQUAL(i2c_pulse_sda(&master, 60), 0);
  CHECK_EQUAL(chip.wakes, 1); /* the chip wants 60 us */
}

void test_i2c(void) {
  run_test("reads four bytes after a wake", reads_four_bytes_after_a_wake);
  run_test("a wrong address is not acknowledged", a_wrong_address_is_not_acknowledged);
  run_test("a byte that is not acknowledged is told apart from an address", a_byte_that_is_not_acknowledged_is_told_apart_from_an_address);
  run_test("no half of a clock is shorter than asked", no_half_of_a_clock_is_shorter_than_asked);
  run_test("a slow machine makes bits longer and nothing else", a_slow_machine_makes_bits_longer_and_nothing_else);
  run_test("stretching is waited for", stretching_is_waited_for);
  run_test("stretching that does not end is an error", stretching_that_does_not_end_is_an_error);
  run_test("SCL stuck low is named", scl_stuck_low_is_named);
  run_test("SDA stuck low is named after nine clocks", sda_stuck_low_is_named_after_nine_clocks);
  run_test("a device that holds SDA is clocked free", a_device_that_holds_sda_is_clocked_free);
  run_test("a device that needs more than nine clocks is stuck", a_device_that_needs_more_than_nine_clocks_is_stuck);
  run_test("SDA that goes low in the middle is not taken for an acknowledge", sda_that_goes_low_in_the_middle_is_not_taken_for_an_acknowledge);
  run_test("a wake pulse is no shorter than asked", a_wake_pulse_is_no_shorter_than_asked);
}
