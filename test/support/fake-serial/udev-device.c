/* libudev's device: the KEY=VALUE lines of one file in the bench folder.
 * Test support. Knows nothing of ptys: the file's DEVNAME says what to open.
 * Our devices have no parents, attributes, tags or links; Chromium asks a serial port for properties only.
 */
#include "fake-serial.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

struct udev;

struct udev_device {
  atomic_int references;
  const char *action;
  char syspath[sizeof FAKE_SYSFS + NAME_SIZE];
  struct udev_list_entry *properties;
};

static bool read_properties(FILE *file, struct udev_device *device) {
  char line[BENCH_PATH_SIZE];
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = '\0';
    char *equals = strchr(line, '=');
    if (!equals) continue;
    *equals = '\0';
    if (!list_push(&device->properties, line, equals + 1)) return false;
  }
  return true;
}

EXPORT struct udev_device *udev_device_ref(struct udev_device *device) {
  if (device) atomic_fetch_add(&device->references, 1);
  return device;
}

EXPORT struct udev_device *udev_device_unref(struct udev_device *device) {
  if (device && atomic_fetch_sub(&device->references, 1) == 1) {
    list_free(device->properties);
    free(device);
  }
  return NULL;
}

struct udev_device *device_read(const char *name, const char *action) {
  if (!*name || *name == '.' || strchr(name, '/') || strlen(name) >= NAME_SIZE) return NULL;
  char tail[NAME_SIZE + sizeof "dev/"], path[BENCH_PATH_SIZE];
  snprintf(tail, sizeof tail, "dev/%s", name);
  struct udev_device *device = calloc(1, sizeof *device);
  if (!device) return NULL;
  atomic_init(&device->references, 1);
  device->action = action;
  snprintf(device->syspath, sizeof device->syspath, FAKE_SYSFS "%s", name);
  FILE *file = bench_path(path, sizeof path, tail) ? fopen(path, "re") : NULL;
  bool complete = list_push(&device->properties, "SUBSYSTEM", "tty") && (file ? read_properties(file, device) : action != NULL);
  if (file) fclose(file);
  return complete ? device : udev_device_unref(device);
}

EXPORT struct udev_device *udev_device_new_from_syspath(UNUSED struct udev *udev, const char *syspath) {
  size_t prefix = strlen(FAKE_SYSFS);
  return syspath && strncmp(syspath, FAKE_SYSFS, prefix) == 0 ? device_read(syspath + prefix, NULL) : NULL;
}

EXPORT const char *udev_device_get_property_value(struct udev_device *device, const char *key) {
  for (const struct udev_list_entry *entry = device->properties; entry; entry = entry->next)
    if (strcmp(entry->name, key) == 0) return entry->value;
  return NULL;
}

EXPORT struct udev_list_entry *udev_device_get_properties_list_entry(struct udev_device *device) { return device->properties; }
EXPORT const char *udev_device_get_action(struct udev_device *device) { return device->action; }
EXPORT const char *udev_device_get_devnode(struct udev_device *device) { return udev_device_get_property_value(device, "DEVNAME"); }
EXPORT const char *udev_device_get_subsystem(UNUSED struct udev_device *device) { return "tty"; }
EXPORT const char *udev_device_get_syspath(struct udev_device *device) { return device->syspath; }
EXPORT const char *udev_device_get_devpath(struct udev_device *device) { return device->syspath + strlen("/sys"); }
EXPORT const char *udev_device_get_sysname(struct udev_device *device) { return device->syspath + strlen(FAKE_SYSFS); }
EXPORT int udev_device_get_is_initialized(UNUSED struct udev_device *device) { return 1; }

EXPORT dev_t udev_device_get_devnum(struct udev_device *device) {
  const char *major_text = udev_device_get_property_value(device, "MAJOR"), *minor_text = udev_device_get_property_value(device, "MINOR");
  if (!major_text || !minor_text) return makedev(0, 0);
  return makedev((unsigned)strtoul(major_text, NULL, 10), (unsigned)strtoul(minor_text, NULL, 10));
}
