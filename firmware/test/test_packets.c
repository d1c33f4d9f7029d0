/* The execute command: what is not sent, and what does not fit. */
#include "batch_request.h"
#include "check.h"
#include "fake_atecc.h"

/* Opcode, mode, refused. */
static const struct {
  uint8_t opcode, mode;
  int refused;
} PACKETS[] = {
    {0x12, 0x00, 1}, {0x12, 0x82, 1}, {0x17, 0x00, 1}, {0x17, 0x02, 1}, {0x20, 0x00, 1}, {0x46, 0x00, 1}, {0x1c, 0x04, 1},
    {0x43, 0x00, 1}, {0x43, 0x0c, 1}, {0x56, 0x00, 1}, {0x80, 0x05, 1}, {0x40, 0x04, 1}, {0x40, 0x14, 1}, {0x40, 0x0c, 1},
    {0x24, 0x01, 1}, {0x24, 0x03, 1}, {0x45, 0x01, 1}, {0x45, 0x03, 1}, {0x45, 0x07, 1},
    {0x40, 0x00, 0}, {0x40, 0x10, 0}, {0x24, 0x00, 0}, {0x45, 0x02, 0}, {0x45, 0x22, 0}, {0x45, 0x00, 0}, {0x30, 0x00, 0},
    {0x02, 0x80, 0}, {0x1b, 0x00, 0}, {0x16, 0x43, 0}, {0x41, 0xa0, 0}, {0x47, 0x00, 0}, {0x77, 0x3b, 0},
};

static void packets_that_change_a_chip_for_good_are_not_sent(void) {
  for (unsigned index = 0; index < sizeof PACKETS / sizeof PACKETS[0]; index++) {
    const unsigned before = chip.commands;
    CHECK_EQUAL(run_one(20, PACKETS[index].opcode, PACKETS[index].mode, 32) == REFUSED, PACKETS[index].refused);
    CHECK_EQUAL(chip.commands - before, !PACKETS[index].refused);
  }
}

static void a_refused_packet_ends_the_batch(void) {
  begin(0x35);
  add_packet(5, 0x30, 0, 0);
  add_packet(5, 0x17, 0, 0);
  add_packet(5, 0x30, 0, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.data[0], 2);
  CHECK_EQUAL(answer.data[1], OK);
  CHECK_EQUAL(answer.data[3 + 7], REFUSED);
  CHECK_EQUAL(answer.data[3 + 8], 0);
  CHECK_EQUAL(chip.commands, 1);
  CHECK_EQUAL(chip.state, CHIP_IDLE);
}

static void answers_that_do_not_fit_end_with_overflow(void) {
  begin(0x35);
  for (int index = 0; index < 20; index++) add_packet(20, 0x40, 0, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.status, OK);
  CHECK_EQUAL(answer.data[0], 15); /* 1 + 14 x 69 = 967; the 15th would end at 1036 */
  CHECK_EQUAL(answer.length, 1 + 14 * 69 + 2);
  CHECK_EQUAL(answer.data[answer.length - 2], OVERFLOW);
  CHECK_EQUAL(answer.data[answer.length - 1], 0);
}

static void there_is_always_room_to_say_overflow(void) {
  begin(0x35);
  for (int index = 0; index < 14; index++) add_packet(20, 0x40, 0, 0); /* 967 of 1023 bytes */
  add_packet(20, 0x02, 0x80, 0);                                        /* 37: 1004 */
  add_packet(20, 0x02, 0x00, 0);                                        /* 9: 1013 */
  add_packet(20, 0x02, 0x00, 0);                                        /* 9: 1022, and no room for another result */
  add_packet(20, 0x30, 0x00, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.data[0], 17);
  CHECK_EQUAL(answer.length, 1013 + 2);
  CHECK_EQUAL(answer.data[1013], OVERFLOW);
}

static void the_last_result_may_use_the_last_byte(void) {
  begin(0x35);
  for (int index = 0; index < 14; index++) add_packet(20, 0x40, 0, 0);
  add_packet(20, 0x02, 0x80, 0);
  add_packet(20, 0x02, 0x00, 0);
  add_packet(20, 0x02, 0x00, 0);
  const struct answer answer = run();
  CHECK_EQUAL(answer.data[0], 17);
  CHECK_EQUAL(answer.length, 1022);
  CHECK_EQUAL(answer.data[1013], OK);
}

static void thirty_two_packets_are_the_most(void) {
  begin(0x35);
  for (int index = 0; index < 32; index++) add_packet(20, 0x30, 0, 0);
  CHECK_EQUAL(run().data[0], 32);
  add_packet(20, 0x30, 0, 0);
  CHECK_EQUAL(run().status, BAD_ARGUMENT);
}

static void a_malformed_request_sends_nothing(void) {
  begin(0x35);
  add_packet(5, 0x30, 0, 0);
  add_packet(5, 0x1b, 0, 0);
  for (size_t length = 0; length < request.length; length++) {
    CHECK_EQUAL(fake_port_ask(EXECUTE, request.bytes, length).status, BAD_LENGTH);
  }
  request.bytes[request.length++] = 0;
  CHECK_EQUAL(run().status, BAD_LENGTH);
  CHECK_EQUAL(chip.wakes, 0);
}

static void values_out_of_range_send_nothing(void) {
  begin(0x78);
  add_packet(5, 0x30, 0, 0);
  CHECK_EQUAL(run().status, BAD_ARGUMENT);
  begin(0x35);
  CHECK_EQUAL(run().status, BAD_ARGUMENT); /* no packets */
  add_packet(5, 0x30, 0, 0);
  request.bytes[4] = 6; /* shorter than a packet can be */
  request.length--;
  CHECK_EQUAL(run().status, BAD_ARGUMENT);
  begin(0x35);
  add_packet(5, 0x30, 0, 149);
  request.bytes[4] = request.bytes[5] = 156; /* longer than the chip takes */
  CHECK_EQUAL(run().status, BAD_ARGUMENT);
  begin(0x35);
  add_packet(5, 0x30, 0, 32);
  request.bytes[5] = 7; /* count and length differ: the chip would read another packet than the one looked at */
  CHECK_EQUAL(run().status, BAD_ARGUMENT);
  CHECK_EQUAL(chip.wakes, 0);
}

static void the_longest_packet_is_sent_whole(void) {
  begin(0x35);
  add_packet(5, 0x47, 0x01, 148);
  const struct answer answer = run();
  CHECK_EQUAL(answer.data[1], OK);
  CHECK_EQUAL(answer.data[4], 0x03); /* understood, and not known to this chip */
}

void test_packets(void) {
  run_test("packets that change a chip for good are not sent", packets_that_change_a_chip_for_good_are_not_sent);
  run_test("a refused packet ends the batch", a_refused_packet_ends_the_batch);
  run_test("answers that do not fit end with overflow", answers_that_do_not_fit_end_with_overflow);
  run_test("there is always room to say overflow", there_is_always_room_to_say_overflow);
  run_test("the last result may use the last byte", the_last_result_may_use_the_last_byte);
  run_test("thirty-two packets are the most", thirty_two_packets_are_the_most);
  run_test("a malformed request sends nothing", a_malformed_request_sends_nothing);
  run_test("values out of range send nothing", values_out_of_range_send_nothing);
  run_test("the longest packet is sent whole", the_longest_packet_is_sent_whole);
}
