/* Unsigned division by shifting: the compiler's library has none, because the ESP8266 it is made for has it in ROM.
 * Floor: core. Pure. Goes when the compiler's libgcc has __udivsi3. */
#ifndef DIVIDE_H
#define DIVIDE_H

#include <stdint.h>

/* Quotient, rounded down; a divisor of 0 gives UINT32_MAX. */
uint32_t divide_u32(uint32_t dividend, uint32_t divisor);

#endif
