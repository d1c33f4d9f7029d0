/* UART0.
 * The FIFO is read only while interrupts are masked, in the handler or under cpu_mask. Errata CPU-3.21 and UART-3.17 want
 * that: an interrupted read of the FIFO stops the peripheral bus, or makes the count of received bytes wrong. */
#include "uart.h"

#include "clock.h"
#include "cpu.h"
#include "port.h"
#include "registers.h"
#include "ring.h"

#define FIFO_BYTES 128u
/* At 921,600 baud the other 64 places last 690 us. */
#define FULL_THRESHOLD 64u
#define TIMEOUT_SYMBOLS 2u
#define INTERRUPTS (UART_INT_RXFIFO_FULL | UART_INT_RXFIFO_OVF | UART_INT_RXFIFO_TOUT)
/* A byte takes 1.05 ms at 9,600 baud. */
#define SEND_LIMIT_US 20000u
#define FLUSH_LIMIT_US 200000u
/* Comes back from time to time for the baud rate's trial and the clock's wrap. */
#define WAIT_US 10000u

static struct ring received;

void uart_start(void) {
  ring_start(&received);
  REGISTER(UART0_INT_ENA) = 0;
  const uint32_t kept = REGISTER(UART0_CONF1) & ~(0x7fu | 0xffu << 24);
  REGISTER(UART0_CONF1) = kept | FULL_THRESHOLD | TIMEOUT_SYMBOLS << 24 | BIT(31);
  REGISTER(UART0_INT_CLR) = UINT32_MAX;
  REGISTER(DPORT_PRO_UART_INTR_MAP) = CPU_INTERRUPT_UART;
  REGISTER(UART0_INT_ENA) = INTERRUPTS;
}

void uart_receive(void) {
  if (REGISTER(UART0_INT_RAW) & UART_INT_RXFIFO_OVF) ring_mark_gap(&received);
  for (uint32_t limit = 2u * FIFO_BYTES; limit > 0 && (REGISTER(UART0_STATUS) & 0xffu) != 0; limit--) {
    ring_put(&received, (uint8_t)REGISTER(UART0_FIFO));
  }
  REGISTER(UART0_INT_CLR) = INTERRUPTS;
}

int port_read(void) {
  return ring_get(&received);
}

uint32_t port_lost_bytes(void) {
  return received.lost;
}

void port_wait(void) {
  (void)port_now_us();
  const uint32_t before = cpu_mask();
  uart_receive(); /* a byte that came without an interrupt would otherwise wait for the next one */
  if (received.written == received.taken && !received.gap) {
    cpu_set_timer(cpu_cycles() + clock_cycles(WAIT_US));
    cpu_wait_unmasked();
  }
  cpu_unmask(before);
}

static uint32_t bytes_to_send(void) {
  return REGISTER(UART0_STATUS) >> 16 & 0xffu;
}

/* Room in the FIFO within the limit. Two places stay free, as in Espressif's Arduino core (esp32-hal-uart.c): the count lags behind the writes. */
static int wait_for_room(void) {
  const uint32_t since = cpu_cycles();
  const uint32_t limit = clock_cycles(SEND_LIMIT_US);
  while (bytes_to_send() >= FIFO_BYTES - 2u) {
    if (cpu_cycles() - since >= limit) return 0;
  }
  return 1;
}

void port_write(const uint8_t *bytes, size_t length) {
  for (size_t index = 0; index < length && wait_for_room(); index++) REGISTER(UART0_FIFO) = bytes[index];
}

void port_flush(void) {
  const uint32_t since = cpu_cycles();
  const uint32_t limit = clock_cycles(FLUSH_LIMIT_US);
  while ((REGISTER(UART0_STATUS) & 0x0fff0000u) != 0 && cpu_cycles() - since < limit) continue;
}

uint32_t port_uart_divider(void) {
  const uint32_t clkdiv = REGISTER(UART0_CLKDIV);
  return (clkdiv & 0xfffffu) << 4 | (clkdiv >> 20 & 0xfu);
}

void port_set_uart_divider(uint32_t sixteenths) {
  REGISTER(UART0_CLKDIV) = sixteenths >> 4 | (sixteenths & 0xfu) << 20;
}
