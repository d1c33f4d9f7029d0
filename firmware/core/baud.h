/* Changing the baud rate, and going back when nobody follows.
 * Floor: core. Knows dividers, not registers.
 *
 * The UART's clock is not known: the ROM found a divider by measuring, on a 26 or 40 MHz crystal, and after loading into
 * RAM it stands at whatever rate the loader spoke. Whoever asks for a rate knows the present one, so the divider is scaled.
 * Reference: docs/protocol.md section 3.2. */
#ifndef BAUD_H
#define BAUD_H

#include <stdint.h>

#define BAUD_MIN 9600u
#define BAUD_MAX 2000000u

struct baud {
  int on_trial; /* 1 from a change until a good frame comes or the time is over */
  uint32_t changed_at_us;
  uint32_t divider_before;
};

void baud_start(struct baud *baud);

/* The divider in sixteenths for the wanted rate, or BENCH_ERR_BAD_ARGUMENT. */
int baud_divider(uint32_t divider, uint32_t present, uint32_t wanted);

/* Changes the rate on trial. */
void baud_change(struct baud *baud, uint32_t divider);

/* A good frame came: the rate stays. */
void baud_confirm(struct baud *baud);

/* Goes back when the trial is over. */
void baud_poll(struct baud *baud);

#endif
