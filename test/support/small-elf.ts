/**
 * An ELF file of a few functions, as a linker would leave one for an ESP32: enough for a symbol table, and nothing else.
 * Test support. Written from the specification, not from the reader under test.
 * Reference: Tool Interface Standard, Executable and Linking Format specification 1.2, book I.
 */

export interface SmallFunction {
  readonly name: string;
  readonly address: number;
  readonly sizeBytes: number;
}

/** What the recording `esp32-load-prohibited` says of itself: its "ELF file SHA256" is that of the file with these functions. */
export const CRASHED_BUILD: readonly SmallFunction[] = [
  { name: 'call_start_cpu0', address: 0x40081000, sizeBytes: 0x1c0 },
  { name: 'vPortTaskWrapper', address: 0x40090b2c, sizeBytes: 0x20 },
  { name: 'app_main', address: 0x400d5a10, sizeBytes: 0x120 },
  { name: 'read_provisioning_reply', address: 0x400d5c40, sizeBytes: 0x90 },
  { name: 'azure_task', address: 0x400d5d00, sizeBytes: 0x180 },
];

const table = (names: readonly string[]): { readonly text: string; readonly at: readonly number[] } => {
  let text = '\0';
  const at = names.map((name) => {
    const start = text.length;
    text += `${name}\0`;
    return start;
  });
  return { text, at };
};

/** Sections: none, .text (all addresses of an ESP32's code), .symtab, .strtab, .shstrtab. */
export function smallElf(functions: readonly SmallFunction[]): Uint8Array {
  const names = table(functions.map(({ name }) => name));
  const sections = table(['.text', '.symtab', '.strtab', '.shstrtab']);
  const symbolsAt = 52;
  const symbolBytes = 16 * (functions.length + 1);
  const namesAt = symbolsAt + symbolBytes;
  const sectionNamesAt = namesAt + names.text.length;
  const headersAt = sectionNamesAt + sections.text.length;
  const bytes = new Uint8Array(headersAt + 5 * 40);
  const view = new DataView(bytes.buffer);
  const words = (at: number, ...values: readonly number[]): void => values.forEach((value, index) => view.setUint32(at + 4 * index, value, true));
  const halves = (at: number, ...values: readonly number[]): void => values.forEach((value, index) => view.setUint16(at + 2 * index, value, true));
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  halves(16, 2, 94); // an executable for Xtensa
  words(20, 1, 0x40081000, 0, headersAt, 0x300);
  halves(40, 52, 0, 0, 40, 5, 4);
  functions.forEach(({ address, sizeBytes }, index) => {
    const at = symbolsAt + 16 * (index + 1);
    words(at, names.at[index] ?? 0, address, sizeBytes);
    view.setUint8(at + 12, 0x12); // global, function
    view.setUint16(at + 14, 1, true);
  });
  bytes.set(new TextEncoder().encode(names.text), namesAt);
  bytes.set(new TextEncoder().encode(sections.text), sectionNamesAt);
  const [text = 0, symtab = 0, strtab = 0, shstrtab = 0] = sections.at;
  words(headersAt + 40, text, 8, 6, 0x40000000, 0, 0x400000);
  words(headersAt + 80, symtab, 2, 0, 0, symbolsAt, symbolBytes, 3, 1, 4, 16);
  words(headersAt + 120, strtab, 3, 0, 0, namesAt, names.text.length);
  words(headersAt + 160, shstrtab, 3, 0, 0, sectionNamesAt, sections.text.length);
  return bytes;
}
