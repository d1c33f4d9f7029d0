/* libudev's lists of names and values.
 * Test support. Knows nothing of devices.
 */
#include "fake-serial.h"

#include <stdlib.h>
#include <string.h>

bool list_push(struct udev_list_entry **list, const char *name, const char *value) {
  struct udev_list_entry *entry = calloc(1, sizeof *entry);
  if (!entry) return false;
  entry->name = strdup(name);
  entry->value = value ? strdup(value) : NULL;
  entry->next = *list;
  if (!entry->name || (value && !entry->value)) {
    entry->next = NULL;
    list_free(entry);
    return false;
  }
  *list = entry;
  return true;
}

void list_free(struct udev_list_entry *list) {
  while (list) {
    struct udev_list_entry *next = list->next;
    free(list->name);
    free(list->value);
    free(list);
    list = next;
  }
}

EXPORT struct udev_list_entry *udev_list_entry_get_next(struct udev_list_entry *entry) { return entry ? entry->next : NULL; }
EXPORT const char *udev_list_entry_get_name(struct udev_list_entry *entry) { return entry ? entry->name : NULL; }
EXPORT const char *udev_list_entry_get_value(struct udev_list_entry *entry) { return entry ? entry->value : NULL; }

EXPORT struct udev_list_entry *udev_list_entry_get_by_name(struct udev_list_entry *entry, const char *name) {
  while (entry && strcmp(entry->name, name) != 0) entry = entry->next;
  return entry;
}
