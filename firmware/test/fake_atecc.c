/* An ATECC608 on the edges of the fake bus. */
#include "fake_atecc.h"

#include <string.h>

#include "fake_bus.h"

enum phase { PHASE_FREE, PHASE_ADDRESS, PHASE_RECEIVE, PHASE_ACK_GIVEN, PHASE_SEND, PHASE_ACK_TAKEN, PHASE_DEAF };

struct fake_atecc chip;

static struct {
  enum phase phase;
  int reading; /* direction of the transfer: the master reads */
  unsigned bits;
  uint8_t shift;
  int master_answer;
  uint8_t in[256];
  unsigned in_length;
  uint8_t out[256];
  unsigned out_length, out_index;
  uint64_t ready_ns;   /* busy until then */
  uint64_t woken_ns;
  uint64_t stretch_ns; /* SCL is held until then; 0 = not held */
} core;

uint16_t fake_atecc_crc(const uint8_t *bytes, size_t length) {
  unsigned crc = 0;
  for (size_t index = 0; index < length; index++) {
    crc ^= bytes[index];
    for (int bit = 0; bit < 8; bit++) crc = (crc & 1u) ? (crc >> 1) ^ 0xa001u : crc >> 1;
  }
  unsigned reversed = 0;
  for (int bit = 0; bit < 16; bit++) reversed |= (crc >> bit & 1u) << (15 - bit);
  return (uint16_t)reversed;
}

void fake_atecc_start(void) {
  memset(&chip, 0, sizeof chip);
  memset(&core, 0, sizeof core);
  chip.present = 1;
  chip.address = 0x35;
  chip.busy_us = 3000;
  chip.watchdog_us = 700000; /* the data sheet's minimum */
  chip.wake_us = 1500;
  chip.wake_status = 0x11;
  chip.answer_count = -1;
  chip.no_ack_byte = -1;
}

static void answer(const uint8_t *data, unsigned length) {
  core.out[0] = (uint8_t)(length + 3u);
  memcpy(core.out + 1, data, length);
  const uint16_t crc = fake_atecc_crc(core.out, length + 1u);
  core.out[length + 1u] = (uint8_t)(crc & 0xffu);
  core.out[length + 2u] = (uint8_t)(crc >> 8);
  core.out_length = length + 3u; /* the read address stays where it was (section 7.2): whoever reads must reset it */
}

static void spoil(int *answers_flipped) {
  if (*answers_flipped <= 0) return;
  --*answers_flipped;
  core.out[core.out_length / 2u] ^= 0x08u;
}

static void answer_status(unsigned status) {
  const uint8_t byte = (uint8_t)status;
  answer(&byte, 1);
}

static void fall(enum chip_state state) {
  chip.state = state;
  if (state == CHIP_ASLEEP) chip.temp_key = 0;
  core.out_length = 0;
}

static void wake_up(void) {
  if (!chip.present || chip.state == CHIP_AWAKE) return;
  chip.state = CHIP_AWAKE;
  chip.wakes++;
  core.woken_ns = bus.now_ns;
  core.ready_ns = bus.now_ns + chip.wake_us * 1000ull;
  core.out_index = 0;
  answer_status(chip.wake_status);
  spoil(&chip.wake_answers_flipped);
}

static void run_opcode(const uint8_t *packet) {
  uint8_t data[64];
  for (unsigned index = 0; index < sizeof data; index++) data[index] = (uint8_t)(index * 5u + packet[1] + chip.commands);
  static const uint8_t revision[] = {0x00, 0x00, 0x60, 0x02};
  switch (packet[1]) {
    case 0x30: answer(revision, 4); break;
    case 0x02: answer(data, (packet[2] & 0x80u) ? 32 : 4); break;
    case 0x1b: answer(data, 32); break;
    case 0x16: chip.temp_key = 1; answer_status(0x00); break;
    case 0x40: answer(data, 64); break;
    case 0x41: if (chip.temp_key) answer(data, 64); else answer_status(0x0f); break;
    default: answer_status(0x03); break;
  }
}

static void run_command(void) {
  const uint8_t *packet = core.in + 1;
  const unsigned count = packet[0];
  if (chip.falls_asleep_on_command) {
    chip.falls_asleep_on_command = 0;
    fall(CHIP_ASLEEP);
    return;
  }
  chip.opcodes[chip.commands % sizeof chip.opcodes] = packet[1];
  chip.commands++;
  const uint16_t crc = fake_atecc_crc(packet, count - 2u);
  if (packet[count - 2] != (crc & 0xffu) || packet[count - 1] != crc >> 8) {
    answer_status(0xff);
  } else if (chip.answers_expiring > 0) {
    chip.answers_expiring--;
    answer_status(0xee);
  } else {
    run_opcode(packet);
  }
  spoil(&chip.answers_flipped);
  if (chip.answer_count >= 0) core.out[0] = (uint8_t)chip.answer_count;
  core.ready_ns = chip.hangs ? UINT64_MAX : bus.now_ns + chip.busy_us * 1000ull;
  const uint64_t awake_us = (bus.now_ns - core.woken_ns) / 1000u + chip.busy_us;
  if (awake_us > chip.longest_awake_us) chip.longest_awake_us = awake_us;
}

