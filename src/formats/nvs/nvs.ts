/**
 * What an NVS partition holds: values under keys in namespaces; and the error of everything about it.
 * Floor: formats. Types only; layout.ts has the bytes. No fact of an error ever holds a value,
 * only a placeholder's name: values are passwords more often than not.
 * Reference: ESP-IDF "Non-Volatile Storage Library"; components/nvs_flash/include/nvs.h.
 */
import { TouchstoneError, type Facts } from '../../base/index.ts';

export type NvsInteger = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64';

/** One value. Strings are without the NUL that ends them in flash. */
export type NvsEntry = { readonly namespace: string; readonly key: string } & (
  | { readonly type: NvsInteger; readonly value: bigint }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'blob'; readonly value: Uint8Array }
);

/**
 * To be written. `nvs-size`: a partition of `bytes` that is no multiple of 4096 or under three pages (`least`). `nvs-full`: the entries need
 * `neededBytes`, the partition has `bytes`. `nvs-key`: `namespace` or `key` is empty, longer than 15 or has other than printable ASCII
 * (`reason`: "empty", "length", "characters"). `nvs-twice`: one key twice in a namespace. `nvs-namespaces`: more than `limit`.
 * `nvs-value`: the value is not what its encoding wants (`reason`: "number", "range", "length", "hex", "base64", "text", "nul"; with a
 * length also `bytes` and `limit`).
 *
 * Tables. `nvs-csv`: `line`, and `reason`: "header", "cells", "type", "encoding", "namespace", "file", "column", "identity", "twice".
 * `nvs-placeholder`: `{name}` is none that is known (`reason`: "unknown"), or this board has no such thing ("missing").
 *
 * Read. `nvs-page`: `page` (from 0) is wrong, `reason`: "state", "header-crc", "version", "not-empty", "sequence".
 * `nvs-entry`: `page`, `entry` (0 to 125), `reason`: "bitmap", "crc", "type", "span", "chunk", "data-crc", "key", "namespace", "twice", "text", "size".
 */
export type NvsErrorCode =
  'nvs-size' | 'nvs-full' | 'nvs-key' | 'nvs-twice' | 'nvs-namespaces' | 'nvs-value' | 'nvs-csv' | 'nvs-placeholder' | 'nvs-page' | 'nvs-entry';

export const nvsError = (code: NvsErrorCode, facts: Facts, cause?: unknown): TouchstoneError<NvsErrorCode> =>
  new TouchstoneError<NvsErrorCode>(code, facts, cause);
