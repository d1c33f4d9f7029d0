/* Wake, idle, sleep, scan and the pins, asked for over the wire. */
#include "check.h"
#include "fake_atecc.h"
#include "fake_bus.h"
#include "fake_port.h"

enum { OK = 0, BAD_LENGTH = 1, BAD_ARGUMENT = 3, SDA_LOW = 4, SCL_LOW = 5, NO_ACK = 6, CHIP_WAKE = 11 };
enum { CONFIGURE = 0x03, SCAN = 0x04, WAKE = 0x05, IDLE = 0x06, SLEEP = 0x07 };

static const uint8_t AT_35[] = {0x35};
static const uint8_t AWAKE[] = {0x04, 0x11, 0x33, 0x43};

static void wake_reads_the_four_bytes(void) {
  const struct answer answer = fake_port_ask(WAKE, AT_35, 1);
  CHECK_EQUAL(answer.frames, 1);
  CHECK_EQUAL(answer.operation, 0x85);
  CHECK_EQUAL(answer.request_id, 0x1234);
  CHECK_EQUAL(answer.status, OK);
  CHECK_BYTES(answer.data, answer.length, AWAKE, 4);
}

static void wake_may_be_asked_for_twice(void) {
  (void)fake_port_ask(WAKE, AT_35, 1);
  const struct answer answer = fake_port_ask(WAKE, AT_35, 1);
  CHECK_EQUAL(answer.status, OK);
  CHECK_BYTES(answer.data, answer.length, AWAKE, 4);
  CHECK_EQUAL(chip.idles, 1);
}

static void wake_keeps_temp_key_of_a_chip_that_was_awake(void) {
  (void)fake_port_ask(WAKE, AT_35, 1);
  chip.temp_key = 1;
  CHECK_EQUAL(fake_port_ask(WAKE, AT_35, 1).status, OK);
  CHECK_EQUAL(chip.temp_key, 1);
}

static void wake_names_an_address_that_does_not_answer(void) {
  static const uint8_t at_60[] = {0x60};
  const struct answer answer = fake_port_ask(WAKE, at_60, 1);
  CHECK_EQUAL(answer.status, NO_ACK);
  CHECK_EQUAL(answer.length, 0);
}

static void wake_shows_a_wrong_answer(void) {
  chip.wake_status = 0x07; /* self test failed; the CRC is right */
  const struct answer answer = fake_port_ask(WAKE, AT_35, 1);
  static const uint8_t wanted[] = {0x04, 0x07, 0x40, 0xc2};
  CHECK_EQUAL(answer.status, CHIP_WAKE);
  CHECK_BYTES(answer.data, answer.length, wanted, 4);
}

static void wake_does_not_believe_a_wrong_crc(void) {
  chip.wake_answers_flipped = 1000;
  const struct answer answer = fake_port_ask(WAKE, AT_35, 1);
  CHECK_EQUAL(answer.status, CHIP_WAKE);
  CHECK_EQUAL(answer.length, 4);
}

static void wake_tries_again_when_noise_spoiled_the_first_answer(void) {
  chip.wake_answers_flipped = 1;
  CHECK_EQUAL(fake_port_ask(WAKE, AT_35, 1).status, OK);
}

static void wake_refuses_addresses_that_are_reserved(void) {
  for (unsigned address = 0; address < 256; address++) {
    const uint8_t request[] = {(uint8_t)address};
    const int reserved = address < 0x08 || address > 0x77;
    if (!reserved && address % 16 != 5) continue;
    CHECK_EQUAL(fake_port_ask(WAKE, request, 1).status == BAD_ARGUMENT, reserved);
    CHECK_EQUAL(fake_port_ask(IDLE, request, 1).status == BAD_ARGUMENT, reserved);
    CHECK_EQUAL(fake_port_ask(SLEEP, request, 1).status == BAD_ARGUMENT, reserved);
  }
}

