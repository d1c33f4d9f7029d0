/* Requests of the execute command. */
#include "batch_request.h"

#include <string.h>

#include "check.h"
#include "fake_atecc.h"

struct batch_request request;

void begin(uint8_t address) {
  request.bytes[0] = address;
  request.bytes[1] = 0;
  request.length = 2;
}

void add_packet(uint16_t limit_ms, uint8_t opcode, uint8_t mode, size_t data_length) {
  uint8_t *packet = request.bytes + request.length + 3;
  const uint8_t count = (uint8_t)(7 + data_length);
  packet[-3] = (uint8_t)(limit_ms & 0xff);
  packet[-2] = (uint8_t)(limit_ms >> 8);
  packet[-1] = count;
  packet[0] = count;
  packet[1] = opcode;
  packet[2] = mode;
  packet[3] = packet[4] = 0;
  memset(packet + 5, 0xa5, data_length);
  const uint16_t crc = fake_atecc_crc(packet, count - 2u);
  packet[count - 2] = (uint8_t)(crc & 0xff);
  packet[count - 1] = (uint8_t)(crc >> 8);
  request.bytes[1]++;
  request.length += 3u + count;
}

struct answer run(void) {
  return fake_port_ask(EXECUTE, request.bytes, request.length);
}

int run_one(uint16_t limit_ms, uint8_t opcode, uint8_t mode, size_t data_length) {
  begin(0x35);
  add_packet(limit_ms, opcode, mode, data_length);
  const struct answer answer = run();
  CHECK_EQUAL(answer.status, OK);
  CHECK_EQUAL(answer.data[0], 1);
  CHECK_EQUAL(answer.length, 3u + answer.data[2]);
  return answer.data[1];
}
