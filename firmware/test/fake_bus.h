/* Two open-drain lines with pull-ups, and time that passes only when the master does something.
 * Floor: host tests. Knows edges and nanoseconds; the devices on the lines are fake_atecc.c and the faults below. */
#ifndef FAKE_BUS_H
#define FAKE_BUS_H

#include <stdint.h>

#include "port.h"

struct fake_bus {
  uint64_t now_ns;
  uint32_t access_ns; /* what touching a line costs */
  int master_low[2];  /* by enum port_line; 1 = pulls */
  int chip_low[2];
  int level[2];
  uint64_t changed_ns[2];

  /* faults */
  int stuck_low[2];
  uint32_t held_clocks; /* somebody holds SDA until SCL has fallen so often */

  /* measured since fake_bus_start */
  uint64_t shortest_high_ns; /* of SCL */
  uint64_t shortest_low_ns;
  uint32_t clocks; /* rising edges of SCL */
};

extern struct fake_bus bus;

void fake_bus_start(void);
void fake_bus_pass(uint64_t ns);
void fake_bus_pull(enum port_line line, int low);
/* For devices: they may pull from inside an edge. */
void fake_bus_chip_pull(enum port_line line, int low);
/* Makes the lines follow the faults above when they change. */
void fake_bus_settle(void);

#endif
