/* What is left of a crash, shared by vectors.S and crash.c.
 * Floor: port. The offsets are for the assembler, which cannot read the struct. */
#ifndef CRASH_H
#define CRASH_H

#define CRASH_CAUSE 0
#define CRASH_PC 4
#define CRASH_VADDR 8
#define CRASH_PS 12
#define CRASH_A0 16
#define CRASH_SP 20

/* cause for an interrupt of level 2–7, which nobody has asked for: this plus the level. EXCCAUSE itself has six bits. */
#define CRASH_CAUSE_LEVEL 64

#ifndef __ASSEMBLER__
#include <stdint.h>

struct crash {
  uint32_t cause; /* EXCCAUSE (Xtensa ISA table 4-64), or CRASH_CAUSE_LEVEL + n */
  uint32_t pc;
  uint32_t vaddr; /* EXCVADDR: meaningful for load, store and fetch errors */
  uint32_t ps;    /* as in the handler: EXCM is set */
  uint32_t a0;
  uint32_t sp;
};

extern struct crash crash_record;

/* Reports the record and starts the station again. vectors.S jumps here with a fresh stack. */
_Noreturn void crash_handle(void);
#endif

#endif
