/* What core asks of the machine under it: two pins, time, one serial line, a few facts.
 * Floor: core, as a list of wishes; port/<chip> grants them, test/ pretends to.
 * Knows no registers. Reference: docs/protocol.md section 3. */
#ifndef PORT_H
#define PORT_H

#include <stddef.h>
#include <stdint.h>

/* The two open-drain lines. A line is pulled low or let go; who lets go may still read 0. */
enum port_line { PORT_SDA, PORT_SCL };

/* Chooses the pins of the two lines and lets both go. Returns 0, or BENCH_ERR_BAD_ARGUMENT for pins that are not free. */
int port_set_pins(uint8_t sda, uint8_t scl);
void port_line_low(enum port_line line);
void port_line_release(enum port_line line);
/* 0 or 1, as the line is now. */
int port_line_level(enum port_line line);

/* Waits at least so long; interrupts may make it longer. */
void port_delay_us(uint32_t us);
/* Microseconds since start, wrapping. */
uint32_t port_now_us(void);

/* The next received byte, or RING_EMPTY or RING_GAP (ring.h). */
int port_read(void);
/* Received bytes that were lost since start. */
uint32_t port_lost_bytes(void);
/* Returns when a byte has come or a few milliseconds have passed. */
void port_wait(void);
/* Sends all bytes; gives the rest up when the line does not move. */
void port_write(const uint8_t *bytes, size_t length);
/* Returns when the last stop bit has left, or after a bounded time. */
void port_flush(void);
/* The divider that makes the baud rate, in sixteenths of the UART's clock. */
uint32_t port_uart_divider(void);
void port_set_uart_divider(uint32_t sixteenths);

/* Facts for hello (protocol.md 3.1). */
struct port_identity {
  uint8_t chip;          /* esp_chip_id_t, low byte */
  uint8_t chip_revision; /* major x 16 + minor */
  uint8_t mac[6];        /* first byte first */
  uint8_t reset_reason;
  uint8_t started_from; /* 1 flash, 2 RAM, 0 not known */
};
struct port_identity port_identity(void);

/* Resets the chip; on hardware it does not return. */
void port_reset(void);

#endif
