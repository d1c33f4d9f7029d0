/* The chip as a whole: who it is, its watchdogs, its reset.
 * Floor: port. The rest of it is in core/port.h. */
#ifndef CHIP_H
#define CHIP_H

/* The ROM starts them to catch a boot that hangs; a bench may wait for ever. */
void chip_stop_watchdogs(void);

#endif
