/* The execute command: packets in order, the chip kept awake, faults named. */
#include "batch_request.h"
#include "check.h"
#include "fake_atecc.h"
#include "fake_bus.h"

static void info_comes_back_from_count_to_crc(void) {
  static const uint8_t wanted[] = {1, OK, 7, 0x07, 0x00, 0x00, 0x60, 0x02, 0x80, 0x38};
  begin(0x35);
  add_packet(5, 0x30, 0, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.frames, 1);
  CHECK_EQUAL(answer.status, OK);
  CHECK_BYTES(answer.data, answer.length, wanted, sizeof wanted);
}

static void packets_run_in_order_and_the_chip_is_idled_at_the_end(void) {
  begin(0x35);
  add_packet(20, 0x16, 0x43, 32);
  add_packet(700, 0x41, 0xa0, 0);
  add_packet(5, 0x30, 0, 0);
  const struct answer answer = run();
  static const uint8_t opcodes[] = {0x16, 0x41, 0x30};
  CHECK_EQUAL(answer.data[0], 3);
  CHECK_EQUAL(answer.length, 1u + (2 + 4) + (2 + 67) + (2 + 7));
  CHECK_EQUAL(answer.data[1 + 6 + 1], 67); /* the signature: Nonce came before */
  CHECK_BYTES(chip.opcodes, chip.commands, opcodes, 3);
  CHECK_EQUAL(chip.state, CHIP_IDLE);
  CHECK_EQUAL(chip.wakes, 1);
}

static void a_batch_may_be_repeated(void) {
  begin(0x35);
  add_packet(5, 0x30, 0, 0);
  (void)run();
  const struct answer answer = run();
  CHECK_EQUAL(answer.status, OK);
  CHECK_EQUAL(answer.data[1], OK);
}

static void a_status_of_the_chip_is_a_good_result(void) {
  begin(0x35);
  add_packet(700, 0x41, 0xa0, 0); /* Sign without a digest: 0F */
  add_packet(5, 0x30, 0, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.data[0], 2);
  CHECK_EQUAL(answer.data[1], OK);
  CHECK_EQUAL(answer.data[4], 0x0f);
}

static void a_busy_chip_is_polled_until_it_answers(void) {
  chip.busy_us = 480000;
  CHECK_EQUAL(run_one(500, 0x40, 0, 0), OK);
}

static void a_limit_that_is_just_long_enough_is_enough(void) {
  chip.busy_us = 30000;
  CHECK_EQUAL(run_one(30, 0x30, 0, 0), OK); /* one more look comes after the limit */
}

static void a_slow_machine_still_looks_once_after_the_limit(void) {
  bus.access_ns = 20000;
  chip.busy_us = 200;
  CHECK_EQUAL(run_one(0, 0x30, 0, 0), OK);
}

static void a_chip_that_hangs_is_a_timeout_and_ends_the_batch(void) {
  chip.hangs = 1;
  begin(0x35);
  add_packet(50, 0x30, 0, 0);
  add_packet(50, 0x30, 0, 0);
  const uint64_t before = bus.now_ns;
  const struct answer answer = run();
  CHECK_EQUAL(answer.data[0], 1);
  CHECK_EQUAL(answer.data[1], TIMEOUT);
  CHECK_EQUAL(answer.data[2], 0);
  CHECK(bus.now_ns - before >= 50000000u);
  CHECK(bus.now_ns - before < 70000000u);
}

static void a_wrong_crc_is_named_and_the_bytes_are_shown(void) {
  static const uint8_t wanted[] = {1, CRC, 7, 0x07, 0x00, 0x00, 0x68, 0x02, 0x80, 0x38};
  chip.answers_flipped = 1;
  begin(0x35);
  add_packet(5, 0x30, 0, 0);
  add_packet(5, 0x30, 0, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.status, OK);
  CHECK_BYTES(answer.data, answer.length, wanted, sizeof wanted);
}

static void a_count_outside_4_to_155_is_named(void) {
  static const uint8_t counts[] = {0, 1, 2, 3, 156, 200, 255};
  static const uint8_t wanted[] = {1, LENGTH, 0};
  for (unsigned index = 0; index < sizeof counts; index++) {
    chip.answer_count = counts[index];
    begin(0x35);
    add_packet(5, 0x30, 0, 0);
    add_packet(5, 0x30, 0, 0);
    const struct answer answer = run();
    CHECK_EQUAL(answer.status, OK);
    CHECK_BYTES(answer.data, answer.length, wanted, sizeof wanted);
  }
}

static void the_longest_count_is_read_and_its_crc_looked_at(void) {
  chip.answer_count = 155;
  begin(0x35);
  add_packet(5, 0x30, 0, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.data[1], CRC);
  CHECK_EQUAL(answer.data[2], 155);
}

static void a_packet_that_is_not_acknowledged_is_named(void) {
  chip.no_ack_byte = 3;
  CHECK_EQUAL(run_one(5, 0x30, 0, 0), DATA_NO_ACK);
}

static void a_chip_that_falls_asleep_in_the_middle_is_a_timeout(void) {
  chip.falls_asleep_on_command = 1;
  CHECK_EQUAL(run_one(20, 0x30, 0, 0), TIMEOUT);
}

static void an_absent_chip_is_named_once_and_nothing_follows(void) {
  chip.present = 0;
  begin(0x35);
  add_packet(5, 0x30, 0, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.status, NO_ACK);
  CHECK_EQUAL(answer.length, 0);
}

