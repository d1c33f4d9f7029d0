/* An ATECC608 on the edges of the fake bus: an I2C device that wakes, works, answers and falls asleep.
 * Floor: host tests. Written from the data sheet alone; shares no code with the firmware (its CRC is made another way).
 * Reference: ATECC608A-TNGTLS data sheet DS40002112B sections 4.3, 7 and 8.3. */
#ifndef FAKE_ATECC_H
#define FAKE_ATECC_H

#include <stdint.h>

#include "port.h"

enum chip_state { CHIP_ASLEEP, CHIP_IDLE, CHIP_AWAKE };

struct fake_atecc {
  /* behaviour, to be changed by a test */
  int present;
  uint8_t address;
  uint32_t busy_us;         /* execution time of every command */
  uint32_t watchdog_us;     /* from wake to sleep */
  uint32_t wake_us;         /* tWHI: does not acknowledge before */
  uint32_t stretch_us;      /* holds SCL so long after every byte */
  uint8_t wake_status;      /* 11, or what a broken chip says */
  int wake_answers_flipped; /* so many answers after a wake get one wrong bit */
  int answers_flipped;      /* so many answers to commands get one wrong bit */
  int answers_expiring;     /* so many commands are answered with EE */
  int answer_count;         /* to commands: instead of the real count byte; -1 = real */
  int no_ack_byte;          /* does not acknowledge this byte of a write (0 = word address); -1 = all fine */
  int hangs;                /* never becomes ready after a command */
  int falls_asleep_on_command;

  /* what happened */
  enum chip_state state;
  unsigned wakes, idles, sleeps, commands, resets;
  uint8_t opcodes[64];
  uint64_t longest_awake_us; /* from a wake to the end of a command's execution */
  int temp_key;              /* set by Nonce, lost in sleep */
};

extern struct fake_atecc chip;

void fake_atecc_start(void);
/* An edge of a line, and how long the level before it had lasted. */
void fake_atecc_edge(enum port_line line, int level, uint64_t lasted_ns);
/* When the chip wants to do something by itself; UINT64_MAX = never. */
uint64_t fake_atecc_next_event_ns(void);
void fake_atecc_event(void);

/* The chip's CRC, made as the bit-reversed CRC-16/ARC. */
uint16_t fake_atecc_crc(const uint8_t *bytes, size_t length);

#endif
