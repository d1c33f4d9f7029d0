/* The station: bytes in, answers out, one request at a time.
 * Floor: core, its top. Knows the wire and the order of things, not what commands do.
 * Reference: docs/protocol.md sections 1–3 and 6. */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>

/* Puts everything into its first state, also after a crash. */
void bench_start(void);

/* Prints the first line after start. */
void bench_print_banner(void);

/* Takes one received byte, if there is one, and does what it completes. Returns 1 when there may be more. */
int bench_poll(void);

#endif
