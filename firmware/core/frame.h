/* Bench frames on the wire: SLIP, channel, operation, request id, payload, CRC.
 * Floor: core. Pure; knows nothing of the meaning of operations and nothing of time.
 * Reference: docs/protocol.md sections 1 and 2; test/vectors/frames.json. */
#ifndef FRAME_H
#define FRAME_H

#include <stddef.h>
#include <stdint.h>

#define FRAME_MAX_PAYLOAD 1024u
#define FRAME_HEADER_BYTES 4u
#define FRAME_CRC_BYTES 2u
/* Header and payload: what an answer is built in. */
#define FRAME_MAX_BODY (FRAME_HEADER_BYTES + FRAME_MAX_PAYLOAD)
/* Longest content between two delimiters, before escaping, that a receiver keeps. */
#define FRAME_MAX_CONTENT 1032u
/* Longest encoded frame: every byte escaped, two delimiters. */
#define FRAME_MAX_WIRE (2u * (FRAME_MAX_BODY + FRAME_CRC_BYTES) + 2u)

#define FRAME_CHANNEL_COMMANDS 0x80u
#define FRAME_ANSWER 0x80u /* bit of the operation */
#define FRAME_END 0xc0u

enum frame_event {
  FRAME_NOTHING,       /* the byte was taken; nothing is complete */
  FRAME_TEXT,          /* the byte is text */
  FRAME_COMPLETE,      /* a good frame: read it with frame_view before the next byte */
  FRAME_BROKEN_SHORT,  /* the frame that ended had fewer than six bytes */
  FRAME_BROKEN_CRC,    /* its CRC is wrong */
  FRAME_BROKEN_ESCAPE, /* given up: DB not followed by DC or DD */
  FRAME_BROKEN_LONG,   /* given up: more than FRAME_MAX_CONTENT bytes */
};

enum frame_state { FRAME_STATE_TEXT, FRAME_STATE_UNDECIDED, FRAME_STATE_INSIDE, FRAME_STATE_ESCAPE };

struct frame_decoder {
  enum frame_state state;
  size_t length;
  uint8_t content[FRAME_MAX_CONTENT];
};

/* A frame inside the decoder's content. */
struct frame {
  uint8_t channel;
  uint8_t operation;
  uint16_t request_id;
  const uint8_t *payload;
  size_t payload_length;
};

/* Gives up whatever has begun; what follows is text until a delimiter. */
void frame_decoder_start(struct frame_decoder *decoder);

/* Takes one byte from the wire. */
enum frame_event frame_decoder_push(struct frame_decoder *decoder, uint8_t byte);

/* The frame that FRAME_COMPLETE announced. */
struct frame frame_view(const struct frame_decoder *decoder);

/* Encodes a body (header and payload), adding the CRC. Returns the length on the wire, or BENCH_ERR_OVERFLOW. */
int frame_encode(const uint8_t *body, size_t length, uint8_t *wire, size_t capacity);

#endif
