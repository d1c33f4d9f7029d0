/* After a crash: one line, and on with the work.
 * Floor: port. Knows no exceptions: vectors.S has filled the record.
 * Reference: docs/protocol.md section 6. */
#include "crash.h"

#include <stddef.h>

#include "firmware.h"
#include "frame.h"
#include "port.h"
#include "text.h"

_Static_assert(offsetof(struct crash, cause) == CRASH_CAUSE && offsetof(struct crash, pc) == CRASH_PC && offsetof(struct crash, vaddr) == CRASH_VADDR, "crash.h");
_Static_assert(offsetof(struct crash, ps) == CRASH_PS && offsetof(struct crash, a0) == CRASH_A0 && offsetof(struct crash, sp) == CRASH_SP, "crash.h");

struct crash crash_record;

static uint32_t reporting;

static void add_value(struct text *line, const char *name, uint32_t value) {
  text_add(line, name);
  text_add_hex(line, value);
}

void crash_handle(void) {
  if (reporting) port_reset(); /* the report itself crashed: nothing here can be trusted any more */
  reporting = 1;
  struct text line;
  text_start(&line);
  text_add_byte(&line, FRAME_END); /* ends a frame that was half sent */
  text_add(&line, "touchstone crash cause=");
  text_add_decimal(&line, crash_record.cause);
  add_value(&line, " pc=0x", crash_record.pc);
  add_value(&line, " vaddr=0x", crash_record.vaddr);
  add_value(&line, " ps=0x", crash_record.ps);
  add_value(&line, " a0=0x", crash_record.a0);
  add_value(&line, " sp=0x", crash_record.sp);
  text_add(&line, "\r\n");
  port_write(line.bytes, line.length);
  reporting = 0;
  firmware_run();
}
