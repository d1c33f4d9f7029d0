/* The ATECC608 on the bus. */
#include "atecc.h"

#include "bench_err.h"
#include "crc16.h"
#include "port.h"

/* tWLO at least 60 us, tWHI at least 1,500 us (section 8.3). Longer is harmless. */
#define WAKE_LOW_US 80u
#define WAKE_PAUSE_US 1600u
/* The data sheet names no time from idle to a new wake; this costs nothing. */
#define IDLE_PAUSE_US 100u
#define POLL_PAUSE_US 1000u
#define WAKE_ANSWER_BYTES 4u

enum opcode {
  OPCODE_Write = 0x12,
  OPCODE_Lock = 0x17,
  OPCODE_DeriveKey = 0x1c,
  OPCODE_UpdateExtra = 0x20,
  OPCODE_Counter = 0x24,
  OPCODE_GenKey = 0x40,
  OPCODE_ECDH = 0x43,
  OPCODE_Verify = 0x45,
  OPCODE_PrivWrite = 0x46,
  OPCODE_KDF = 0x56,
  OPCODE_SecureBoot = 0x80,
};

int atecc_refuses(const uint8_t *packet) {
  const uint8_t mode = packet[2];
  switch (packet[1]) {
    case OPCODE_Write:
    case OPCODE_Lock:
    case OPCODE_DeriveKey:
    case OPCODE_UpdateExtra:
    case OPCODE_PrivWrite:
    case OPCODE_ECDH:       /* may put its result into a slot */
    case OPCODE_KDF:        /* may put its result into a slot */
    case OPCODE_SecureBoot: /* may store a digest */
      return 1;
    case OPCODE_GenKey:
      return (mode & 0x04u) != 0; /* a new private key */
    case OPCODE_Counter:
      return (mode & 0x01u) != 0; /* increment */
    case OPCODE_Verify:
      return (mode & 0x01u) != 0; /* validate or invalidate a stored key */
    default:
      return 0;
  }
}

static int crc_is_right(const struct atecc_answer *answer) {
  const uint32_t end = answer->length - 2u;
  return crc16_atecc(answer->bytes, end) == (answer->bytes[end] | (uint32_t)answer->bytes[end + 1] << 8);
}

static int write_word_address(const struct i2c_bus *bus, uint8_t address, enum atecc_word_address word_address) {
  return i2c_write(bus, address, (uint8_t)word_address, 0, 0);
}

int atecc_wake_pulse(const struct i2c_bus *bus) {
  const int result = i2c_pulse_sda(bus, WAKE_LOW_US);
  if (result == 0) port_delay_us(WAKE_PAUSE_US);
  return result;
}

static int wake_once(const struct i2c_bus *bus, uint8_t address, struct atecc_answer *answer) {
  answer->length = 0;
  int result = atecc_wake_pulse(bus);
  if (result == 0) result = i2c_begin(bus, address, I2C_READ);
  if (result < 0) return result;
  for (uint8_t index = 0; index < WAKE_ANSWER_BYTES; index++) {
    const int byte = i2c_get(bus, index < WAKE_ANSWER_BYTES - 1u ? I2C_ACK : I2C_NACK);
    if (byte < 0) return byte;
    answer->bytes[index] = (uint8_t)byte;
  }
  result = i2c_end(bus);
  if (result < 0) return result;
  answer->length = WAKE_ANSWER_BYTES;
  const int good = answer->bytes[0] == WAKE_ANSWER_BYTES && answer->bytes[1] == ATECC_AFTER_WAKE && crc_is_right(answer);
  return good ? 0 : BENCH_ERR_CHIP_WAKE;
}

int atecc_idle(const struct i2c_bus *bus, uint8_t address) {
  const int result = write_word_address(bus, address, ATECC_IDLE);
  port_delay_us(IDLE_PAUSE_US);
  return result;
}

int atecc_wake(const struct i2c_bus *bus, uint8_t address, struct atecc_answer *answer) {
  const int result = wake_once(bus, address, answer);
  if (result != BENCH_ERR_CHIP_WAKE && result != BENCH_ERR_I2C_NO_ACK) return result;
  /* A chip that was awake takes no notice of the pulse and shows what it had to say before: idle it, then it can wake. */
  (void)atecc_idle(bus, address);
  return wake_once(bus, address, answer);
}

int atecc_put_away(const struct i2c_bus *bus, uint8_t address, enum atecc_word_address how) {
  int result = write_word_address(bus, address, how);
  if (result != BENCH_ERR_I2C_NO_ACK) return result;
  struct atecc_answer answer;
  result = atecc_wake(bus, address, &answer);
  return result < 0 ? result : write_word_address(bus, address, how);
}

/* A busy chip does not acknowledge its address (section 7.2). At least one try comes after the limit has passed. */
static int wait_until_ready(const struct i2c_bus *bus, uint8_t address, uint32_t limit_ms) {
  const uint32_t since = port_now_us();
  for (;;) {
    port_delay_us(POLL_PAUSE_US);
    const int expired = port_now_us() - since >= limit_ms * 1000u;
    const int result = write_word_address(bus, address, ATECC_RESET); /* the next read begins with count */
    if (result != BENCH_ERR_I2C_NO_ACK) return result;
    if (expired) return BENCH_ERR_CHIP_TIMEOUT;
  }
}

static int read_answer(const struct i2c_bus *bus, uint8_t address, struct atecc_answer *answer) {
  int result = i2c_begin(bus, address, I2C_READ);
  if (result < 0) return result;
  /* The count decides how many bytes are left, and its acknowledge comes before it is known: take one more in any case. */
  const int count = i2c_get(bus, I2C_ACK);
  if (count < 0) return count;
  const int possible = count >= (int)ATECC_MIN_ANSWER && count <= (int)ATECC_MAX_ANSWER;
  const uint8_t length = possible ? (uint8_t)count : 2u;
  answer->bytes[0] = (uint8_t)count;
  for (uint8_t index = 1; index < length; index++) {
    const int byte = i2c_get(bus, index < length - 1u ? I2C_ACK : I2C_NACK);
    if (byte < 0) return byte;
    answer->bytes[index] = (uint8_t)byte;
  }
  result = i2c_end(bus);
  if (result < 0) return result;
  if (!possible) return BENCH_ERR_CHIP_LENGTH;
  answer->length = length;
  return crc_is_right(answer) ? 0 : BENCH_ERR_CHIP_CRC;
}

int atecc_execute(const struct i2c_bus *bus, uint8_t address, const uint8_t *packet, uint8_t length, uint32_t limit_ms, struct atecc_answer *answer) {
  answer->length = 0;
  int result = i2c_write(bus, address, ATECC_COMMAND, packet, length);
  if (result == 0) result = wait_until_ready(bus, address, limit_ms);
  return result < 0 ? result : read_answer(bus, address, answer);
}
