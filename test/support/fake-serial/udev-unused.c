/* The rest of libudev's API: the context, which our devices do not need, and questions to which they have no answer.
 * Test support. All of it is here because every library of the browser that asks for libudev.so.1 gets this one.
 */
#include "fake-serial.h"

#include <errno.h>
#include <stdio.h>

struct udev {
  int nothing;
};
struct udev_queue;
struct udev_hwdb;

/* One context for all: it holds nothing. */
static struct udev context;

EXPORT struct udev *udev_new(void) { return &context; }
EXPORT struct udev *udev_ref(struct udev *udev) { return udev; }
EXPORT struct udev *udev_unref(UNUSED struct udev *udev) { return NULL; }
EXPORT void *udev_get_userdata(UNUSED struct udev *udev) { return NULL; }
EXPORT void udev_set_userdata(UNUSED struct udev *udev, UNUSED void *userdata) {}
EXPORT int udev_get_log_priority(UNUSED struct udev *udev) { return 3; }
EXPORT void udev_set_log_priority(UNUSED struct udev *udev, UNUSED int priority) {}
EXPORT void udev_set_log_fn(UNUSED struct udev *udev, UNUSED void (*log)(void)) {}

EXPORT int udev_util_encode_string(const char *text, char *encoded, size_t size) {
  int length = snprintf(encoded, size, "%s", text);
  return length >= 0 && (size_t)length < size ? 0 : -EINVAL;
}

#define NOTHING(name, ...) \
  EXPORT void *name(__VA_ARGS__) { return NULL; }
#define ZERO(name, ...) \
  EXPORT int name(__VA_ARGS__) { return 0; }
#define REFUSED(name, ...) \
  EXPORT int name(__VA_ARGS__) { return -ENOENT; }

NOTHING(udev_device_get_udev, UNUSED struct udev_device *device)
NOTHING(udev_device_new_from_devnum, UNUSED struct udev *udev, UNUSED char type, UNUSED dev_t number)
NOTHING(udev_device_new_from_subsystem_sysname, UNUSED struct udev *udev, UNUSED const char *subsystem, UNUSED const char *sysname)
NOTHING(udev_device_new_from_device_id, UNUSED struct udev *udev, UNUSED const char *id)
NOTHING(udev_device_new_from_environment, UNUSED struct udev *udev)
NOTHING(udev_device_get_parent, UNUSED struct udev_device *device)
NOTHING(udev_device_get_parent_with_subsystem_devtype, UNUSED struct udev_device *device, UNUSED const char *subsystem, UNUSED const char *type)
NOTHING(udev_device_get_devtype, UNUSED struct udev_device *device)
NOTHING(udev_device_get_driver, UNUSED struct udev_device *device)
NOTHING(udev_device_get_sysnum, UNUSED struct udev_device *device)
NOTHING(udev_device_get_sysattr_value, UNUSED struct udev_device *device, UNUSED const char *name)
NOTHING(udev_device_get_sysattr_list_entry, UNUSED struct udev_device *device)
NOTHING(udev_device_get_tags_list_entry, UNUSED struct udev_device *device)
NOTHING(udev_device_get_current_tags_list_entry, UNUSED struct udev_device *device)
NOTHING(udev_device_get_devlinks_list_entry, UNUSED struct udev_device *device)
ZERO(udev_device_has_tag, UNUSED struct udev_device *device, UNUSED const char *tag)
ZERO(udev_device_has_current_tag, UNUSED struct udev_device *device, UNUSED const char *tag)
REFUSED(udev_device_set_sysattr_value, UNUSED struct udev_device *device, UNUSED const char *name, UNUSED const char *value)

#define NUMBER(name, ...) \
  EXPORT unsigned long long name(__VA_ARGS__) { return 0; }
NUMBER(udev_device_get_seqnum, UNUSED struct udev_device *device)
NUMBER(udev_device_get_usec_since_initialized, UNUSED struct udev_device *device)
NUMBER(udev_queue_get_kernel_seqnum, UNUSED struct udev_queue *queue)
NUMBER(udev_queue_get_udev_seqnum, UNUSED struct udev_queue *queue)

NOTHING(udev_hwdb_new, UNUSED struct udev *udev)
NOTHING(udev_hwdb_ref, UNUSED struct udev_hwdb *hwdb)
NOTHING(udev_hwdb_unref, UNUSED struct udev_hwdb *hwdb)
NOTHING(udev_hwdb_get_properties_list_entry, UNUSED struct udev_hwdb *hwdb, UNUSED const char *modalias, UNUSED unsigned flags)

NOTHING(udev_queue_new, UNUSED struct udev *udev)
NOTHING(udev_queue_ref, UNUSED struct udev_queue *queue)
NOTHING(udev_queue_unref, UNUSED struct udev_queue *queue)
NOTHING(udev_queue_get_udev, UNUSED struct udev_queue *queue)
NOTHING(udev_queue_get_queued_list_entry, UNUSED struct udev_queue *queue)
REFUSED(udev_queue_get_fd, UNUSED struct udev_queue *queue)
REFUSED(udev_queue_flush, UNUSED struct udev_queue *queue)
#define YES(name, ...) \
  EXPORT int name(__VA_ARGS__) { return 1; }
YES(udev_queue_get_queue_is_empty, UNUSED struct udev_queue *queue)
YES(udev_queue_get_udev_is_active, UNUSED struct udev_queue *queue)
YES(udev_queue_get_seqnum_is_finished, UNUSED struct udev_queue *queue, UNUSED unsigned long long number)
YES(udev_queue_get_seqnum_sequence_is_finished, UNUSED struct udev_queue *queue, UNUSED unsigned long long from, UNUSED unsigned long long to)
