/* One text line to the harness for everything the browser does to a port's lines: "NAME EVENT\n", answered by "OK\n".
 * Test support. Knows nothing of ioctls (modem-lines.c) or of what the harness does with it.
 *
 * The answer is waited for, because the bytes of the port go another way (through the pty): a board must see its new
 * baud rate before the bytes sent at that rate. A harness that is gone or stuck costs one deadline, not the browser.
 */
#include "fake-serial.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { ANSWER_DEADLINE_S = 2 };

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static int harness = -1;

static int connect_to_harness(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (!bench_path(address.sun_path, sizeof address.sun_path, "lines.sock")) return -1;
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  const struct timeval deadline = {.tv_sec = ANSWER_DEADLINE_S};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &deadline, sizeof deadline);
  if (connect(descriptor, (const struct sockaddr *)&address, sizeof address) == 0) return descriptor;
  close(descriptor);
  return -1;
}

static bool exchange(int descriptor, const char *line, size_t length) {
  for (size_t sent = 0; sent < length;) {
    ssize_t part = send(descriptor, line + sent, length - sent, MSG_NOSIGNAL);
    if (part <= 0) return false;
    sent += (size_t)part;
  }
  char answer = '\0';
  while (answer != '\n')
    if (recv(descriptor, &answer, 1, 0) != 1) return false;
  return true;
}

void report_line_event(const char *name, const char *event) {
  char line[NAME_SIZE + 64];
  int length = snprintf(line, sizeof line, "%s %s\n", name, event);
  if (length <= 0 || (size_t)length >= sizeof line) return;
  pthread_mutex_lock(&one_at_a_time);
  if (harness < 0) harness = connect_to_harness();
  if (harness >= 0 && !exchange(harness, line, (size_t)length)) {
    close(harness);
    harness = -1;
  }
  pthread_mutex_unlock(&one_at_a_time);
}
