/* The station on the wire: hello, echo, reset, what is dropped, what is lost. */
#include <string.h>

#include "bench.h"
#include "check.h"
#include "fake_bus.h"
#include "fake_port.h"
#include "frame.h"

enum { OK = 0, BAD_LENGTH = 1, UNKNOWN = 2 };
enum { HELLO = 0x01, RESET = 0x09, ECHO = 0x0a };

static const uint8_t HELLO_WIRE[] = {0xc0, 0x80, 0x01, 0x01, 0x00, 0x00, 0x00, 0xc0}; /* CRC to be filled in */

static size_t encode(uint8_t channel, uint8_t operation, uint16_t request_id, uint8_t *wire, size_t capacity) {
  const uint8_t body[] = {channel, operation, (uint8_t)(request_id & 0xff), (uint8_t)(request_id >> 8)};
  const int length = frame_encode(body, sizeof body, wire, capacity);
  CHECK(length > 0);
  return (size_t)length;
}

static void banner_is_the_line_of_the_protocol(void) {
  static const char wanted[] = "touchstone bench 0.1.0 esp32 build 01234567\r\n";
  bench_print_banner();
  CHECK_BYTES(port.sent, port.sent_length, (const uint8_t *)wanted, sizeof wanted - 1);
}

static void hello_tells_who_is_there(void) {
  static const uint8_t wanted[] = {1, 0, 1, 0, 0x01, 0x23, 0x45, 0x67, 0, 0x31, 0x24, 0x6f, 0x28, 0x01, 0x02, 0x03, 1, 2, 0x00, 0x04};
  fake_bus_pass(123456789000u);
  const struct answer answer = fake_port_ask(HELLO, 0, 0);
  CHECK_EQUAL(answer.frames, 1);
  CHECK_EQUAL(answer.operation, 0x81);
  CHECK_EQUAL(answer.request_id, 0x1234);
  CHECK_EQUAL(answer.status, OK);
  CHECK_EQUAL(answer.length, 24);
  CHECK_BYTES(answer.data, 20, wanted, sizeof wanted);
  const uint32_t us = answer.data[20] | (uint32_t)answer.data[21] << 8 | (uint32_t)answer.data[22] << 16 | (uint32_t)answer.data[23] << 24;
  CHECK(us >= 123456789u && us < 123456789u + 1000u);
}

static void hello_with_a_payload_is_refused(void) {
  const uint8_t byte = 0;
  CHECK_EQUAL(fake_port_ask(HELLO, &byte, 1).status, BAD_LENGTH);
}

static void unknown_commands_are_answered(void) {
  static const uint8_t operations[] = {0x00, 0x0b, 0x10, 0x7f};
  for (size_t index = 0; index < sizeof operations; index++) {
    const struct answer answer = fake_port_ask(operations[index], 0, 0);
    CHECK_EQUAL(answer.frames, 1);
    CHECK_EQUAL(answer.operation, operations[index] | 0x80);
    CHECK_EQUAL(answer.status, UNKNOWN);
    CHECK_EQUAL(answer.length, 0);
  }
}

static void echo_gives_back_every_length(void) {
  uint8_t payload[1024];
  for (size_t index = 0; index < sizeof payload; index++) payload[index] = (uint8_t)(index * 0xdbu);
  for (size_t length = 0; length <= 1023; length += length < 16 || length > 1016 ? 1 : 97) {
    const struct answer answer = fake_port_ask(ECHO, payload, length);
    CHECK_EQUAL(answer.status, OK);
    CHECK_BYTES(answer.data, answer.length, payload, length);
  }
}

static void echo_that_would_not_fit_is_refused(void) {
  uint8_t payload[1026] = {0};
  for (size_t length = 1024; length <= 1026; length++) {
    const struct answer answer = fake_port_ask(ECHO, payload, length);
    CHECK_EQUAL(answer.status, BAD_LENGTH);
    CHECK_EQUAL(answer.length, 0);
  }
}

static void frames_for_nobody_are_dropped_without_an_answer(void) {
  uint8_t wire[32];
  for (unsigned channel = 0x81; channel <= 0x8f; channel++) {
    fake_port_receive(wire, encode((uint8_t)channel, HELLO, 1, wire, sizeof wire));
    fake_port_run();
    CHECK_EQUAL(port.sent_length, 0);
  }
}

static void an_answer_is_not_answered(void) {
  uint8_t wire[32];
  fake_port_receive(wire, encode(0x80, 0x81, 1, wire, sizeof wire));
  fake_port_run();
  CHECK_EQUAL(port.sent_length, 0);
}

