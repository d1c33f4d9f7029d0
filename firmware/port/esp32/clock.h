/* Time from the cycle counter.
 * Floor: port. The rest of it is in core/port.h. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* Finds out how fast the counter runs. Time goes on over a crash, so this is for a real start only. */
void clock_start(void);

/* Cycles of so many microseconds, for waits shorter than 15 s. */
uint32_t clock_cycles(uint32_t us);

#endif
