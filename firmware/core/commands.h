/* What each command does: payload in, payload out.
 * Floor: core. Knows neither frames nor the wire; what must wait until the answer has left is handed back.
 * Reference: docs/protocol.md sections 3 and 4. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include <stddef.h>
#include <stdint.h>

#include "i2c.h"

/* What to do when the answer's last byte has left. */
enum command_after { AFTER_NOTHING, AFTER_SET_BAUD, AFTER_RESET };

struct commands {
  struct i2c_bus bus;
  enum command_after after;
  uint32_t divider; /* with AFTER_SET_BAUD */
};

/* Pins 16 and 17, 100 kHz (protocol.md 3.3). */
void commands_start(struct commands *commands);

/* Runs one command. Returns the length of the answer: at least the status byte. */
size_t commands_run(struct commands *commands, uint8_t operation, const uint8_t *request, size_t length, uint8_t *answer, size_t capacity);

#endif
