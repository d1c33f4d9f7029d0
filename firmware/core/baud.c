/* Changing the baud rate, and going back when nobody follows. */
#include "baud.h"

#include "bench_err.h"
#include "divide.h"
#include "port.h"

#define TRIAL_US 1000000u
/* A slower clock than 16 MHz at 2,000,000 baud does not exist; such a divider comes from a wrong present rate. */
#define MIN_DIVIDER (8u * 16u)
/* 20 bits and four of sixteenths (UART_CLKDIV_REG). */
#define MAX_DIVIDER 0xffffffu

void baud_start(struct baud *baud) {
  baud->on_trial = 0;
  baud->changed_at_us = 0;
  baud->divider_before = 0;
}

int baud_divider(uint32_t divider, uint32_t present, uint32_t wanted) {
  if (present < BAUD_MIN || present > BAUD_MAX || wanted < BAUD_MIN || wanted > BAUD_MAX) return BENCH_ERR_BAD_ARGUMENT;
  /* divider x present is sixteen times the UART's clock: 1,280,000,000 at 80 MHz. More than 32 bits is no clock. */
  if (divider > divide_u32(UINT32_MAX - BAUD_MAX, present)) return BENCH_ERR_BAD_ARGUMENT;
  const uint32_t scaled = divide_u32(divider * present + wanted / 2u, wanted);
  if (scaled < MIN_DIVIDER || scaled > MAX_DIVIDER) return BENCH_ERR_BAD_ARGUMENT;
  return (int)scaled;
}

void baud_change(struct baud *baud, uint32_t divider) {
  if (!baud->on_trial) baud->divider_before = port_uart_divider();
  baud->on_trial = 1;
  baud->changed_at_us = port_now_us();
  port_set_uart_divider(divider);
}

void baud_confirm(struct baud *baud) {
  baud->on_trial = 0;
}

void baud_poll(struct baud *baud) {
  if (!baud->on_trial || port_now_us() - baud->changed_at_us < TRIAL_US) return;
  baud->on_trial = 0;
  port_set_uart_divider(baud->divider_before);
}