static void a_chip_that_wakes_wrongly_is_named_once_and_nothing_follows(void) {
  chip.wake_status = 0x07;
  begin(0x35);
  add_packet(5, 0x30, 0, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.status, CHIP_WAKE);
  CHECK_EQUAL(answer.length, 0);
  CHECK_EQUAL(chip.commands, 0);
}

static void stuck_lines_are_named_before_and_during_a_batch(void) {
  begin(0x35);
  add_packet(5, 0x30, 0, 0);
  for (int line = PORT_SDA; line <= PORT_SCL; line++) {
    bus.stuck_low[line] = 1;
    fake_bus_settle();
    CHECK_EQUAL(run().status, line == PORT_SDA ? SDA_LOW : SCL_LOW);
    bus.stuck_low[line] = 0;
    fake_bus_settle();
  }
  CHECK_EQUAL(run().status, OK);
  chip.stretch_us = 30000;
  CHECK_EQUAL(run().status, SCL_LOW);
}

static void the_chip_is_woken_again_after_500_ms_and_keeps_its_digest(void) {
  chip.busy_us = 110000;
  begin(0x35);
  add_packet(200, 0x16, 0x43, 32);
  for (int index = 0; index < 9; index++) add_packet(200, 0x41, 0xa0, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.data[0], 10);
  CHECK_EQUAL(answer.length, 1u + (2 + 4) + 9 * (2 + 67)); /* nine signatures: TempKey was kept */
  CHECK_EQUAL(chip.wakes, 2);
  CHECK_EQUAL(chip.idles, 2);
  CHECK(chip.longest_awake_us < 700000);
}

static void a_command_that_begins_before_500_ms_is_not_interrupted(void) {
  chip.busy_us = 480000;
  begin(0x35);
  add_packet(500, 0x40, 0, 0);
  add_packet(500, 0x40, 0, 0);
  add_packet(500, 0x40, 0, 0);
  chip.watchdog_us = 1300000;
  const struct answer answer = run();
  CHECK_EQUAL(answer.data[0], 3);
  CHECK_EQUAL(chip.wakes, 2);
}

static void a_chip_whose_time_is_almost_over_is_woken_and_asked_again(void) {
  begin(0x35);
  add_packet(20, 0x16, 0x43, 32);
  add_packet(20, 0x41, 0xa0, 0);
  (void)run();
  chip.answers_expiring = 1;
  begin(0x35);
  add_packet(20, 0x41, 0xa0, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.data[1], OK);
  CHECK_EQUAL(answer.data[2], 67); /* TempKey was kept */
  CHECK_EQUAL(chip.commands, 4);
}

static void a_packet_is_repeated_once_only(void) {
  static const uint8_t wanted[] = {1, OK, 4, 0x04, 0xee, 0x31, 0x41};
  chip.answers_expiring = 1000;
  begin(0x35);
  add_packet(5, 0x30, 0, 0);
  const struct answer answer = run();
  CHECK_BYTES(answer.data, answer.length, wanted, sizeof wanted);
  CHECK_EQUAL(chip.commands, 2);
}

static void an_answer_of_data_that_looks_like_ee_is_not_repeated(void) {
  begin(0x35);
  add_packet(5, 0x02, 0x00, 0);
  CHECK_EQUAL(run().data[1], OK);
  CHECK_EQUAL(chip.commands, 1);
}

void test_batch(void) {
  run_test("Info comes back from count to CRC", info_comes_back_from_count_to_crc);
  run_test("packets run in order and the chip is idled at the end", packets_run_in_order_and_the_chip_is_idled_at_the_end);
  run_test("a batch may be repeated", a_batch_may_be_repeated);
  run_test("a status of the chip is a good result", a_status_of_the_chip_is_a_good_result);
  run_test("a busy chip is polled until it answers", a_busy_chip_is_polled_until_it_answers);
  run_test("a limit that is just long enough is enough", a_limit_that_is_just_long_enough_is_enough);
  run_test("a slow machine still looks once after the limit", a_slow_machine_still_looks_once_after_the_limit);
  run_test("a chip that hangs is a timeout and ends the batch", a_chip_that_hangs_is_a_timeout_and_ends_the_batch);
  run_test("a wrong CRC is named and the bytes are shown", a_wrong_crc_is_named_and_the_bytes_are_shown);
  run_test("a count outside 4 to 155 is named", a_count_outside_4_to_155_is_named);
  run_test("the longest count is read and its CRC looked at", the_longest_count_is_read_and_its_crc_looked_at);
  run_test("a packet that is not acknowledged is named", a_packet_that_is_not_acknowledged_is_named);
  run_test("a chip that falls asleep in the middle is a timeout", a_chip_that_falls_asleep_in_the_middle_is_a_timeout);
  run_test("an absent chip is named once and nothing follows", an_absent_chip_is_named_once_and_nothing_follows);
  run_test("a chip that wakes wrongly is named once and nothing follows", a_chip_that_wakes_wrongly_is_named_once_and_nothing_follows);
  run_test("stuck lines are named before and during a batch", stuck_lines_are_named_before_and_during_a_batch);
  run_test("the chip is woken again after 500 ms and keeps its digest", the_chip_is_woken_again_after_500_ms_and_keeps_its_digest);
  run_test("a command that begins before 500 ms is not interrupted", a_command_that_begins_before_500_ms_is_not_interrupted);
  run_test("a chip whose time is almost over is woken and asked again", a_chip_whose_time_is_almost_over_is_woken_and_asked_again);
  run_test("a packet is repeated once only", a_packet_is_repeated_once_only);
  run_test("an answer of data that looks like EE is not repeated", an_answer_of_data_that_looks_like_ee_is_not_repeated);
}
