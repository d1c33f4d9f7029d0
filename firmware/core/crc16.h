/* The two CRCs: of the bench frames, and of the secure element's packets.
 * Floor: core. Pure; knows neither frames nor packets.
 * Reference: docs/protocol.md section 2 (CRC-16/IBM-3740); ATECC608A-TNGTLS data sheet, section 7 (poly 8005). */
#ifndef CRC16_H
#define CRC16_H

#include <stddef.h>
#include <stdint.h>

/* CRC-16/IBM-3740; 29B1 over "123456789". Travels low byte first. */
uint16_t crc16_frame(const uint8_t *bytes, size_t length);

/* CRC of the ATECC608: poly 8005, init 0, bits of a byte low to high into the top of the register. Travels low byte first. */
uint16_t crc16_atecc(const uint8_t *bytes, size_t length);

#endif
