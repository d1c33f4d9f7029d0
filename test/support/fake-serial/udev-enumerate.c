/* libudev's enumeration: the files of the bench folder.
 * Test support. Knows nothing of hot-plug (udev-monitor.c).
 */
#include "fake-serial.h"

#include <dirent.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct udev;

struct udev_enumerate {
  atomic_int references;
  struct subsystem_filter filter;
  struct udev_list_entry *found;
};

void filter_add_subsystem(struct subsystem_filter *filter, const char *subsystem) {
  filter->any_given = true;
  if (subsystem && strcmp(subsystem, "tty") == 0) filter->tty_given = true;
}

bool filter_lets_tty_through(const struct subsystem_filter *filter) {
  return !filter->unmeetable && (!filter->any_given || filter->tty_given);
}

EXPORT struct udev_enumerate *udev_enumerate_new(UNUSED struct udev *udev) {
  struct udev_enumerate *enumerate = calloc(1, sizeof *enumerate);
  if (enumerate) atomic_init(&enumerate->references, 1);
  return enumerate;
}

EXPORT struct udev_enumerate *udev_enumerate_ref(struct udev_enumerate *enumerate) {
  if (enumerate) atomic_fetch_add(&enumerate->references, 1);
  return enumerate;
}

EXPORT struct udev_enumerate *udev_enumerate_unref(struct udev_enumerate *enumerate) {
  if (enumerate && atomic_fetch_sub(&enumerate->references, 1) == 1) {
    list_free(enumerate->found);
    free(enumerate);
  }
  return NULL;
}

EXPORT int udev_enumerate_add_match_subsystem(struct udev_enumerate *enumerate, const char *subsystem) {
  filter_add_subsystem(&enumerate->filter, subsystem);
  return 0;
}

EXPORT int udev_enumerate_add_nomatch_subsystem(struct udev_enumerate *enumerate, const char *subsystem) {
  if (subsystem && strcmp(subsystem, "tty") == 0) enumerate->filter.unmeetable = true;
  return 0;
}

EXPORT int udev_enumerate_scan_devices(struct udev_enumerate *enumerate) {
  list_free(enumerate->found);
  enumerate->found = NULL;
  char path[BENCH_PATH_SIZE];
  if (!filter_lets_tty_through(&enumerate->filter) || !bench_path(path, sizeof path, "dev")) return 0;
  DIR *folder = opendir(path);
  if (!folder) return 0;
  bool complete = true;
  for (const struct dirent *entry; complete && (entry = readdir(folder));) {
    char syspath[sizeof FAKE_SYSFS + NAME_SIZE];
    if (entry->d_name[0] == '.' || strlen(entry->d_name) >= NAME_SIZE) continue;
    snprintf(syspath, sizeof syspath, FAKE_SYSFS "%.*s", NAME_SIZE - 1, entry->d_name);
    complete = list_push(&enumerate->found, syspath, NULL);
  }
  closedir(folder);
  return complete ? 0 : -ENOMEM;
}

EXPORT struct udev_list_entry *udev_enumerate_get_list_entry(struct udev_enumerate *enumerate) { return enumerate->found; }
EXPORT int udev_enumerate_scan_subsystems(UNUSED struct udev_enumerate *enumerate) { return 0; }
EXPORT int udev_enumerate_add_match_is_initialized(UNUSED struct udev_enumerate *enumerate) { return 0; }

/* Conditions no caller of a serial port makes: they find nothing rather than too much. */
static int never_met(struct udev_enumerate *enumerate) {
  enumerate->filter.unmeetable = true;
  return 0;
}

struct udev_device;
EXPORT int udev_enumerate_add_match_property(struct udev_enumerate *e, UNUSED const char *key, UNUSED const char *value) { return never_met(e); }
EXPORT int udev_enumerate_add_match_sysattr(struct udev_enumerate *e, UNUSED const char *key, UNUSED const char *value) { return never_met(e); }
EXPORT int udev_enumerate_add_match_sysname(struct udev_enumerate *e, UNUSED const char *name) { return never_met(e); }
EXPORT int udev_enumerate_add_match_tag(struct udev_enumerate *e, UNUSED const char *tag) { return never_met(e); }
EXPORT int udev_enumerate_add_match_parent(struct udev_enumerate *e, UNUSED struct udev_device *parent) { return never_met(e); }
EXPORT int udev_enumerate_add_nomatch_sysattr(UNUSED struct udev_enumerate *e, UNUSED const char *key, UNUSED const char *value) { return 0; }
EXPORT int udev_enumerate_add_syspath(UNUSED struct udev_enumerate *e, UNUSED const char *syspath) { return 0; }
EXPORT struct udev *udev_enumerate_get_udev(UNUSED struct udev_enumerate *e) { return NULL; }
