/* The few instructions of the core that C has no words for.
 * Floor: port. Reference: Xtensa ISA Reference Manual; interrupt numbers: ESP32 TRM table 2-2. */
#ifndef CPU_H
#define CPU_H

#include <stdint.h>

/* CPU interrupts in use, both of level 1. */
#define CPU_INTERRUPT_UART 0u
#define CPU_INTERRUPT_TIMER 6u /* fires when CCOUNT reaches CCOMPARE0; writing CCOMPARE0 clears it */

static inline uint32_t cpu_cycles(void) {
  uint32_t cycles;
  __asm__ volatile("rsr.ccount %0" : "=r"(cycles));
  return cycles;
}

static inline void cpu_set_timer(uint32_t cycles) {
  __asm__ volatile("wsr.ccompare0 %0; esync" ::"r"(cycles));
}

static inline void cpu_enable_interrupts(uint32_t mask) {
  uint32_t before;
  __asm__ volatile("wsr.intenable %1; rsync; rsil %0, 0" : "=&r"(before) : "r"(mask) : "memory");
}

/* Masks all interrupts in use. Returns what cpu_unmask wants. */
static inline uint32_t cpu_mask(void) {
  uint32_t before;
  __asm__ volatile("rsil %0, 3" : "=r"(before)::"memory");
  return before;
}

static inline void cpu_unmask(uint32_t before) {
  __asm__ volatile("wsr.ps %0; rsync" ::"r"(before) : "memory");
}

/* Unmasks and sleeps until an interrupt has been served; one that is already pending counts. */
static inline void cpu_wait_unmasked(void) {
  __asm__ volatile("waiti 0" ::: "memory");
}

#endif
