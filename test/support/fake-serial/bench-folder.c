/* The bench folder: where things are, and which device a pty belongs to.
 * Test support. Knows nothing of libudev.
 */
#include "fake-serial.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool bench_path(char *path, size_t size, const char *tail) {
  const char *folder = getenv("FAKE_SERIAL_DIR");
  if (!folder || !*folder) return false;
  int length = snprintf(path, size, "%s/%s", folder, tail);
  return length > 0 && (size_t)length < size;
}

bool bench_name_of_pty(dev_t pty, char *name, size_t size) {
  char path[BENCH_PATH_SIZE];
  if (!bench_path(path, sizeof path, "tty")) return false;
  DIR *folder = opendir(path);
  if (!folder) return false;
  bool found = false;
  for (const struct dirent *entry; !found && (entry = readdir(folder));) {
    struct stat status;
    if (entry->d_name[0] == '.' || strlen(entry->d_name) >= size) continue;
    if (fstatat(dirfd(folder), entry->d_name, &status, 0) != 0 || !S_ISCHR(status.st_mode) || status.st_rdev != pty) continue;
    memcpy(name, entry->d_name, strlen(entry->d_name) + 1);
    found = true;
  }
  closedir(folder);
  return found;
}
