/* One line of text, built without printf.
 * Floor: core. Pure; knows no wire. What does not fit is cut.
 * Reference: docs/protocol.md section 6. */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>
#include <stdint.h>

#define TEXT_CAPACITY 160u

struct text {
  size_t length;
  uint8_t bytes[TEXT_CAPACITY];
};

void text_start(struct text *text);
void text_add(struct text *text, const char *words);
void text_add_byte(struct text *text, uint8_t byte);

/* Without leading zeros. */
void text_add_decimal(struct text *text, uint32_t value);

/* Eight digits, lower case. */
void text_add_hex(struct text *text, uint32_t value);

#endif
