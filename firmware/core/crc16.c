/* The two CRCs, bit by bit: a table for one of them would take more room than this file and save no time that anyone waits for. */
#include "crc16.h"

uint16_t crc16_frame(const uint8_t *bytes, size_t length) {
  uint32_t crc = 0xffff;
  for (size_t index = 0; index < length; index++) {
    crc ^= (uint32_t)bytes[index] << 8;
    for (int bit = 0; bit < 8; bit++) crc = (crc & 0x8000u) ? ((crc << 1) ^ 0x1021u) & 0xffffu : (crc << 1) & 0xffffu;
  }
  return (uint16_t)crc;
}

uint16_t crc16_atecc(const uint8_t *bytes, size_t length) {
  uint32_t crc = 0;
  for (size_t index = 0; index < length; index++) {
    for (uint32_t mask = 1; mask <= 0x80u; mask <<= 1) {
      const uint32_t data = (bytes[index] & mask) ? 1u : 0u;
      const uint32_t top = crc >> 15;
      crc = (crc << 1) & 0xffffu;
      if (data != top) crc ^= 0x8005u;
    }
  }
  return (uint16_t)crc;
}
