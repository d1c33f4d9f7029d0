/* What each command does. */
#include "commands.h"

#include "atecc.h"
#include "batch.h"
#include "baud.h"
#include "bench_err.h"
#include "frame.h"
#include "port.h"
#include "version.h"

enum operation {
  OPERATION_HELLO = 0x01,
  OPERATION_SET_BAUD = 0x02,
  OPERATION_CONFIGURE_I2C = 0x03,
  OPERATION_SCAN = 0x04,
  OPERATION_WAKE = 0x05,
  OPERATION_IDLE = 0x06,
  OPERATION_SLEEP = 0x07,
  OPERATION_EXECUTE = 0x08,
  OPERATION_RESET = 0x09,
  OPERATION_ECHO = 0x0a,
};

#define DEFAULT_SDA 16
#define DEFAULT_SCL 17
#define DEFAULT_KHZ 100u
#define ADDRESS_MAP_BYTES 16u
/* Time for a weak pull-up to raise a line before it is read. */
#define LINE_RISE_US 100u

/* A command's request, and the data of its answer after the status byte. */
struct call {
  struct commands *commands;
  const uint8_t *request;
  size_t length;
  uint8_t *data;
  size_t capacity; /* of data */
  size_t data_length;
};

static uint32_t read_u16(const uint8_t *bytes) {
  return bytes[0] | (uint32_t)bytes[1] << 8;
}

static uint32_t read_u32(const uint8_t *bytes) {
  return read_u16(bytes) | read_u16(bytes + 2) << 16;
}

static void add(struct call *call, uint32_t byte) {
  if (call->data_length < call->capacity) call->data[call->data_length++] = (uint8_t)byte;
}

static void add_bytes(struct call *call, const uint8_t *bytes, size_t length) {
  for (size_t index = 0; index < length; index++) add(call, bytes[index]);
}

static int hello(struct call *call) {
  if (call->length != 0) return BENCH_ERR_BAD_LENGTH;
  const struct port_identity identity = port_identity();
  const uint32_t now = port_now_us();
  add(call, PROTOCOL_VERSION);
  add(call, FIRMWARE_MAJOR);
  add(call, FIRMWARE_MINOR);
  add(call, FIRMWARE_PATCH);
  for (uint32_t shift = 32; shift > 0; shift -= 8) add(call, BUILD_ID >> (shift - 8u)); /* in the order of the banner */
  add(call, identity.chip);
  add(call, identity.chip_revision);
  add_bytes(call, identity.mac, sizeof identity.mac);
  add(call, identity.reset_reason);
  add(call, identity.started_from);
  add(call, FRAME_MAX_PAYLOAD & 0xffu);
  add(call, FRAME_MAX_PAYLOAD >> 8);
  for (uint32_t shift = 0; shift < 32; shift += 8) add(call, now >> shift);
  return 0;
}

static int set_baud(struct call *call) {
  if (call->length != 8) return BENCH_ERR_BAD_LENGTH;
  const int divider = baud_divider(port_uart_divider(), read_u32(call->request + 4), read_u32(call->request));
  if (divider < 0) return divider;
  call->commands->after = AFTER_SET_BAUD;
  call->commands->divider = (uint32_t)divider;
  return 0;
}

static int configure_i2c(struct call *call) {
  if (call->length != 4) return BENCH_ERR_BAD_LENGTH;
  const uint32_t khz = read_u16(call->request + 2);
  if (khz < I2C_MIN_KHZ || khz > I2C_MAX_KHZ) return BENCH_ERR_BAD_ARGUMENT;
  const int result = port_set_pins(call->request[0], call->request[1]);
  if (result < 0) return result;
  i2c_set_clock(&call->commands->bus, khz);
  port_delay_us(LINE_RISE_US);
  add(call, (uint32_t)port_line_level(PORT_SDA) | (uint32_t)port_line_level(PORT_SCL) << 1);
  return 0;
}

