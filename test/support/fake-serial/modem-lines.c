/* Modem lines, break and baud rate on ptys that belong to a device of the bench: a pty has none of them.
 * Test support. Knows nothing of libudev; everything that is not our pty goes to the C library untouched.
 *
 * As on a real port: opening raises DTR and RTS, closing drops them when HUPCL is set (tty_port_open and
 * tty_port_shutdown in the kernel). CTS, DSR and DCD are always on. TIOCEXCL, which Chromium sends once after every
 * open, marks the opening; it is not passed on, because a pty would stay exclusive for as long as its master lives.
 * It fails with EBUSY while another descriptor or, so says the file busy/NAME, another program has the port; on a real one
 * open() fails so, with the same outcome in Chromium.
 * Reference: tty_ioctl(4).
 */
#define _GNU_SOURCE
#include "fake-serial.h"

#include <asm/termbits.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* <sys/ioctl.h> cannot be had beside <asm/termbits.h>; these are its numbers, the same on every architecture of Chromium. */
#include <asm/ioctls.h>
enum { LINE_DTR = 0x002, LINE_RTS = 0x004, LINE_CTS = 0x020, LINE_DCD = 0x040, LINE_DSR = 0x100 };

enum { PORTS = 64, FIRST_PTY_MAJOR = 136, LAST_PTY_MAJOR = 143 };

