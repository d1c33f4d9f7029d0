/**
 * The ATECC608 as its data sheet names it: opcodes, modes, zones, slots, status bytes, times.
 * Floor: chip. A table; knows no procedures. Shared with the virtual chip (sim), which shares nothing else.
 * Reference: ATECC608A-TNGTLS data sheet DS40002112B sections 4.1–4.5, 7; table 2-3.
 */

/** Command codes that this house sends, and some that it never sends; all that the firmware refuses are in docs/protocol.md section 3.7. */
export const OPCODE = {
  Read: 0x02,
  Write: 0x12,
  Nonce: 0x16,
  Lock: 0x17,
  Random: 0x1b,
  DeriveKey: 0x1c,
  UpdateExtra: 0x20,
  Counter: 0x24,
  Info: 0x30,
  GenKey: 0x40,
  Sign: 0x41,
  Verify: 0x45,
  PrivWrite: 0x46,
  SHA: 0x47,
  SelfTest: 0x77,
} as const;

/** First byte of a write after the device address (data sheet section 7.2). */
export const WORD_ADDRESS = { Reset: 0x00, Sleep: 0x01, Idle: 0x02, Command: 0x03 } as const;

/** One-byte answers (data sheet table 4-3). */
export const CHIP_STATUS = {
  Success: 0x00,
  Miscompare: 0x01,
  ParseError: 0x03,
  EccFault: 0x05,
  SelfTestError: 0x07,
  HealthTestError: 0x08,
  ExecutionError: 0x0f,
  AfterWake: 0x11,
  WatchdogAboutToExpire: 0xee,
  CrcOrCommunicationError: 0xff,
} as const;

/** Param1 of Read: the zone, plus 0x80 for 32 bytes instead of 4. */
export const ZONE = { Config: 0x00, OTP: 0x01, Data: 0x02, ReadBlock: 0x80 } as const;

/** Sizes in bytes. */
export const SIZE = {
  ConfigZone: 128,
  OtpZone: 64,
  Block: 32,
  Word: 4,
  SerialNumber: 9,
  PublicKey: 64,
  Signature: 64,
  Digest: 32,
  CompressedCertificate: 72,
} as const;

/** Bytes in each data slot. */
export const SLOT_SIZE: readonly number[] = [36, 36, 36, 36, 36, 36, 36, 36, 416, 72, 72, 72, 72, 72, 72, 72];

/** Slots of ATECC608-TNGTLS (data sheet section 2.2). */
export const TNGTLS_SLOT = { PrimaryPrivateKey: 0, MacAddress: 5, GeneralData: 8, DeviceCertificate: 10, SignerPublicKey: 11, SignerCertificate: 12 } as const;

/** Slots of ATECC608-TNGLORA: the key, and where the certificate and the EUI-64 lie. */
export const TNGLORA_SLOT = { PrimaryPrivateKey: 1, DeviceCertificate: 8, Eui64: 10, SignerPublicKey: 11, SignerCertificate: 12 } as const;

/** Byte offsets in the configuration zone (data sheet table 2-3). */
export const CONFIG_OFFSET = {
  SerialNumber0: 0,
  RevNum: 4,
  SerialNumber4: 8,
  I2CEnable: 14,
  I2CAddress: 16,
  ChipMode: 19,
  SlotConfig: 20,
  UserExtraAdd: 85,
  LockValue: 86,
  LockConfig: 87,
  SlotLocked: 88,
  KeyConfig: 96,
} as const;

/** LockValue and LockConfig when still open; 0x00 when locked. */
export const UNLOCKED = 0x55;

/** 7-bit I2C addresses of the family, in the order they are tried. */
export const I2C_ADDRESS = { TNGTLS: 0x35, TFLXTLS: 0x36, TNGLORA: 0x59, Blank: 0x60, TrustManager: 0x38 } as const;

/** Answer to the first read after a wake. */
export const WAKE_ANSWER: readonly number[] = [0x04, 0x11, 0x33, 0x43];

/** Longest execution times in ms at clock divider M0 (cryptoauthlib's table for the 608), with room for M1 and M2. */
export const EXECUTION_TIME_MS = {
  Info: 5,
  Read: 5,
  Random: 23,
  Nonce: 20,
  GenKey: 653,
  Sign: 665,
  Verify: 1085,
  SHA: 75,
  Counter: 25,
  SelfTest: 2324,
} as const;
