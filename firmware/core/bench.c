/* The station. */
#include "bench.h"

#include "baud.h"
#include "commands.h"
#include "frame.h"
#include "port.h"
#include "ring.h"
#include "text.h"
#include "version.h"

static struct {
  struct frame_decoder decoder;
  struct commands commands;
  struct baud baud;
  uint32_t lost_told; /* lost bytes that have been told of */
  uint8_t body[FRAME_MAX_BODY];
  uint8_t wire[FRAME_MAX_WIRE];
} bench;

void bench_start(void) {
  frame_decoder_start(&bench.decoder);
  commands_start(&bench.commands);
  baud_start(&bench.baud);
  bench.lost_told = port_lost_bytes();
}

void bench_print_banner(void) {
  struct text line;
  text_start(&line);
  text_add(&line, "touchstone bench ");
  text_add_decimal(&line, FIRMWARE_MAJOR);
  text_add(&line, ".");
  text_add_decimal(&line, FIRMWARE_MINOR);
  text_add(&line, ".");
  text_add_decimal(&line, FIRMWARE_PATCH);
  text_add(&line, " esp32 build ");
  text_add_hex(&line, BUILD_ID);
  text_add(&line, "\r\n");
  port_write(line.bytes, line.length);
}

/* A gap costs the frame it is in; the log should say so. */
static void handle_gap(void) {
  struct text line;
  text_start(&line);
  const uint32_t lost = port_lost_bytes();
  frame_decoder_start(&bench.decoder);
  text_add(&line, "touchstone lost ");
  text_add_decimal(&line, lost - bench.lost_told);
  text_add(&line, " received bytes\r\n");
  bench.lost_told = lost;
  port_write(line.bytes, line.length);
}

static void answer(const struct frame *request) {
  bench.body[0] = request->channel;
  bench.body[1] = (uint8_t)(request->operation | FRAME_ANSWER);
  bench.body[2] = (uint8_t)(request->request_id & 0xffu);
  bench.body[3] = (uint8_t)(request->request_id >> 8);
  const size_t length = commands_run(&bench.commands, request->operation, request->payload, request->payload_length, bench.body + FRAME_HEADER_BYTES, FRAME_MAX_PAYLOAD);
  const int wire_length = frame_encode(bench.body, FRAME_HEADER_BYTES + length, bench.wire, sizeof bench.wire);
  if (wire_length > 0) port_write(bench.wire, (size_t)wire_length);
}

static void do_after(void) {
  if (bench.commands.after == AFTER_NOTHING) return;
  port_flush();
  if (bench.commands.after == AFTER_SET_BAUD) baud_change(&bench.baud, bench.commands.divider);
  if (bench.commands.after == AFTER_RESET) port_reset();
}

static void handle_frame(void) {
  const struct frame frame = frame_view(&bench.decoder);
  /* Other channels are for later versions, and an answer is not for us: a cable that loops back must not make us talk to ourselves. */
  if (frame.channel != FRAME_CHANNEL_COMMANDS || (frame.operation & FRAME_ANSWER)) return;
  baud_confirm(&bench.baud);
  answer(&frame);
  do_after();
}

int bench_poll(void) {
  const int byte = port_read();
  if (byte == RING_GAP) {
    handle_gap();
  } else if (byte >= 0 && frame_decoder_push(&bench.decoder, (uint8_t)byte) == FRAME_COMPLETE) {
    handle_frame();
  }
  baud_poll(&bench.baud);
  return byte != RING_EMPTY;
}