struct port {
  atomic_int descriptor_plus_1; /* 0: free. Read without the lock by close() */
  pid_t owner;
  dev_t pty;
  char name[NAME_SIZE];
  int lines;
  bool hangs_up;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct port ports[PORTS];

static struct port *port_of(int descriptor) {
  for (int i = 0; i < PORTS; i++)
    if (atomic_load_explicit(&ports[i].descriptor_plus_1, memory_order_relaxed) == descriptor + 1) return &ports[i];
  return NULL;
}

static bool is_pty(int descriptor, dev_t *pty) {
  struct stat status;
  if (fstat(descriptor, &status) != 0 || !S_ISCHR(status.st_mode)) return false;
  if (major(status.st_rdev) < FIRST_PTY_MAJOR || major(status.st_rdev) > LAST_PTY_MAJOR) return false;
  *pty = status.st_rdev;
  return true;
}

static bool is_taken(dev_t pty, const char *name, int descriptor) {
  char tail[sizeof "busy/" + NAME_SIZE], path[BENCH_PATH_SIZE];
  for (int i = 0; i < PORTS; i++) {
    int holder = atomic_load(&ports[i].descriptor_plus_1);
    if (holder != 0 && holder != descriptor + 1 && ports[i].pty == pty) return true;
  }
  snprintf(tail, sizeof tail, "busy/%s", name);
  return bench_path(path, sizeof path, tail) && access(path, F_OK) == 0;
}

static void report_lines(const struct port *port) {
  char event[32];
  snprintf(event, sizeof event, "DTR=%d RTS=%d", !!(port->lines & LINE_DTR), !!(port->lines & LINE_RTS));
  report_line_event(port->name, event);
}

/* The port behind a descriptor, freshly opened if `opening` or if it was not seen before. NULL when it is none of ours, or
 * with `busy` set when it is but somebody else has it. */
static struct port *claim_port(int descriptor, bool opening, bool *busy) {
  dev_t pty;
  if (!is_pty(descriptor, &pty)) return NULL;
  struct port *port = port_of(descriptor);
  if (port && port->pty == pty && !opening) return port;
  char name[NAME_SIZE];
  if (!bench_name_of_pty(pty, name, sizeof name)) return NULL;
  *busy = opening && is_taken(pty, name, descriptor);
  if (*busy) return NULL;
  if (!port) port = port_of(-1); /* a free one */
  if (!port) return NULL;
  port->owner = getpid();
  port->pty = pty;
  memcpy(port->name, name, sizeof name);
  port->lines = LINE_DTR | LINE_RTS;
  port->hangs_up = true;
  atomic_store(&port->descriptor_plus_1, descriptor + 1);
  report_lines(port);
  return port;
}

static unsigned baud_rate_of(tcflag_t cflag, speed_t other) {
  static const struct {
    tcflag_t code;
    unsigned rate;
  } table[] = {
      {B1200, 1200},       {B2400, 2400},       {B4800, 4800},       {B9600, 9600},       {B19200, 19200},     {B38400, 38400},
      {B57600, 57600},     {B115200, 115200},   {B230400, 230400},   {B460800, 460800},   {B500000, 500000},   {B576000, 576000},
      {B921600, 921600},   {B1000000, 1000000}, {B1152000, 1152000}, {B1500000, 1500000}, {B2000000, 2000000}, {B2500000, 2500000},
      {B3000000, 3000000}, {B3500000, 3500000}, {B4000000, 4000000},
  };
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (table[i].code == (cflag & CBAUD)) return table[i].rate;
  return other;
}

static void configure(struct port *port, tcflag_t cflag, speed_t other) {
  char event[32];
  port->hangs_up = cflag & HUPCL;
  snprintf(event, sizeof event, "BAUD=%u", baud_rate_of(cflag, other));
  report_line_event(port->name, event);
}

static void set_lines(struct port *port, int lines) {
  port->lines = lines & (LINE_DTR | LINE_RTS);
  report_lines(port);
}

/* Does what a serial port would do. True: done, the pty need not be asked. */
static bool serve(struct port *port, unsigned long request, void *argument) {
  int *bits = argument;
  switch (request) {
    case TIOCEXCL: return true;
    case TIOCMGET: *bits = port->lines | LINE_CTS | LINE_DSR | LINE_DCD; return true;
    case TIOCMSET: set_lines(port, *bits); return true;
    case TIOCMBIS: set_lines(port, port->lines | *bits); return true;
    case TIOCMBIC: set_lines(port, port->lines & ~*bits); return true;
    case TIOCSBRK: report_line_event(port->name, "BREAK=1"); return true;
    case TIOCCBRK: report_line_event(port->name, "BREAK=0"); return true;
    case TCSETS2:
    case TCSETSW2:
    case TCSETSF2: configure(port, ((struct termios2 *)argument)->c_cflag, ((struct termios2 *)argument)->c_ospeed); return false;
    case TCSETS:
    case TCSETSW:
    case TCSETSF: configure(port, ((struct termios *)argument)->c_cflag, 0); return false;
    default: return false;
  }
}

static bool is_about_lines(unsigned long request) {
  switch (request) {
    case TIOCEXCL: case TIOCMGET: case TIOCMSET: case TIOCMBIS: case TIOCMBIC: case TIOCSBRK: case TIOCCBRK:
    case TCSETS2: case TCSETSW2: case TCSETSF2: case TCSETS: case TCSETSW: case TCSETSF: return true;
    default: return false;
  }
}

EXPORT int ioctl(int descriptor, unsigned long request, ...);
EXPORT int ioctl(int descriptor, unsigned long request, ...) {
  static int (*_Atomic c_library)(int, unsigned long, ...);
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  if (is_about_lines(request)) {
    pthread_mutex_lock(&lock);
    bool busy = false;
    struct port *port = claim_port(descriptor, request == TIOCEXCL, &busy);
    bool done = port && serve(port, request, argument);
    pthread_mutex_unlock(&lock);
    if (busy) errno = EBUSY;
    if (busy || done) return busy ? -1 : 0;
  }
  if (!c_library) c_library = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
  return c_library(descriptor, request, argument);
}

/* Chromium's own close() ends in dlsym(RTLD_NEXT, "close"), which is this one. Called between fork and exec too,
 * so it takes no lock unless the descriptor is a port of this very process. */
EXPORT int close(int descriptor) {
  static int (*_Atomic c_library)(int);
  if (!c_library) c_library = (int (*)(int))dlsym(RTLD_NEXT, "close");
  struct port *port = descriptor >= 0 ? port_of(descriptor) : NULL;
  if (!port || port->owner != getpid()) return c_library(descriptor);
  pthread_mutex_lock(&lock);
  atomic_store(&port->descriptor_plus_1, 0);
  int result = c_library(descriptor);
  port->lines = 0;
  if (port->hangs_up) report_lines(port);
  pthread_mutex_unlock(&lock);
  return result;
}