static void requests_of_the_wrong_length_are_refused(void) {
  static const uint8_t bytes[] = {0x35, 0x00};
  CHECK_EQUAL(fake_port_ask(WAKE, bytes, 0).status, BAD_LENGTH);
  CHECK_EQUAL(fake_port_ask(WAKE, bytes, 2).status, BAD_LENGTH);
  CHECK_EQUAL(fake_port_ask(SCAN, bytes, 1).status, BAD_LENGTH);
  CHECK_EQUAL(fake_port_ask(SLEEP, bytes, 0).status, BAD_LENGTH);
}

static void idle_keeps_temp_key_and_sleep_does_not(void) {
  (void)fake_port_ask(WAKE, AT_35, 1);
  chip.temp_key = 1;
  CHECK_EQUAL(fake_port_ask(IDLE, AT_35, 1).status, OK);
  CHECK_EQUAL(chip.state, CHIP_IDLE);
  CHECK_EQUAL(chip.temp_key, 1);
  (void)fake_port_ask(WAKE, AT_35, 1);
  CHECK_EQUAL(fake_port_ask(SLEEP, AT_35, 1).status, OK);
  CHECK_EQUAL(chip.state, CHIP_ASLEEP);
  CHECK_EQUAL(chip.temp_key, 0);
}

static void sleep_reaches_a_chip_that_is_idle(void) {
  (void)fake_port_ask(WAKE, AT_35, 1);
  chip.temp_key = 1;
  (void)fake_port_ask(IDLE, AT_35, 1);
  CHECK_EQUAL(fake_port_ask(SLEEP, AT_35, 1).status, OK);
  CHECK_EQUAL(chip.state, CHIP_ASLEEP);
  CHECK_EQUAL(chip.temp_key, 0);
}

static void sleep_may_be_asked_for_twice(void) {
  CHECK_EQUAL(fake_port_ask(SLEEP, AT_35, 1).status, OK);
  CHECK_EQUAL(fake_port_ask(SLEEP, AT_35, 1).status, OK);
  CHECK_EQUAL(chip.state, CHIP_ASLEEP);
}

static void sleep_names_a_chip_that_is_not_there(void) {
  chip.present = 0;
  CHECK_EQUAL(fake_port_ask(SLEEP, AT_35, 1).status, NO_ACK);
}

static void scan_wakes_and_finds_the_chip(void) {
  const struct answer answer = fake_port_ask(SCAN, 0, 0);
  uint8_t wanted[16] = {0};
  wanted[0x35 / 8] = 1u << 0x35 % 8;
  CHECK_EQUAL(answer.status, OK);
  CHECK_BYTES(answer.data, answer.length, wanted, sizeof wanted);
}

static void scan_finds_the_first_and_the_last_address(void) {
  chip.address = 0x08;
  CHECK_EQUAL(fake_port_ask(SCAN, 0, 0).data[1], 0x01);
  fake_bus_pass(1000000000u);
  chip.address = 0x77;
  CHECK_EQUAL(fake_port_ask(SCAN, 0, 0).data[14], 0x80);
}

static void scan_of_an_empty_bus_is_all_zeros(void) {
  static const uint8_t wanted[16] = {0};
  chip.present = 0;
  const struct answer answer = fake_port_ask(SCAN, 0, 0);
  CHECK_EQUAL(answer.status, OK);
  CHECK_BYTES(answer.data, answer.length, wanted, sizeof wanted);
}

static void stuck_lines_end_every_command(void) {
  for (int line = PORT_SDA; line <= PORT_SCL; line++) {
    const int wanted = line == PORT_SDA ? SDA_LOW : SCL_LOW;
    bus.stuck_low[line] = 1;
    fake_bus_settle();
    CHECK_EQUAL(fake_port_ask(SCAN, 0, 0).status, wanted);
    CHECK_EQUAL(fake_port_ask(WAKE, AT_35, 1).status, wanted);
    CHECK_EQUAL(fake_port_ask(SLEEP, AT_35, 1).status, wanted);
    bus.stuck_low[line] = 0;
    fake_bus_settle();
  }
  CHECK_EQUAL(fake_port_ask(WAKE, AT_35, 1).status, OK);
}

