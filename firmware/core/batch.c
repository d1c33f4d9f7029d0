/* Runs a list of packets on the secure element. */
#include "batch.h"

#include "atecc.h"
#include "bench_err.h"
#include "port.h"

#define MAX_PACKETS 32u
#define PACKET_HEADER_BYTES 3u /* time limit (2), length (1) */
#define RESULT_HEADER_BYTES 2u /* status, length */
/* The chip falls asleep 0.7 s after a wake at the earliest (section 8.3), and then loses TempKey. */
#define REWAKE_US 500000u

struct packet {
  uint32_t limit_ms;
  uint8_t length;
  const uint8_t *bytes;
};

struct batch {
  const struct i2c_bus *bus;
  uint8_t address;
  uint32_t woken_at_us;
  struct atecc_answer answer; /* 155 bytes, see ATECC_MAX_ANSWER */
};

static int read_packet(const uint8_t *bytes, size_t left, struct packet *packet) {
  if (left < PACKET_HEADER_BYTES || left - PACKET_HEADER_BYTES < bytes[2]) return BENCH_ERR_BAD_LENGTH;
  packet->limit_ms = bytes[0] | (uint32_t)bytes[1] << 8;
  packet->length = bytes[2];
  packet->bytes = bytes + PACKET_HEADER_BYTES;
  /* What the refusal looks at must be what the chip will read, so count and length must agree. */
  if (packet->length < ATECC_MIN_PACKET || packet->length > ATECC_MAX_PACKET || packet->bytes[0] != packet->length) return BENCH_ERR_BAD_ARGUMENT;
  return (int)(PACKET_HEADER_BYTES + packet->length);
}

/* The whole request is read before the first packet is sent. */
static int check(const uint8_t *request, size_t length) {
  if (length < 2) return BENCH_ERR_BAD_LENGTH;
  if (request[0] < I2C_FIRST_ADDRESS || request[0] > I2C_LAST_ADDRESS) return BENCH_ERR_BAD_ARGUMENT;
  if (request[1] == 0 || request[1] > MAX_PACKETS) return BENCH_ERR_BAD_ARGUMENT;
  size_t offset = 2;
  for (uint8_t index = 0; index < request[1]; index++) {
    struct packet packet;
    const int size = read_packet(request + offset, length - offset, &packet);
    if (size < 0) return size;
    offset += (size_t)size;
  }
  return offset == length ? 0 : BENCH_ERR_BAD_LENGTH;
}

static int wake(struct batch *batch) {
  batch->woken_at_us = port_now_us(); /* from before the wake: too early is safe, too late is not */
  const int result = atecc_wake(batch->bus, batch->address, &batch->answer);
  batch->answer.length = 0; /* the answer to a wake is not the answer to a packet */
  return result;
}

static int wake_again(struct batch *batch) {
  (void)atecc_idle(batch->bus, batch->address); /* a chip that fell asleep by itself does not answer, and wakes all the same */
  return wake(batch);
}

static int says_watchdog(const struct atecc_answer *answer) {
  return answer->length == ATECC_MIN_ANSWER && answer->bytes[1] == ATECC_WATCHDOG_ABOUT_TO_EXPIRE;
}

static int run_packet(struct batch *batch, const struct packet *packet) {
  batch->answer.length = 0;
  if (atecc_refuses(packet->bytes)) return BENCH_ERR_REFUSED;
  if (port_now_us() - batch->woken_at_us > REWAKE_US) {
    const int result = wake_again(batch);
    if (result < 0) return result;
  }
  const int result = atecc_execute(batch->bus, batch->address, packet->bytes, packet->length, packet->limit_ms, &batch->answer);
  if (result < 0 || !says_watchdog(&batch->answer)) return result;
  const int woken = wake_again(batch);
  if (woken < 0) return woken;
  return atecc_execute(batch->bus, batch->address, packet->bytes, packet->length, packet->limit_ms, &batch->answer);
}

int batch_run(const struct i2c_bus *bus, const uint8_t *request, size_t length, uint8_t *results, size_t capacity) {
  const int fault = check(request, length);
  if (fault < 0) return fault;
  struct batch batch;
  batch.bus = bus;
  batch.address = request[0];
  const int woken = wake(&batch);
  if (woken < 0) return woken;
  const uint8_t count = request[1];
  size_t offset = 2;
  size_t used = 1;
  results[0] = 0;
  int result = 0;
  for (uint8_t index = 0; result == 0 && index < count; index++) {
    struct packet packet;
    const int size = read_packet(request + offset, length - offset, &packet);
    if (size < 0) break; /* cannot be: check has read them all */
    offset += (size_t)size;
    result = run_packet(&batch, &packet);
    /* If another packet follows, it must be able to say at least "overflow". */
    const size_t reserved = result == 0 && index + 1u < count ? RESULT_HEADER_BYTES : 0u;
    if (used + RESULT_HEADER_BYTES + batch.answer.length + reserved > capacity) {
      result = BENCH_ERR_OVERFLOW;
      batch.answer.length = 0;
    }
    results[used++] = bench_status(result);
    results[used++] = batch.answer.length;
    for (uint8_t byte = 0; byte < batch.answer.length; byte++) results[used++] = batch.answer.bytes[byte];
    results[0]++;
  }
  (void)atecc_idle(bus, batch.address);
  return (int)used;
}
