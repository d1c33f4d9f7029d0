/**
 * test/vectors/frames.json as a C header on standard output, so that C and TypeScript read the same bytes.
 * Floor: host tests of the firmware. Knows the shape of that file and nothing of frames.
 */
import { readFileSync } from 'node:fs';

const { good, streams } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const BREAKS = { short: 'FRAME_BROKEN_SHORT', crc: 'FRAME_BROKEN_CRC', escape: 'FRAME_BROKEN_ESCAPE', long: 'FRAME_BROKEN_LONG' };

/** A compound literal and its length; C has no empty arrays. */
const bytes = (hex) => `(const uint8_t[]){${(hex.match(/../g) ?? ['00']).map((byte) => `0x${byte}`).join(',')}}, ${hex.length / 2}`;
const text = (words) => JSON.stringify(words);

const frame = ({ channel, operation, requestId, payloadHex }) => `{${channel}, ${operation}, ${requestId}, ${bytes(payloadHex)}}`;
const NO_FRAME = '{0, 0, 0, 0, 0}';

function event(expected) {
  if (expected.textHex !== undefined) return `{FRAME_TEXT, ${NO_FRAME}, ${bytes(expected.textHex)}}`;
  if (expected.frame !== undefined) return `{FRAME_COMPLETE, ${frame(expected.frame)}, 0, 0}`;
  return `{${BREAKS[expected.broken]}, ${NO_FRAME}, 0, 0}`;
}

const stream = ({ name, wireHex, expect }) =>
  `{${text(name)}, ${bytes(wireHex)}, ${expect.length === 0 ? '0' : `(const struct vector_event[]){${expect.map(event).join(', ')}}`}, ${expect.length}}`;

console.log(`/* Made from test/vectors/frames.json. */
#include <stddef.h>
#include <stdint.h>
#include "frame.h"
struct vector_frame { uint8_t channel, operation; uint16_t request_id; const uint8_t *payload; size_t payload_length; };
struct vector_event { enum frame_event event; struct vector_frame frame; const uint8_t *text; size_t text_length; };
struct vector_good { const char *name; struct vector_frame frame; const uint8_t *wire; size_t wire_length; };
struct vector_stream { const char *name; const uint8_t *wire; size_t wire_length; const struct vector_event *events; size_t event_count; };
static const struct vector_good VECTOR_GOOD[] = {
${good.map((vector) => `  {${text(vector.name)}, ${frame(vector)}, ${bytes(vector.wireHex)}},`).join('\n')}
};
static const struct vector_stream VECTOR_STREAMS[] = {
${streams.map((vector) => `  ${stream(vector)},`).join('\n')}
};`);
