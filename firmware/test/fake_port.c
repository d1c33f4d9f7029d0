/* The machine that core asks for, in the memory of a test. */
#include "fake_port.h"

#include <string.h>

#include "bench.h"
#include "bench_err.h"
#include "check.h"
#include "fake_atecc.h"
#include "fake_bus.h"
#include "frame.h"
#include "pins.h"
#include "port.h"

struct fake_port port;

void fake_port_start(void) {
  memset(&port, 0, sizeof port);
  ring_start(&port.received);
  port.divider = 5556; /* 40 MHz at 115,200 baud */
  fake_atecc_start();
  fake_bus_start();
  bench_start();
}

int port_set_pins(uint8_t sda, uint8_t scl) {
  if (sda == scl || pins_io_mux_offset(sda) == 0 || pins_io_mux_offset(scl) == 0) return BENCH_ERR_BAD_ARGUMENT;
  port.sda = sda;
  port.scl = scl;
  fake_bus_pull(PORT_SDA, 0);
  fake_bus_pull(PORT_SCL, 0);
  return 0;
}

void port_line_low(enum port_line line) {
  fake_bus_pull(line, 1);
}

void port_line_release(enum port_line line) {
  fake_bus_pull(line, 0);
}

int port_line_level(enum port_line line) {
  fake_bus_pass(bus.access_ns);
  fake_bus_settle();
  return bus.level[line];
}

void port_delay_us(uint32_t us) {
  fake_bus_pass(us * 1000ull);
}

uint32_t port_now_us(void) {
  fake_bus_pass(100);
  return (uint32_t)(bus.now_ns / 1000u);
}

int port_read(void) {
  return ring_get(&port.received);
}

uint32_t port_lost_bytes(void) {
  return port.received.lost;
}

void port_wait(void) {
  fake_bus_pass(10000000u);
}

void port_write(const uint8_t *bytes, size_t length) {
  for (size_t index = 0; index < length && port.sent_length < SENT_CAPACITY; index++) port.sent[port.sent_length++] = bytes[index];
}

void port_flush(void) {
  port.flushed_length = port.sent_length;
}

uint32_t port_uart_divider(void) {
  return port.divider;
}

void port_set_uart_divider(uint32_t sixteenths) {
  port.divider = sixteenths;
  port.sent_when_divider_set = port.flushed_length;
}

struct port_identity port_identity(void) {
  return (struct port_identity){.chip = 0, .chip_revision = 0x31, .mac = {0x24, 0x6f, 0x28, 0x01, 0x02, 0x03}, .reset_reason = 1, .started_from = 2};
}

void port_reset(void) {
  port.resets++;
}

void fake_port_receive(const uint8_t *bytes, size_t length) {
  for (size_t index = 0; index < length; index++) ring_put(&port.received, bytes[index]);
}

void fake_port_run(void) {
  while (bench_poll()) continue;
}

struct answer fake_port_take(void) {
  struct answer answer = {.frames = 0};
  struct frame_decoder decoder;
  frame_decoder_start(&decoder);
  for (size_t index = 0; index < port.sent_length; index++) {
    const enum frame_event event = frame_decoder_push(&decoder, port.sent[index]);
    CHECK(event <= FRAME_COMPLETE); /* what the firmware sends is never broken */
    if (event != FRAME_COMPLETE) continue;
    const struct frame frame = frame_view(&decoder);
    answer.frames++;
    answer.operation = frame.operation;
    answer.request_id = frame.request_id;
    CHECK(frame.payload_length >= 1 && frame.payload_length <= sizeof answer.data);
    answer.status = frame.payload[0];
    answer.length = frame.payload_length - 1;
    memcpy(answer.data, frame.payload + 1, answer.length);
  }
  port.sent_length = port.flushed_length = 0;
  return answer;
}

struct answer fake_port_ask(uint8_t operation, const uint8_t *payload, size_t length) {
  uint8_t body[FRAME_MAX_CONTENT] = {0x80, operation, 0x34, 0x12};
  uint8_t wire[2 * FRAME_MAX_CONTENT + 2];
  if (length > 0) memcpy(body + 4, payload, length);
  const int wire_length = frame_encode(body, 4 + length, wire, sizeof wire);
  CHECK(wire_length > 0);
  fake_port_receive(wire, (size_t)wire_length);
  fake_port_run();
  return fake_port_take();
}