static struct answer configure(uint8_t sda, uint8_t scl, uint16_t khz) {
  const uint8_t request[] = {sda, scl, (uint8_t)(khz & 0xff), (uint8_t)(khz >> 8)};
  return fake_port_ask(CONFIGURE, request, sizeof request);
}

static void configure_tells_the_levels_of_the_lines(void) {
  CHECK_EQUAL(configure(21, 22, 100).data[0], 3);
  bus.stuck_low[PORT_SDA] = 1;
  fake_bus_settle();
  CHECK_EQUAL(configure(21, 22, 100).data[0], 2);
  bus.stuck_low[PORT_SCL] = 1;
  fake_bus_settle();
  CHECK_EQUAL(configure(21, 22, 100).data[0], 0);
}

static void configure_takes_free_pins_and_the_whole_range_of_clocks(void) {
  CHECK_EQUAL(port.sda, 16);
  CHECK_EQUAL(port.scl, 17);
  CHECK_EQUAL(configure(33, 0, 10).status, OK);
  CHECK_EQUAL(configure(4, 32, 400).status, OK);
  CHECK_EQUAL(port.sda, 4);
  CHECK_EQUAL(port.scl, 32);
  CHECK_EQUAL(configure(4, 32, 400).length, 1);
}

static void configure_refuses_what_is_not_free(void) {
  static const uint8_t taken[] = {1, 3, 6, 7, 8, 9, 10, 11, 20, 24, 28, 29, 30, 31, 34, 35, 36, 37, 38, 39, 40, 64, 255};
  for (unsigned index = 0; index < sizeof taken; index++) {
    CHECK_EQUAL(configure(taken[index], 17, 100).status, BAD_ARGUMENT);
    CHECK_EQUAL(configure(16, taken[index], 100).status, BAD_ARGUMENT);
  }
  CHECK_EQUAL(configure(16, 16, 100).status, BAD_ARGUMENT);
  CHECK_EQUAL(configure(16, 17, 9).status, BAD_ARGUMENT);
  CHECK_EQUAL(configure(16, 17, 401).status, BAD_ARGUMENT);
  CHECK_EQUAL(configure(16, 17, 0).status, BAD_ARGUMENT);
  CHECK_EQUAL(port.sda, 16);
  CHECK_EQUAL(port.scl, 17);
}

void test_wake(void) {
  run_test("wake reads the four bytes", wake_reads_the_four_bytes);
  run_test("wake may be asked for twice", wake_may_be_asked_for_twice);
  run_test("wake keeps TempKey of a chip that was awake", wake_keeps_temp_key_of_a_chip_that_was_awake);
  run_test("wake names an address that does not answer", wake_names_an_address_that_does_not_answer);
  run_test("wake shows a wrong answer", wake_shows_a_wrong_answer);
  run_test("wake does not believe a wrong CRC", wake_does_not_believe_a_wrong_crc);
  run_test("wake tries again when noise spoiled the first answer", wake_tries_again_when_noise_spoiled_the_first_answer);
  run_test("wake refuses addresses that are reserved", wake_refuses_addresses_that_are_reserved);
  run_test("requests of the wrong length are refused", requests_of_the_wrong_length_are_refused);
  run_test("idle keeps TempKey and sleep does not", idle_keeps_temp_key_and_sleep_does_not);
  run_test("sleep reaches a chip that is idle", sleep_reaches_a_chip_that_is_idle);
  run_test("sleep may be asked for twice", sleep_may_be_asked_for_twice);
  run_test("sleep names a chip that is not there", sleep_names_a_chip_that_is_not_there);
  run_test("scan wakes and finds the chip", scan_wakes_and_finds_the_chip);
  run_test("scan finds the first and the last address", scan_finds_the_first_and_the_last_address);
  run_test("scan of an empty bus is all zeros", scan_of_an_empty_bus_is_all_zeros);
  run_test("stuck lines end every command", stuck_lines_end_every_command);
  run_test("configure tells the levels of the lines", configure_tells_the_levels_of_the_lines);
  run_test("configure takes free pins and the whole range of clocks", configure_takes_free_pins_and_the_whole_range_of_clocks);
  run_test("configure refuses what is not free", configure_refuses_what_is_not_free);
}
