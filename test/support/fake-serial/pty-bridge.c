/* pty-bridge LINK: one end of a serial cable. What comes in on stdin comes out of the pty named by the symbolic link,
 * and what is written to the pty goes to stdout. So that Node needs no native module for a pty.
 * Test support, a program of its own. Knows nothing of browsers, boards or modem lines.
 *
 *   stdin ends      the cable is pulled: the program ends at once, the pty hangs up, the link is removed
 *   descriptor 3    when open: one text line each for "READY /dev/pts/N", "OPEN", "CLOSED"
 *
 * Nothing is lost while somebody has the pty open: each direction waits for its reader. While nobody has, bytes from
 * stdin are thrown away, as a serial port does. Reference: pty(7), pts(4), inotify(7).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <termios.h>
#include <unistd.h>

enum { CHUNK = 65536, CONTROL = 3 };

/* Read when empty, then written until empty. */
struct chunk {
  size_t begin, end;
  unsigned char bytes[CHUNK];
};

static struct chunk to_page, to_device;
static char pty_path[64];
static const char *link_path;
static int master = -1, opens = -1;
static bool is_open;

static bool is_empty(const struct chunk *chunk) { return chunk->begin == chunk->end; }

static void tell(const char *word, const char *rest) {
  if (fcntl(CONTROL, F_GETFD) >= 0) dprintf(CONTROL, "%s%s\n", word, rest);
}

static void remove_link(void) {
  char target[sizeof pty_path];
  ssize_t length = readlink(link_path, target, sizeof target);
  if (length == (ssize_t)strlen(pty_path) && memcmp(target, pty_path, (size_t)length) == 0) unlink(link_path);
}

_Noreturn static void leave(int status) {
  remove_link();
  _exit(status);
}

static void on_signal(int number) {
  (void)number;
  leave(EXIT_SUCCESS); /* readlink, unlink and _exit are async-signal-safe */
}

_Noreturn static void give_up(const char *what) {
  fprintf(stderr, "pty-bridge: %s: %s\n", what, strerror(errno));
  leave(EXIT_FAILURE);
}

/* Throws away what a closed port would not have kept. Raw mode, and hang-up on close as serial drivers begin with. */
static void reset_slave(bool first) {
  int slave = open(pty_path, O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios mode;
  if (slave < 0) give_up(pty_path);
  if (first) {
    if (tcgetattr(slave, &mode) != 0) give_up("tcgetattr");
    cfmakeraw(&mode);
    mode.c_cflag |= HUPCL | CLOCAL;
    if (tcsetattr(slave, TCSANOW, &mode) != 0) give_up("tcsetattr");
  }
  tcflush(slave, TCIFLUSH);
  close(slave);
}

static void open_pty(void) {
  char temporary[PATH_MAX];
  master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, pty_path, sizeof pty_path) != 0) give_up("pty");
  reset_slave(true);
  opens = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (opens < 0 || inotify_add_watch(opens, pty_path, IN_OPEN) < 0) give_up("inotify");
  int length = snprintf(temporary, sizeof temporary, "%s.new", link_path);
  if (length < 0 || (size_t)length >= sizeof temporary) give_up("link too long");
  unlink(temporary);
  if (symlink(pty_path, temporary) != 0 || rename(temporary, link_path) != 0) give_up(link_path);
  tell("READY ", pty_path);
}

static bool slave_is_open(void) {
  struct pollfd ask = {.fd = master};
  return poll(&ask, 1, 0) >= 0 && !(ask.revents & POLLHUP);
}

static void note_opening(void) {
  if (is_open || !slave_is_open()) return;
  is_open = true;
  tell("OPEN", "");
}

static void note_closing(void) {
  is_open = false;
  to_page.begin = to_page.end = 0;
  reset_slave(false);
  tell("CLOSED", "");
}

static void forget_inotify_events(void) {
  _Alignas(struct inotify_event) char events[4096];
  while (read(opens, events, sizeof events) > 0) continue;
}

static bool would_block(void) { return errno == EAGAIN || errno == EINTR; }

/* Fills an empty chunk. False at the end of the input. */
static bool fill(struct chunk *chunk, int from) {
  ssize_t size = read(from, chunk->bytes, sizeof chunk->bytes);
  if (size < 0 && would_block()) return true;
  chunk->begin = 0;
  chunk->end = size > 0 ? (size_t)size : 0;
  return size > 0;
}

/* Writes what it can. False when the output is gone. */
static bool drain(struct chunk *chunk, int to) {
  ssize_t size = write(to, chunk->bytes + chunk->begin, chunk->end - chunk->begin);
  if (size < 0) return would_block();
  chunk->begin += (size_t)size;
  return true;
}

static void serve_stdin(void) {
  if (!fill(&to_page, STDIN_FILENO)) leave(EXIT_SUCCESS);
  note_opening();
  if (!is_open) to_page.begin = to_page.end = 0;
}

static void serve_master(short events) {
  if ((events & POLLOUT) && !is_empty(&to_page) && !drain(&to_page, master) && slave_is_open()) give_up("write to pty");
  if (is_empty(&to_device) && (events & (POLLIN | POLLHUP)) && !fill(&to_device, master) && !slave_is_open()) note_closing();
}

static void run_once(void) {
  bool closing = is_open && !slave_is_open(); /* its last bytes are still to be fetched */
  struct pollfd polls[] = {
      {.fd = STDIN_FILENO, .events = (short)(POLLRDHUP | (is_empty(&to_page) ? POLLIN : 0))},
      {.fd = is_empty(&to_device) ? -1 : STDOUT_FILENO, .events = POLLOUT},
      {.fd = is_open && !(closing && !is_empty(&to_device)) ? master : -1,
       .events = (short)((is_empty(&to_device) ? POLLIN : 0) | (is_empty(&to_page) ? 0 : POLLOUT))},
      {.fd = opens, .events = POLLIN},
  };
  if (poll(polls, sizeof polls / sizeof *polls, -1) < 0) {
    if (errno == EINTR) return;
    give_up("poll");
  }
  if (polls[0].revents & POLLIN) serve_stdin();
  else if (polls[0].revents) leave(EXIT_SUCCESS);
  if (polls[1].revents && !drain(&to_device, STDOUT_FILENO)) leave(EXIT_SUCCESS);
  if (polls[2].revents) serve_master(polls[2].revents);
  if (polls[3].revents) forget_inotify_events(), note_opening();
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: pty-bridge LINK\n");
    return 2;
  }
  link_path = arguments[1];
  signal(SIGPIPE, SIG_IGN);
  open_pty();
  signal(SIGTERM, on_signal);
  signal(SIGINT, on_signal);
  fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
  fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK);
  for (;;) run_once();
}
