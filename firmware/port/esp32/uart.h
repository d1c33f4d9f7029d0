/* UART0: receive by interrupt into a ring, send by waiting for room.
 * Floor: port. The rest of it is in core/port.h. */
#ifndef UART_H
#define UART_H

/* Takes over UART0 as the ROM left it; the divider stays. Interrupts must be off. */
void uart_start(void);

/* Empties the receive FIFO into the ring. Only with interrupts masked. */
void uart_receive(void);

#endif
