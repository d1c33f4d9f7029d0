/**
 * Names for files that are written, made from names that came with files: unique, and harmless on every system.
 * Floor: app. Pure.
 * Reference: Microsoft, "Naming Files, Paths, and Namespaces" (characters and device names); Unicode category C for what cannot be seen.
 */

const LONGEST = 100;
const FORBIDDEN = /[<>:"/\\|?*\p{C}\p{Zl}\p{Zp}]/gu;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** What is behind the last slash of either kind. */
export const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** One name; always ends in `.json`. */
export function harmlessName(fileName: string): string {
  const stem = baseName(fileName)
    .normalize('NFC')
    .replace(FORBIDDEN, '_')
    .replace(/\.json$/i, '')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const short = Array.from(stem).slice(0, LONGEST).join('');
  return `${short === '' || DEVICE.test(short) ? `manifest-${short}` : short}.json`;
}

/** One for each, none twice, whatever the case. */
export function uniqueNames(fileNames: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  const numbers = new Map<string, number>();
  return fileNames.map((fileName) => {
    const name = harmlessName(fileName);
    const stem = name.slice(0, -'.json'.length);
    let number = numbers.get(name.toLowerCase()) ?? 1;
    let unique = name;
    for (; taken.has(unique.toLowerCase()); unique = `${stem}-${number}.json`) number++;
    numbers.set(name.toLowerCase(), number);
    taken.add(unique.toLowerCase());
    return unique;
  });
}