static int scan(struct call *call) {
  if (call->length != 0) return BENCH_ERR_BAD_LENGTH;
  const struct i2c_bus *bus = &call->commands->bus;
  uint8_t map[ADDRESS_MAP_BYTES];
  for (size_t index = 0; index < sizeof map; index++) map[index] = 0;
  int result = atecc_wake_pulse(bus);
  if (result < 0) return result;
  for (uint8_t address = I2C_FIRST_ADDRESS; address <= I2C_LAST_ADDRESS; address++) {
    result = i2c_probe(bus, address);
    if (result == 0) {
      map[address >> 3] = (uint8_t)(map[address >> 3] | 1u << (address & 7u));
    } else if (result != BENCH_ERR_I2C_NO_ACK) {
      return result;
    }
  }
  add_bytes(call, map, sizeof map);
  return 0;
}

/* The one-byte request of wake, idle and sleep. Returns the address. */
static int read_address(const struct call *call) {
  if (call->length != 1) return BENCH_ERR_BAD_LENGTH;
  const uint8_t address = call->request[0];
  return address >= I2C_FIRST_ADDRESS && address <= I2C_LAST_ADDRESS ? address : BENCH_ERR_BAD_ARGUMENT;
}

static int wake(struct call *call) {
  const int address = read_address(call);
  if (address < 0) return address;
  struct atecc_answer answer;
  const int result = atecc_wake(&call->commands->bus, (uint8_t)address, &answer);
  if (result == 0 || result == BENCH_ERR_CHIP_WAKE) add_bytes(call, answer.bytes, answer.length);
  return result;
}

static int put_away(struct call *call, enum atecc_word_address how) {
  const int address = read_address(call);
  return address < 0 ? address : atecc_put_away(&call->commands->bus, (uint8_t)address, how);
}

static int execute(struct call *call) {
  const int length = batch_run(&call->commands->bus, call->request, call->length, call->data, call->capacity);
  if (length < 0) return length;
  call->data_length = (size_t)length;
  return 0;
}

static int reset(struct call *call) {
  if (call->length != 0) return BENCH_ERR_BAD_LENGTH;
  call->commands->after = AFTER_RESET;
  return 0;
}

static int echo(struct call *call) {
  if (call->length > call->capacity) return BENCH_ERR_BAD_LENGTH;
  add_bytes(call, call->request, call->length);
  return 0;
}

static int dispatch(struct call *call, uint8_t operation) {
  switch (operation) {
    case OPERATION_HELLO: return hello(call);
    case OPERATION_SET_BAUD: return set_baud(call);
    case OPERATION_CONFIGURE_I2C: return configure_i2c(call);
    case OPERATION_SCAN: return scan(call);
    case OPERATION_WAKE: return wake(call);
    case OPERATION_IDLE: return put_away(call, ATECC_IDLE);
    case OPERATION_SLEEP: return put_away(call, ATECC_SLEEP);
    case OPERATION_EXECUTE: return execute(call);
    case OPERATION_RESET: return reset(call);
    case OPERATION_ECHO: return echo(call);
    default: return BENCH_ERR_UNKNOWN_COMMAND;
  }
}

void commands_start(struct commands *commands) {
  commands->after = AFTER_NOTHING;
  commands->divider = 0;
  i2c_set_clock(&commands->bus, DEFAULT_KHZ);
  (void)port_set_pins(DEFAULT_SDA, DEFAULT_SCL); /* free on every chip this is built for */
}

size_t commands_run(struct commands *commands, uint8_t operation, const uint8_t *request, size_t length, uint8_t *answer, size_t capacity) {
  struct call call = {.commands = commands, .request = request, .length = length, .data = answer + 1, .capacity = capacity - 1u, .data_length = 0};
  commands->after = AFTER_NOTHING;
  answer[0] = bench_status(dispatch(&call, operation));
  return 1u + call.data_length;
}
