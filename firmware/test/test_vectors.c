/* Frames against test/vectors/frames.json: the same bytes as the page's tests. Each vector is a test of its own. */
#include <string.h>

#include "bench_err.h"
#include "check.h"
#include "frame.h"
#include "frame_vectors.h"

static const struct vector_good *good;
static const struct vector_stream *stream;

static void check_frame(const struct frame *seen, const struct vector_frame *wanted) {
  CHECK_EQUAL(seen->channel, wanted->channel);
  CHECK_EQUAL(seen->operation, wanted->operation);
  CHECK_EQUAL(seen->request_id, wanted->request_id);
  CHECK_BYTES(seen->payload, seen->payload_length, wanted->payload, wanted->payload_length);
}

static void encodes(void) {
  uint8_t body[FRAME_MAX_BODY] = {good->frame.channel, good->frame.operation, (uint8_t)(good->frame.request_id & 0xff), (uint8_t)(good->frame.request_id >> 8)};
  uint8_t wire[FRAME_MAX_WIRE];
  memcpy(body + 4, good->frame.payload, good->frame.payload_length);
  const int length = frame_encode(body, 4 + good->frame.payload_length, wire, sizeof wire);
  CHECK_BYTES(wire, length < 0 ? 0 : (size_t)length, good->wire, good->wire_length);
  CHECK_EQUAL(frame_encode(body, 4 + good->frame.payload_length, wire, good->wire_length), good->wire_length);
  CHECK_EQUAL(frame_encode(body, 4 + good->frame.payload_length, wire, good->wire_length - 1), BENCH_ERR_OVERFLOW);
}

static void decodes(void) {
  struct frame_decoder decoder;
  frame_decoder_start(&decoder);
  for (size_t index = 0; index + 1 < good->wire_length; index++) CHECK_EQUAL(frame_decoder_push(&decoder, good->wire[index]), FRAME_NOTHING);
  CHECK_EQUAL(frame_decoder_push(&decoder, good->wire[good->wire_length - 1]), FRAME_COMPLETE);
  const struct frame frame = frame_view(&decoder);
  check_frame(&frame, &good->frame);
}

/* Adjacent text bytes are one event of the vector. */
static void splits(void) {
  struct frame_decoder decoder;
  size_t event = 0;
  size_t text = 0;
  frame_decoder_start(&decoder);
  for (size_t index = 0; index < stream->wire_length; index++) {
    const enum frame_event seen = frame_decoder_push(&decoder, stream->wire[index]);
    if (seen == FRAME_NOTHING) continue;
    const struct vector_event *wanted = event < stream->event_count ? &stream->events[event] : 0;
    CHECK(wanted != 0);
    if (wanted == 0) return;
    CHECK_EQUAL(seen, wanted->event);
    if (seen != wanted->event) return;
    if (seen == FRAME_TEXT) {
      CHECK_EQUAL(stream->wire[index], wanted->text[text]);
      if (++text < wanted->text_length) continue;
      text = 0;
    }
    if (seen == FRAME_COMPLETE) {
      const struct frame frame = frame_view(&decoder);
      check_frame(&frame, &wanted->frame);
    }
    event++;
  }
  CHECK_EQUAL(event, stream->event_count);
  CHECK_EQUAL(text, 0);
}

void test_vectors(void) {
  for (size_t index = 0; index < sizeof VECTOR_GOOD / sizeof VECTOR_GOOD[0]; index++) {
    good = &VECTOR_GOOD[index];
    run_test(good->name, encodes);
    run_test(good->name, decodes);
  }
  for (size_t index = 0; index < sizeof VECTOR_STREAMS / sizeof VECTOR_STREAMS[0]; index++) {
    stream = &VECTOR_STREAMS[index];
    run_test(stream->name, splits);
  }
}
