/* Time from the cycle counter. */
#include "clock.h"

#include "cpu.h"
#include "divide.h"
#include "port.h"
#include "registers.h"

#define DEFAULT_CYCLES_PER_US 40u
#define MIN_CYCLES_PER_US 20u
#define MAX_CYCLES_PER_US 240u

static struct {
  uint32_t cycles_per_us;
  uint32_t counted; /* CCOUNT up to which now_us has been counted */
  uint32_t now_us;
} clock;

void clock_start(void) {
  /* The ROM leaves the CPU on the crystal, 40 or 26 MHz, measures it, and keeps the result here for its own delays. */
  const uint32_t found = REGISTER(ROM_TICKS_PER_US_PRO);
  clock.cycles_per_us = found >= MIN_CYCLES_PER_US && found <= MAX_CYCLES_PER_US ? found : DEFAULT_CYCLES_PER_US;
  clock.counted = cpu_cycles();
  clock.now_us = 0;
}

uint32_t clock_cycles(uint32_t us) {
  return us * clock.cycles_per_us;
}

/* CCOUNT wraps after 18 s at 240 MHz: port_wait calls this often enough. */
uint32_t port_now_us(void) {
  const uint32_t us = divide_u32(cpu_cycles() - clock.counted, clock.cycles_per_us);
  clock.counted += us * clock.cycles_per_us;
  clock.now_us += us;
  return clock.now_us;
}

void port_delay_us(uint32_t us) {
  const uint32_t since = cpu_cycles();
  const uint32_t cycles = clock_cycles(us);
  while (cpu_cycles() - since < cycles) continue;
}
