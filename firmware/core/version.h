/* The version of the bench firmware and of the protocol it speaks.
 * Floor: core. scripts/build-firmware.ts reads the three numbers from here.
 * Reference: docs/protocol.md sections 3.1 and 6. */
#ifndef VERSION_H
#define VERSION_H

#define FIRMWARE_MAJOR 0
#define FIRMWARE_MINOR 1
#define FIRMWARE_PATCH 0

#define PROTOCOL_VERSION 1

/* BUILD_ID comes from the build: the first four bytes of the SHA-256 over the sources, first byte in the top bits. */
#ifndef BUILD_ID
#error "BUILD_ID is not defined: build with scripts/build-firmware.ts or the Makefile"
#endif

#endif
