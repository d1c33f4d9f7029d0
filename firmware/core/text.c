/* One line of text, built without printf. */
#include "text.h"

#include "divide.h"

void text_start(struct text *text) {
  text->length = 0;
}

void text_add_byte(struct text *text, uint8_t byte) {
  if (text->length < TEXT_CAPACITY) text->bytes[text->length++] = byte;
}

void text_add(struct text *text, const char *words) {
  for (; *words != '\0'; words++) text_add_byte(text, (uint8_t)*words);
}

void text_add_decimal(struct text *text, uint32_t value) {
  uint8_t digits[10]; /* 4294967295 */
  size_t count = 0;
  do {
    const uint32_t tens = divide_u32(value, 10);
    digits[count++] = (uint8_t)('0' + (value - tens * 10u));
    value = tens;
  } while (value != 0 && count < sizeof digits);
  while (count > 0) text_add_byte(text, digits[--count]);
}

void text_add_hex(struct text *text, uint32_t value) {
  for (int digit = 0; digit < 8; digit++, value <<= 4) {
    const uint32_t nibble = value >> 28;
    text_add_byte(text, (uint8_t)(nibble < 10 ? '0' + nibble : 'a' + nibble - 10u));
  }
}
