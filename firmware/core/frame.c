/* Bench frames on the wire. */
#include "frame.h"

#include "bench_err.h"
#include "crc16.h"

#define SLIP_ESC 0xdbu
#define SLIP_ESC_END 0xdcu
#define SLIP_ESC_ESC 0xddu

void frame_decoder_start(struct frame_decoder *decoder) {
  decoder->state = FRAME_STATE_TEXT;
  decoder->length = 0;
}

static enum frame_event give_up(struct frame_decoder *decoder, enum frame_event why) {
  decoder->state = FRAME_STATE_TEXT;
  return why;
}

static enum frame_event keep(struct frame_decoder *decoder, uint8_t byte) {
  if (decoder->length == FRAME_MAX_CONTENT) return give_up(decoder, FRAME_BROKEN_LONG);
  decoder->content[decoder->length++] = byte;
  decoder->state = FRAME_STATE_INSIDE;
  return FRAME_NOTHING;
}

static enum frame_event finish(const struct frame_decoder *decoder) {
  if (decoder->length < FRAME_HEADER_BYTES + FRAME_CRC_BYTES) return FRAME_BROKEN_SHORT;
  const size_t end = decoder->length - FRAME_CRC_BYTES;
  const uint32_t sent = decoder->content[end] | (uint32_t)decoder->content[end + 1] << 8;
  return crc16_frame(decoder->content, end) == sent ? FRAME_COMPLETE : FRAME_BROKEN_CRC;
}

/* C0 ends whatever there is and leaves the receiver undecided (protocol.md section 1). */
static enum frame_event delimit(struct frame_decoder *decoder) {
  const enum frame_state before = decoder->state;
  decoder->state = FRAME_STATE_UNDECIDED;
  if (before == FRAME_STATE_INSIDE) return finish(decoder);
  return before == FRAME_STATE_ESCAPE ? FRAME_BROKEN_ESCAPE : FRAME_NOTHING;
}

enum frame_event frame_decoder_push(struct frame_decoder *decoder, uint8_t byte) {
  if (byte == FRAME_END) return delimit(decoder);
  if (decoder->state == FRAME_STATE_UNDECIDED && (byte & 0xf0u) == 0x80u) {
    decoder->length = 0;
    return keep(decoder, byte);
  }
  if (decoder->state == FRAME_STATE_INSIDE) {
    if (byte != SLIP_ESC) return keep(decoder, byte);
    decoder->state = FRAME_STATE_ESCAPE;
    return FRAME_NOTHING;
  }
  if (decoder->state == FRAME_STATE_ESCAPE) {
    if (byte == SLIP_ESC_END) return keep(decoder, FRAME_END);
    if (byte == SLIP_ESC_ESC) return keep(decoder, SLIP_ESC);
    return give_up(decoder, FRAME_BROKEN_ESCAPE);
  }
  decoder->state = FRAME_STATE_TEXT;
  return FRAME_TEXT;
}

struct frame frame_view(const struct frame_decoder *decoder) {
  const uint8_t *content = decoder->content;
  return (struct frame){
      .channel = content[0],
      .operation = content[1],
      .request_id = (uint16_t)(content[2] | (uint32_t)content[3] << 8),
      .payload = content + FRAME_HEADER_BYTES,
      .payload_length = decoder->length - FRAME_HEADER_BYTES - FRAME_CRC_BYTES,
  };
}

struct wire {
  uint8_t *bytes;
  size_t capacity;
  size_t length; /* goes on counting past the capacity */
};

static void put(struct wire *wire, uint8_t byte) {
  if (wire->length < wire->capacity) wire->bytes[wire->length] = byte;
  wire->length++;
}

static void put_escaped(struct wire *wire, uint8_t byte) {
  if (byte == FRAME_END || byte == SLIP_ESC) {
    put(wire, SLIP_ESC);
    put(wire, byte == FRAME_END ? SLIP_ESC_END : SLIP_ESC_ESC);
  } else {
    put(wire, byte);
  }
}

int frame_encode(const uint8_t *body, size_t length, uint8_t *bytes, size_t capacity) {
  struct wire wire = {.bytes = bytes, .capacity = capacity, .length = 0};
  const uint16_t crc = crc16_frame(body, length);
  put(&wire, FRAME_END);
  for (size_t index = 0; index < length; index++) put_escaped(&wire, body[index]);
  put_escaped(&wire, (uint8_t)(crc & 0xffu));
  put_escaped(&wire, (uint8_t)(crc >> 8));
  put(&wire, FRAME_END);
  return wire.length <= capacity ? (int)wire.length : BENCH_ERR_OVERFLOW;
}
