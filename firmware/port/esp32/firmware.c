/* Wires core to the chip and never ends.
 * Floor: port, its top. Reference: docs/protocol.md section 6. */
#include "firmware.h"

#include "bench.h"
#include "chip.h"
#include "clock.h"
#include "cpu.h"
#include "port.h"
#include "registers.h"
#include "uart.h"

void firmware_interrupt(void) {
  cpu_set_timer(cpu_cycles()); /* clears the timer; the next match is a whole turn of the counter away */
  uart_receive();
}

void firmware_run(void) {
  uart_start();
  bench_start();
  cpu_enable_interrupts(BIT(CPU_INTERRUPT_UART) | BIT(CPU_INTERRUPT_TIMER));
  for (;;) {
    if (!bench_poll()) port_wait();
  }
}

void firmware_main(void) {
  chip_stop_watchdogs();
  clock_start();
  bench_print_banner();
  firmware_run();
}