/* STOP after a write: word address, and for commands the packet. */
static void end_write(void) {
  if (core.in_length == 0) return;
  switch (core.in[0]) {
    case 0x00: core.out_index = 0; chip.resets++; break;
    case 0x01: chip.sleeps++; fall(CHIP_ASLEEP); break;
    case 0x02: chip.idles++; fall(CHIP_IDLE); break;
    case 0x03: if (core.in_length > 7 && core.in_length == core.in[1] + 1u) run_command(); break;
    default: break;
  }
}

static int ready(void) {
  return chip.present && chip.state == CHIP_AWAKE && bus.now_ns >= core.ready_ns;
}

static void start_condition(void) {
  core.phase = PHASE_ADDRESS;
  core.bits = 0;
  core.shift = 0;
  fake_bus_chip_pull(PORT_SDA, 0);
}

static void stop_condition(void) {
  const int wrote = !core.reading && (core.phase == PHASE_RECEIVE || core.phase == PHASE_ACK_GIVEN);
  core.phase = PHASE_FREE;
  fake_bus_chip_pull(PORT_SDA, 0);
  if (wrote && ready()) end_write();
}

static void clock_rises(void) {
  if (core.phase == PHASE_ADDRESS || core.phase == PHASE_RECEIVE) {
    core.shift = (uint8_t)(core.shift << 1 | bus.level[PORT_SDA]);
    core.bits++;
  } else if (core.phase == PHASE_ACK_TAKEN) {
    core.master_answer = bus.level[PORT_SDA];
  }
}

static void send_bit(void) {
  fake_bus_chip_pull(PORT_SDA, !(core.shift & 0x80u));
  core.shift = (uint8_t)(core.shift << 1);
  core.bits++;
}

static void begin_sending(void) {
  core.shift = core.out_index < core.out_length ? core.out[core.out_index] : 0xff;
  core.out_index++;
  core.phase = PHASE_SEND;
  core.bits = 0;
  send_bit();
}

static void begin_receiving(void) {
  core.phase = PHASE_RECEIVE;
  core.bits = 0;
  fake_bus_chip_pull(PORT_SDA, 0);
}

static void stretch(void) {
  if (chip.stretch_us == 0) return;
  core.stretch_ns = bus.now_ns + chip.stretch_us * 1000ull;
  fake_bus_chip_pull(PORT_SCL, 1);
}

static void acknowledge(void) {
  core.phase = PHASE_ACK_GIVEN;
  fake_bus_chip_pull(PORT_SDA, 1);
  stretch();
}

static void address_complete(void) {
  if (!ready() || core.shift >> 1 != chip.address) {
    core.phase = PHASE_DEAF;
    return;
  }
  core.reading = core.shift & 1;
  core.in_length = 0;
  acknowledge();
}

static void byte_complete(void) {
  if (chip.no_ack_byte == (int)core.in_length || core.in_length == sizeof core.in) {
    core.phase = PHASE_DEAF;
    return;
  }
  core.in[core.in_length++] = core.shift;
  acknowledge();
}

static void clock_falls(void) {
  switch (core.phase) {
    case PHASE_ADDRESS: if (core.bits == 8) address_complete(); break;
    case PHASE_RECEIVE: if (core.bits == 8) byte_complete(); break;
    case PHASE_ACK_GIVEN: if (core.reading) begin_sending(); else begin_receiving(); break;
    case PHASE_SEND:
      if (core.bits == 8) {
        core.phase = PHASE_ACK_TAKEN;
        fake_bus_chip_pull(PORT_SDA, 0);
        stretch();
      } else {
        send_bit();
      }
      break;
    case PHASE_ACK_TAKEN: if (core.master_answer) core.phase = PHASE_DEAF; else begin_sending(); break;
    default: break;
  }
}

void fake_atecc_edge(enum port_line line, int level, uint64_t lasted_ns) {
  if (line == PORT_SCL) {
    if (level) clock_rises(); else clock_falls();
    return;
  }
  if (level && lasted_ns >= 60000u) wake_up(); /* SCL does not matter to a sleeping chip */
  if (!bus.level[PORT_SCL]) return;
  if (level) stop_condition(); else start_condition();
}

uint64_t fake_atecc_next_event_ns(void) {
  const uint64_t watchdog = chip.state == CHIP_AWAKE ? core.woken_ns + chip.watchdog_us * 1000ull : UINT64_MAX;
  const uint64_t held = core.stretch_ns != 0 ? core.stretch_ns : UINT64_MAX;
  return watchdog < held ? watchdog : held;
}

void fake_atecc_event(void) {
  if (core.stretch_ns != 0 && bus.now_ns >= core.stretch_ns) {
    core.stretch_ns = 0;
    fake_bus_chip_pull(PORT_SCL, 0);
  }
  if (chip.state == CHIP_AWAKE && bus.now_ns >= core.woken_ns + chip.watchdog_us * 1000ull) fall(CHIP_ASLEEP);
}
