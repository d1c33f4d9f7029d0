/* Two open-drain lines with pull-ups. */
#include "fake_bus.h"

#include <string.h>

#include "fake_atecc.h"

struct fake_bus bus;

void fake_bus_start(void) {
  memset(&bus, 0, sizeof bus);
  bus.access_ns = 200;
  bus.level[PORT_SDA] = bus.level[PORT_SCL] = 1;
  bus.shortest_high_ns = bus.shortest_low_ns = UINT64_MAX;
}

static void measure(enum port_line line, int level) {
  const uint64_t lasted = bus.now_ns - bus.changed_ns[line];
  if (line == PORT_SCL && level && lasted < bus.shortest_low_ns) bus.shortest_low_ns = lasted;
  if (line == PORT_SCL && !level && lasted < bus.shortest_high_ns) bus.shortest_high_ns = lasted;
  if (line == PORT_SCL && level) bus.clocks++;
  if (line == PORT_SCL && !level && bus.held_clocks > 0) bus.held_clocks--;
  bus.changed_ns[line] = bus.now_ns;
}

static int level_of(enum port_line line) {
  const int held = line == PORT_SDA && bus.held_clocks > 0;
  return !(bus.master_low[line] || bus.chip_low[line] || bus.stuck_low[line] || held);
}

void fake_bus_settle(void) {
  for (int changed = 1; changed;) {
    changed = 0;
    for (int line = PORT_SDA; line <= PORT_SCL; line++) {
      const int level = level_of((enum port_line)line);
      if (level == bus.level[line]) continue;
      const uint64_t lasted = bus.now_ns - bus.changed_ns[line];
      measure((enum port_line)line, level);
      bus.level[line] = level;
      fake_atecc_edge((enum port_line)line, level, lasted);
      changed = 1;
    }
  }
}

void fake_bus_pass(uint64_t ns) {
  const uint64_t end = bus.now_ns + ns;
  for (uint64_t next = fake_atecc_next_event_ns(); next <= end; next = fake_atecc_next_event_ns()) {
    if (next > bus.now_ns) bus.now_ns = next;
    fake_atecc_event();
    fake_bus_settle();
  }
  bus.now_ns = end;
}

void fake_bus_pull(enum port_line line, int low) {
  fake_bus_pass(bus.access_ns);
  bus.master_low[line] = low;
  fake_bus_settle();
}

void fake_bus_chip_pull(enum port_line line, int low) {
  bus.chip_low[line] = low;
}
