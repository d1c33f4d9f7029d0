/* The chip as a whole.
 * Reference: ESP32 TRM chapters 20 and 31; revision bits and MAC order as esptool reads them (targets/esp32.py). */
#include "chip.h"

#include "port.h"
#include "registers.h"

#define ESP_CHIP_ID_ESP32 0u
#define STARTED_NOT_KNOWN 0u
#define STARTED_FROM_FLASH 1u
#define STARTED_FROM_RAM 2u

static void stop_watchdog(uint32_t protect, uint32_t config) {
  REGISTER(protect) = WATCHDOG_KEY;
  REGISTER(config) = 0;
  REGISTER(protect) = 0;
}

void chip_stop_watchdogs(void) {
  stop_watchdog(RTC_CNTL_WDTWPROTECT, RTC_CNTL_WDTCONFIG0);
  stop_watchdog(TIMG0_WDTWPROTECT, TIMG0_WDTCONFIG0);
  stop_watchdog(TIMG1_WDTWPROTECT, TIMG1_WDTCONFIG0);
}

/* Each new major revision set one bit more. */
static uint8_t major_revision(void) {
  const uint32_t bits = (REGISTER(EFUSE_BLK0_RDATA(3)) >> 15 & 1u) | (REGISTER(EFUSE_BLK0_RDATA(5)) >> 20 & 1u) << 1 | (REGISTER(APB_CTRL_DATE) >> 31) << 2;
  if (bits == 7) return 3;
  if (bits == 3) return 2;
  return bits == 1 ? 1 : 0;
}

/* The strapping pins say which way the ROM went (boot_mode.h): GPIO0 high, or one of the HSPI patterns, is flash. */
static uint8_t started_from(void) {
  const uint32_t strap = REGISTER(GPIO_STRAP) & 0x1fu;
  if ((strap & 0x10u) || (strap & 0x1cu) == 0x08u || strap == 0x0cu) return STARTED_FROM_FLASH;
  if ((strap & 0x18u) == 0 || strap == 0x0fu) return STARTED_FROM_RAM;
  return STARTED_NOT_KNOWN;
}

struct port_identity port_identity(void) {
  const uint32_t low = REGISTER(EFUSE_BLK0_RDATA(1));
  const uint32_t high = REGISTER(EFUSE_BLK0_RDATA(2));
  const uint32_t minor = REGISTER(EFUSE_BLK0_RDATA(5)) >> 24 & 3u;
  return (struct port_identity){
      .chip = ESP_CHIP_ID_ESP32,
      .chip_revision = (uint8_t)((uint32_t)major_revision() << 4 | minor),
      .mac = {(uint8_t)(high >> 8), (uint8_t)high, (uint8_t)(low >> 24), (uint8_t)(low >> 16), (uint8_t)(low >> 8), (uint8_t)low},
      .reset_reason = (uint8_t)(REGISTER(RTC_CNTL_RESET_STATE) & 0x3fu),
      .started_from = started_from(),
  };
}

void port_reset(void) {
  REGISTER(RTC_CNTL_OPTIONS0) = REGISTER(RTC_CNTL_OPTIONS0) | BIT(31);
  for (;;) continue; /* the reset comes within a few cycles */
}
