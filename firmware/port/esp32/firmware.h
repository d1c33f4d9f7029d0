/* Where the assembler enters C.
 * Floor: port, its top. */
#ifndef FIRMWARE_H
#define FIRMWARE_H

/* After a reset: start.S jumps here with a stack and zeroed memory. */
_Noreturn void firmware_main(void);

/* Starts the station and works for ever; also after a crash. */
_Noreturn void firmware_run(void);

/* Level-1 interrupts: vectors.S calls this on a stack of its own. */
void firmware_interrupt(void);

#endif
