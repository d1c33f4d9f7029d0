/* libudev's monitor: files that come and go in the bench folder are devices that are plugged and unplugged.
 * Test support. Knows nothing of enumeration (udev-enumerate.c).
 *
 * One read of inotify gives several events, one call of udev_monitor_receive_device gives one device, and the caller
 * sleeps until the descriptor is readable. So the caller gets an epoll descriptor over inotify and over an eventfd that
 * is set as long as events that were already read wait here.
 */
#include "fake-serial.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

struct udev;

struct udev_monitor {
  atomic_int references;
  struct subsystem_filter filter;
  int readiness; /* the epoll descriptor given to the caller */
  int changes;   /* inotify */
  int waiting;   /* eventfd: events wait in `events` */
  size_t begin, end;
  _Alignas(struct inotify_event) char events[4096];
};

static void close_descriptor(int descriptor) {
  if (descriptor >= 0) close(descriptor);
}

EXPORT struct udev_monitor *udev_monitor_ref(struct udev_monitor *monitor) {
  if (monitor) atomic_fetch_add(&monitor->references, 1);
  return monitor;
}

EXPORT struct udev_monitor *udev_monitor_unref(struct udev_monitor *monitor) {
  if (monitor && atomic_fetch_sub(&monitor->references, 1) == 1) {
    close_descriptor(monitor->readiness);
    close_descriptor(monitor->changes);
    close_descriptor(monitor->waiting);
    free(monitor);
  }
  return NULL;
}

EXPORT struct udev_monitor *udev_monitor_new_from_netlink(UNUSED struct udev *udev, UNUSED const char *name) {
  struct udev_monitor *monitor = calloc(1, sizeof *monitor);
  if (!monitor) return NULL;
  atomic_init(&monitor->references, 1);
  monitor->readiness = epoll_create1(EPOLL_CLOEXEC);
  monitor->changes = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  monitor->waiting = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  struct epoll_event readable = {.events = EPOLLIN};
  if (epoll_ctl(monitor->readiness, EPOLL_CTL_ADD, monitor->changes, &readable) != 0 ||
      epoll_ctl(monitor->readiness, EPOLL_CTL_ADD, monitor->waiting, &readable) != 0)
    return udev_monitor_unref(monitor);
  return monitor;
}

EXPORT int udev_monitor_filter_add_match_subsystem_devtype(struct udev_monitor *monitor, const char *subsystem, const char *devtype) {
  if (devtype) monitor->filter.any_given = true; /* a tty has no device type */
  else filter_add_subsystem(&monitor->filter, subsystem);
  return 0;
}

EXPORT int udev_monitor_filter_add_match_tag(struct udev_monitor *monitor, UNUSED const char *tag) {
  monitor->filter.unmeetable = true;
  return 0;
}

EXPORT int udev_monitor_filter_remove(struct udev_monitor *monitor) {
  monitor->filter = (struct subsystem_filter){0};
  return 0;
}

EXPORT int udev_monitor_enable_receiving(struct udev_monitor *monitor) {
  char path[BENCH_PATH_SIZE];
  if (!filter_lets_tty_through(&monitor->filter) || !bench_path(path, sizeof path, "dev")) return 0;
  return inotify_add_watch(monitor->changes, path, IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE) < 0 ? -errno : 0;
}

EXPORT int udev_monitor_get_fd(struct udev_monitor *monitor) { return monitor->readiness; }
EXPORT int udev_monitor_filter_update(UNUSED struct udev_monitor *monitor) { return 0; }
EXPORT int udev_monitor_set_receive_buffer_size(UNUSED struct udev_monitor *monitor, UNUSED int size) { return 0; }
EXPORT struct udev *udev_monitor_get_udev(UNUSED struct udev_monitor *monitor) { return NULL; }

static const struct inotify_event *next_event(struct udev_monitor *monitor) {
  if (monitor->begin == monitor->end) {
    ssize_t size = read(monitor->changes, monitor->events, sizeof monitor->events);
    monitor->begin = 0;
    monitor->end = size > 0 ? (size_t)size : 0;
    if (size <= 0) return NULL;
  }
  const struct inotify_event *event = (const void *)(monitor->events + monitor->begin);
  monitor->begin += sizeof *event + event->len;
  return event;
}

static void show_waiting(const struct udev_monitor *monitor) {
  uint64_t count = 1;
  ssize_t done = monitor->begin < monitor->end ? write(monitor->waiting, &count, sizeof count) : read(monitor->waiting, &count, sizeof count);
  (void)done; /* already full or already empty: both are what is wanted */
}

EXPORT struct udev_device *udev_monitor_receive_device(struct udev_monitor *monitor) {
  struct udev_device *device = NULL;
  for (const struct inotify_event *event; !device && (event = next_event(monitor));)
    if (event->len > 0) device = device_read(event->name, event->mask & IN_MOVED_TO ? "add" : "remove");
  show_waiting(monitor);
  if (!device) errno = EAGAIN;
  return device;
}
