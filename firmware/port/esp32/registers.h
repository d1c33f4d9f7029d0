/* The registers of the ESP32 that the bench firmware touches, all of them.
 * Floor: port. A table; knows no procedures.
 * Reference: ESP32 Technical Reference Manual, chapters 4 (IO_MUX and GPIO), 5 (DPORT), 13 (UART), 18 (timers), 20 (eFuse), 31 (RTC). */
#ifndef REGISTERS_H
#define REGISTERS_H

#include <stdint.h>

/* Volatile makes the compiler put MEMW before each access, which the ESP32 errata want (CPU-3.16). */
#define REGISTER(address) (*(volatile uint32_t *)(address))
#define BIT(number) (1u << (number))

#define DPORT_PRO_UART_INTR_MAP 0x3ff0018cu

#define UART0_FIFO 0x3ff40000u
#define UART0_INT_ENA 0x3ff4000cu
#define UART0_INT_CLR 0x3ff40010u
#define UART0_INT_RAW 0x3ff40004u
#define UART_INT_RXFIFO_FULL BIT(0)
#define UART_INT_RXFIFO_OVF BIT(4)
#define UART_INT_RXFIFO_TOUT BIT(8)
#define UART0_CLKDIV 0x3ff40014u /* integer in bits 0–19, sixteenths in 20–23 */
#define UART0_STATUS 0x3ff4001cu /* received bytes 0–7, bytes to send 16–23, transmitter state 24–27 (0 = idle) */
#define UART0_CONF1 0x3ff40024u  /* full threshold 0–6, time-out in symbols 24–30, its enable 31 */

#define GPIO_OUT_W1TC 0x3ff4400cu
#define GPIO_OUT1_W1TC 0x3ff44018u
#define GPIO_ENABLE_W1TS 0x3ff44024u
#define GPIO_ENABLE_W1TC 0x3ff44028u
#define GPIO_ENABLE1_W1TS 0x3ff44030u
#define GPIO_ENABLE1_W1TC 0x3ff44034u
#define GPIO_STRAP 0x3ff44038u
#define GPIO_IN 0x3ff4403cu
#define GPIO_IN1 0x3ff44040u
#define GPIO_PIN(pin) (0x3ff44088u + 4u * (pin))
#define GPIO_PIN_OPEN_DRAIN BIT(2)
#define GPIO_FUNC_OUT_SEL(pin) (0x3ff44530u + 4u * (pin))
#define GPIO_FUNC_OUT_PLAIN 256u

#define IO_MUX_BASE 0x3ff49000u
#define IO_MUX_PULL_UP BIT(8)
#define IO_MUX_INPUT_ENABLE BIT(9)
#define IO_MUX_DRIVE_DEFAULT (2u << 10)
#define IO_MUX_FUNCTION_GPIO (2u << 12)

#define RTC_CNTL_OPTIONS0 0x3ff48000u /* bit 31: reset the chip */
#define RTC_CNTL_RESET_STATE 0x3ff48034u
#define RTC_CNTL_WDTCONFIG0 0x3ff4808cu
#define RTC_CNTL_WDTWPROTECT 0x3ff480a4u
#define TIMG0_WDTCONFIG0 0x3ff5f048u
#define TIMG0_WDTWPROTECT 0x3ff5f064u
#define TIMG1_WDTCONFIG0 0x3ff60048u
#define TIMG1_WDTWPROTECT 0x3ff60064u
#define WATCHDOG_KEY 0x50d83aa1u

#define EFUSE_BLK0_RDATA(word) (0x3ff5a000u + 4u * (word))
#define APB_CTRL_DATE 0x3ff6607cu

/* In the ROM's own memory: its idea of CPU cycles in a microsecond (esp32.rom.ld: g_ticks_per_us_pro). */
#define ROM_TICKS_PER_US_PRO 0x3ffe01e0u

#endif
