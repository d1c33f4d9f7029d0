/* What the parts of the stand-in share: the bench folder, the list type, the report to the harness.
 * Test support. Knows nothing of Web Serial or of boards; it only speaks libudev's API and tty ioctls.
 *
 * The bench folder ($FAKE_SERIAL_DIR):
 *   dev/NAME    one plugged device, lines KEY=VALUE as udev has them; renamed in to plug, deleted to unplug
 *   tty/NAME    symbolic link to the device's pty
 *   busy/NAME   exists while some other program is to have the port open
 *   lines.sock  UNIX stream socket of the harness, which is told what the browser did to the modem lines
 *
 * Reference: libudev(3) (systemd 252), tty_ioctl(4), inotify(7).
 */
#ifndef FAKE_SERIAL_H
#define FAKE_SERIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define EXPORT __attribute__((visibility("default")))
#define UNUSED __attribute__((unused))

enum { NAME_SIZE = 64, BENCH_PATH_SIZE = 512 };

/* bench-folder.c */

/* Writes "$FAKE_SERIAL_DIR/TAIL" into `path`. False when the variable is not set or the path does not fit. */
bool bench_path(char *path, size_t size, const char *tail);

/* Finds the plugged device whose pty has this device number. False when it is none of ours. */
bool bench_name_of_pty(dev_t pty, char *name, size_t size);

/* line-report.c */

/* Tells the harness "NAME EVENT" and waits until it has passed that on, so that bytes written next come after it.
 * Without a harness, or when it does not answer in time, nothing happens. */
void report_line_event(const char *name, const char *event);

/* udev-list.c */

struct udev_list_entry {
  char *name;
  char *value;
  struct udev_list_entry *next;
};

/* Puts a copy in front of the list. False when there is no memory. */
bool list_push(struct udev_list_entry **list, const char *name, const char *value);
void list_free(struct udev_list_entry *list);

/* udev-device.c */

struct udev_device;

/* Reads dev/NAME. `action` is "add" or "remove" for a hot-plug event (a removed device has no properties left), or NULL. */
struct udev_device *device_read(const char *name, const char *action);

/* What a device's path in sysfs would begin with. */
#define FAKE_SYSFS "/sys/devices/fake/tty/"

/* udev-enumerate.c */

/* Which subsystems a caller asked for: nothing said means all; ours are all "tty". */
struct subsystem_filter {
  bool any_given;
  bool tty_given;
  bool unmeetable; /* a condition our devices never meet */
};
void filter_add_subsystem(struct subsystem_filter *filter, const char *subsystem);
bool filter_lets_tty_through(const struct subsystem_filter *filter);

#endif
