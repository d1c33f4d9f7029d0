/* Runs a list of packets on the secure element, and keeps it awake for as long as it takes.
 * Floor: core. Knows the bytes of the execute command, not frames.
 * Reference: docs/protocol.md section 3.7. */
#ifndef BATCH_H
#define BATCH_H

#include <stddef.h>
#include <stdint.h>

#include "i2c.h"

/* Takes the payload of an execute request and writes number of results and results.
 * Returns their length, or the error for which no packet was tried. */
int batch_run(const struct i2c_bus *bus, const uint8_t *request, size_t length, uint8_t *results, size_t capacity);

#endif
