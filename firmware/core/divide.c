/* Unsigned division by shifting: one quotient bit a step, and no more steps than the quotient has bits. */
#include "divide.h"

uint32_t divide_u32(uint32_t dividend, uint32_t divisor) {
  if (divisor == 0) return UINT32_MAX;
  uint32_t shift = 0;
  while ((divisor << shift) <= (dividend >> 1)) shift++; /* stays below 2^31, so no bit is lost */
  uint32_t quotient = 0;
  for (;;) {
    const uint32_t part = divisor << shift;
    if (part <= dividend) {
      dividend -= part;
      quotient |= 1u << shift;
    }
    if (shift == 0) return quotient;
    shift--;
  }
}
