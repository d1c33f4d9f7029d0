/* Random bytes, random requests and a bus that misbehaves, from fixed seeds. The sanitizers are the judges; besides,
 * what the station sends must be whole frames, and it must answer a hello afterwards. */
#include "check.h"
#include "fake_atecc.h"
#include "fake_bus.h"
#include "fake_port.h"
#include "frame.h"

static uint32_t seed;

static uint32_t next(uint32_t below) {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  return seed % below;
}

static void check_alive(void) {
  chip.stretch_us = 0;
  chip.hangs = 0;
  bus.stuck_low[PORT_SDA] = bus.stuck_low[PORT_SCL] = 0;
  fake_bus_settle();
  fake_port_run();
  (void)fake_port_take();
  const struct answer answer = fake_port_ask(0x01, 0, 0);
  CHECK_EQUAL(answer.frames, 1);
  CHECK_EQUAL(answer.status, 0);
}

static void random_bytes(void) {
  seed = 0x1badb002;
  for (int round = 0; round < 300; round++) {
    uint8_t bytes[2048];
    const size_t length = 1 + next(sizeof bytes);
    /* Half of the rounds are made of the bytes that matter most. */
    static const uint8_t special[] = {0xc0, 0xdb, 0xdc, 0xdd, 0x80, 0x81, 0x00, 0x01};
    for (size_t index = 0; index < length; index++) bytes[index] = (round & 1) ? special[next(sizeof special)] : (uint8_t)next(256);
    fake_port_receive(bytes, length);
    fake_port_run();
    check_alive();
  }
}

static size_t random_request(uint8_t *body, size_t capacity) {
  body[0] = 0x80;
  body[1] = (uint8_t)next(next(4) ? 12 : 128);
  body[2] = (uint8_t)next(256);
  body[3] = (uint8_t)next(256);
  const size_t length = next(4) ? next(20) : next((uint32_t)capacity - 4);
  for (size_t index = 0; index < length; index++) body[4 + index] = (uint8_t)next(256);
  if (body[1] == 0x08 && length > 5) { /* execute: make it likely that it is run */
    body[4] = 0x35;
    body[5] = (uint8_t)(1 + next(3));
    body[6] = (uint8_t)next(60);
    body[7] = 0;
    if (length >= 12) body[8] = body[9] = (uint8_t)(length - 5);
    body[5] = next(4) ? 1 : body[5];
  }
  if (body[1] == 0x05 && next(4)) body[4] = 0x35;
  return 4 + length;
}

static void random_requests_on_a_bus_that_misbehaves(void) {
  seed = 0xfee1dead;
  for (int round = 0; round < 3000; round++) {
    uint8_t body[4 + 1024];
    uint8_t wire[FRAME_MAX_WIRE];
    const size_t length = random_request(body, sizeof body);
    chip.busy_us = next(40000);
    chip.stretch_us = next(8) ? 0 : next(30000);
    chip.hangs = next(20) == 0;
    chip.no_ack_byte = next(8) ? -1 : (int)next(20);
    chip.answers_flipped = next(8) == 0;
    chip.answers_expiring = next(8) == 0;
    chip.answer_count = next(8) ? -1 : (int)next(256);
    bus.stuck_low[PORT_SDA] = next(30) == 0;
    bus.stuck_low[PORT_SCL] = next(30) == 0;
    fake_bus_settle();
    const int wire_length = frame_encode(body, length, wire, sizeof wire);
    CHECK(wire_length > 0);
    if (next(8) == 0) wire[next((uint32_t)wire_length)] ^= (uint8_t)(1u << next(8));
    fake_port_receive(wire, (size_t)wire_length);
    fake_port_run();
    CHECK(fake_port_take().frames <= 1);
    if (round % 10 == 0) check_alive();
  }
}

void test_fuzz(void) {
  run_test("random bytes do no harm", random_bytes);
  run_test("random requests on a bus that misbehaves do no harm", random_requests_on_a_bus_that_misbehaves);
}
