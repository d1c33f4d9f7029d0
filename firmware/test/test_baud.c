/* The baud rate: scaled from what is, on trial for a second. */
#include "bench.h"
#include "check.h"
#include "fake_bus.h"
#include "fake_port.h"

enum { OK = 0, BAD_LENGTH = 1, BAD_ARGUMENT = 3 };
enum { HELLO = 0x01, SET_BAUD = 0x02 };
enum { DIVIDER_115200 = 5556, DIVIDER_921600 = 695 }; /* 40 MHz, in sixteenths */

static void put_u32(uint8_t *bytes, uint32_t value) {
  for (int index = 0; index < 4; index++) bytes[index] = (uint8_t)(value >> (8 * index));
}

static struct answer set_baud(uint32_t wanted, uint32_t present) {
  uint8_t payload[8];
  put_u32(payload, wanted);
  put_u32(payload + 4, present);
  return fake_port_ask(SET_BAUD, payload, sizeof payload);
}

static void the_divider_is_scaled_after_the_answer_has_left(void) {
  const struct answer answer = set_baud(921600, 115200);
  CHECK_EQUAL(answer.frames, 1);
  CHECK_EQUAL(answer.status, OK);
  CHECK_EQUAL(answer.length, 0);
  CHECK_EQUAL(port.divider, DIVIDER_921600);
  CHECK(port.sent_when_divider_set >= 9);
}

static void every_crystal_gives_a_rate_close_to_the_wanted_one(void) {
  static const uint32_t clocks[] = {26000000, 40000000, 80000000};
  static const uint32_t rates[] = {9600, 19200, 57600, 74880, 115200, 230400, 460800, 921600, 1000000, 1500000, 2000000};
  for (size_t clock = 0; clock < 3; clock++) {
    for (size_t from = 0; from < sizeof rates / sizeof rates[0]; from++) {
      for (size_t to = 0; to < sizeof rates / sizeof rates[0]; to++) {
        fake_port_start();
        port.divider = (clocks[clock] * 16u + rates[from] / 2u) / rates[from];
        CHECK_EQUAL(set_baud(rates[to], rates[from]).status, OK);
        const double rate = clocks[clock] * 16.0 / port.divider;
        CHECK(rate > rates[to] * 0.99 && rate < rates[to] * 1.01);
      }
    }
  }
}

static void a_good_frame_keeps_the_new_rate(void) {
  (void)set_baud(921600, 115200);
  fake_bus_pass(900000000u);
  CHECK_EQUAL(fake_port_ask(HELLO, 0, 0).status, OK);
  fake_bus_pass(10000000000u);
  fake_port_run();
  CHECK_EQUAL(port.divider, DIVIDER_921600);
}

static void silence_goes_back_to_the_old_rate(void) {
  (void)set_baud(921600, 115200);
  fake_bus_pass(998000000u);
  fake_port_run();
  CHECK_EQUAL(port.divider, DIVIDER_921600);
  fake_bus_pass(4000000u);
  fake_port_run();
  CHECK_EQUAL(port.divider, DIVIDER_115200);
  CHECK_EQUAL(fake_port_ask(HELLO, 0, 0).status, OK);
}

static void noise_does_not_keep_the_new_rate(void) {
  static const uint8_t noise[] = {0xc0, 0x80, 0x01, 0x00, 0x00, 0x12, 0x34, 0xc0, 'a', 'b', 0xff};
  (void)set_baud(921600, 115200);
  for (int round = 0; round < 11; round++) {
    fake_port_receive(noise, sizeof noise);
    fake_port_run();
    fake_bus_pass(100000000u);
  }
  fake_port_run();
  CHECK_EQUAL(port.divider, DIVIDER_115200);
}

static void a_frame_that_noise_began_is_given_up_with_the_rate(void) {
  (void)set_baud(921600, 115200);
  fake_port_receive((const uint8_t[]){0xc0, 0x80, 0x01}, 3);
  fake_port_run();
  fake_bus_pass(1100000000u);
  fake_port_run();
  CHECK_EQUAL(fake_port_ask(HELLO, 0, 0).frames, 1);
}

static void a_second_change_on_top_of_a_good_one_goes_back_to_that(void) {
  (void)set_baud(921600, 115200);
  (void)set_baud(2000000, 921600); /* a good frame: the first change stays */
  CHECK(port.divider < DIVIDER_921600);
  fake_bus_pass(1100000000u);
  fake_port_run();
  CHECK_EQUAL(port.divider, DIVIDER_921600);
}

static void rates_out_of_range_are_refused(void) {
  static const uint32_t bad[] = {0, 1, 9599, 2000001, 0xffffffff};
  for (size_t index = 0; index < sizeof bad / sizeof bad[0]; index++) {
    CHECK_EQUAL(set_baud(bad[index], 115200).status, BAD_ARGUMENT);
    CHECK_EQUAL(set_baud(115200, bad[index]).status, BAD_ARGUMENT);
  }
  CHECK_EQUAL(port.divider, DIVIDER_115200);
}

static void a_present_rate_that_cannot_be_is_refused(void) {
  CHECK_EQUAL(set_baud(115200, 2000000).status, BAD_ARGUMENT); /* a clock of 694 MHz */
  CHECK_EQUAL(set_baud(2000000, 9600).status, BAD_ARGUMENT);   /* a divider of 1.7 */
  CHECK_EQUAL(port.divider, DIVIDER_115200);
}

static void requests_of_the_wrong_length_are_refused(void) {
  uint8_t payload[9] = {0};
  put_u32(payload, 921600);
  put_u32(payload + 4, 115200);
  for (size_t length = 0; length <= 9; length++) {
    if (length != 8) CHECK_EQUAL(fake_port_ask(SET_BAUD, payload, length).status, BAD_LENGTH);
  }
  CHECK_EQUAL(port.divider, DIVIDER_115200);
}

void test_baud(void) {
  run_test("the divider is scaled after the answer has left", the_divider_is_scaled_after_the_answer_has_left);
  run_test("every crystal gives a rate close to the wanted one", every_crystal_gives_a_rate_close_to_the_wanted_one);
  run_test("a good frame keeps the new rate", a_good_frame_keeps_the_new_rate);
  run_test("silence goes back to the old rate", silence_goes_back_to_the_old_rate);
  run_test("noise does not keep the new rate", noise_does_not_keep_the_new_rate);
  run_test("a frame that noise began is given up with the rate", a_frame_that_noise_began_is_given_up_with_the_rate);
  run_test("a second change on top of a good one goes back to that", a_second_change_on_top_of_a_good_one_goes_back_to_that);
  run_test("rates out of range are refused", rates_out_of_range_are_refused);
  run_test("a present rate that cannot be is refused", a_present_rate_that_cannot_be_is_refused);
  run_test("requests of the wrong length are refused", requests_of_the_wrong_length_are_refused);
}