static void a_wrong_crc_is_not_answered(void) {
  fake_port_receive(HELLO_WIRE, sizeof HELLO_WIRE);
  fake_port_run();
  CHECK_EQUAL(port.sent_length, 0);
}

static void requests_that_wait_in_the_buffer_are_all_answered(void) {
  uint8_t wire[32];
  for (uint16_t id = 1; id <= 50; id++) fake_port_receive(wire, encode(0x80, HELLO, id, wire, sizeof wire));
  fake_port_run();
  const struct answer answer = fake_port_take();
  CHECK_EQUAL(answer.frames, 50);
  CHECK_EQUAL(answer.request_id, 50);
}

static void noise_before_a_request_does_no_harm(void) {
  uint8_t noise[300];
  for (size_t index = 0; index < sizeof noise; index++) noise[index] = (uint8_t)(index * 7u + 0xc0u);
  fake_port_receive(noise, sizeof noise);
  CHECK_EQUAL(fake_port_ask(HELLO, 0, 0).frames, 1);
}

static void too_many_bytes_cost_the_frame_they_are_in_and_are_told_of(void) {
  static const char wanted[] = "touchstone lost 904 received bytes\r\n";
  const uint8_t byte = 0x80;
  fake_port_receive((const uint8_t[]){0xc0}, 1);
  for (int index = 0; index < 4999; index++) fake_port_receive(&byte, 1);
  fake_port_run();
  CHECK_BYTES(port.sent, port.sent_length, (const uint8_t *)wanted, sizeof wanted - 1);
  port.sent_length = 0;
  CHECK_EQUAL(fake_port_ask(HELLO, 0, 0).status, OK);
}

static void two_halves_around_a_gap_are_not_one_frame(void) {
  uint8_t wire[32];
  const size_t length = encode(0x80, HELLO, 1, wire, sizeof wire);
  fake_port_receive(wire, 4);
  ring_mark_gap(&port.received);
  fake_port_run();
  fake_port_receive(wire + 4, length - 4); /* exactly what is missing, but who knows */
  fake_port_run();
  CHECK_EQUAL(fake_port_take().frames, 0);
}

static void reset_comes_after_the_answer_has_left(void) {
  const struct answer answer = fake_port_ask(RESET, 0, 0);
  CHECK_EQUAL(answer.frames, 1);
  CHECK_EQUAL(answer.status, OK);
  CHECK_EQUAL(port.resets, 1);
  CHECK_EQUAL(fake_port_ask(HELLO, 0, 0).status, OK);
  CHECK_EQUAL(port.resets, 1);
}

static void reset_with_a_payload_does_not_reset(void) {
  const uint8_t byte = 0;
  CHECK_EQUAL(fake_port_ask(RESET, &byte, 1).status, BAD_LENGTH);
  CHECK_EQUAL(port.resets, 0);
}

static void a_restart_after_a_crash_begins_clean(void) {
  uint8_t wire[32];
  const size_t length = encode(0x80, HELLO, 1, wire, sizeof wire);
  fake_port_receive(wire, length - 2);
  fake_port_run();
  bench_start();
  fake_port_receive(wire + length - 2, 2);
  fake_port_run();
  CHECK_EQUAL(port.sent_length, 0);
  CHECK_EQUAL(fake_port_ask(HELLO, 0, 0).frames, 1);
}

void test_bench(void) {
  run_test("the banner is the line of the protocol", banner_is_the_line_of_the_protocol);
  run_test("hello tells who is there", hello_tells_who_is_there);
  run_test("hello with a payload is refused", hello_with_a_payload_is_refused);
  run_test("unknown commands are answered", unknown_commands_are_answered);
  run_test("echo gives back every length", echo_gives_back_every_length);
  run_test("an echo that would not fit is refused", echo_that_would_not_fit_is_refused);
  run_test("frames for nobody are dropped without an answer", frames_for_nobody_are_dropped_without_an_answer);
  run_test("an answer is not answered", an_answer_is_not_answered);
  run_test("a wrong CRC is not answered", a_wrong_crc_is_not_answered);
  run_test("requests that wait in the buffer are all answered", requests_that_wait_in_the_buffer_are_all_answered);
  run_test("noise before a request does no harm", noise_before_a_request_does_no_harm);
  run_test("too many bytes cost the frame they are in and are told of", too_many_bytes_cost_the_frame_they_are_in_and_are_told_of);
  run_test("two halves around a gap are not one frame", two_halves_around_a_gap_are_not_one_frame);
  run_test("reset comes after the answer has left", reset_comes_after_the_answer_has_left);
  run_test("reset with a payload does not reset", reset_with_a_payload_does_not_reset);
  run_test("a restart after a crash begins clean", a_restart_after_a_crash_begins_clean);
}
