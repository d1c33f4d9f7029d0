import { afterEach, describe, expect, it, vi } from 'vitest';
import { filesOfFolder, isManifestName, readFolders } from '../../../src/ui/shell/folder-files.ts';

/** A name means a file; with a slash at its end it is a folder with what follows. */
interface Tree {
  readonly [name: string]: Tree | 'file' | 'unreadable' | 'silent';
}

/** What a browser gives for a dropped folder: parts of at most `part` entries, then an empty one. */
function folder(name: string, tree: Tree, path = `/${name}`, part = 100): FileSystemDirectoryEntry {
  const entries = Object.entries(tree).map(([inner, kind]) =>
    typeof kind === 'string' ? fileEntry(inner, `${path}/${inner}`, kind) : folder(inner, kind, `${path}/${inner}`, part),
  );
  return {
    isDirectory: true,
    isFile: false,
    name,
    fullPath: path,
    createReader: () => {
      const left = [...entries];
      return { readEntries: (give: (entries: unknown[]) => void) => setTimeout(() => give(left.splice(0, part))) };
    },
  } as unknown as FileSystemDirectoryEntry;
}

function fileEntry(name: string, fullPath: string, kind: 'file' | 'unreadable' | 'silent'): FileSystemFileEntry {
  const file = (give: (file: File) => void, fail: (error: unknown) => void): void => {
    if (kind === 'file') give(new File([fullPath], name));
    if (kind === 'unreadable') fail(new Error('NotReadableError'));
  };
  return { isDirectory: false, isFile: true, name, fullPath, file } as unknown as FileSystemFileEntry;
}

const read = async (...folders: readonly FileSystemDirectoryEntry[]): Promise<readonly [names: readonly string[], skipped: number]> => {
  const { files, skipped } = await readFolders(folders, () => undefined);
  return [files.map(({ name }) => name), skipped];
};

afterEach(() => {
  vi.useRealTimers();
});

describe('a dropped folder', () => {
  it('gives .json and .zip at any depth and counts the rest', async () => {
    expect(await read(folder('orders', { 'a.json': 'file', 'letter.txt': 'file', deep: { deeper: { 'b.ZIP': 'file', 'c.json5': 'file' } } }))).toEqual([
      ['a.json', 'b.ZIP'],
      2,
    ]);
  });

  it('gives files in the order of their paths, numbers as numbers', async () => {
    expect((await read(folder('two', { 'x10.json': 'file', 'x9.json': 'file' }), folder('one', { 'z.json': 'file' })))[0]).toEqual([
      'z.json',
      'x9.json',
      'x10.json',
    ]);
  });

  it('is read to its end, however small the parts are that the browser gives', async () => {
    const many = Object.fromEntries(Array.from({ length: 251 }, (_, index) => [`${index}.json`, 'file' as const]));
    const [names, skipped] = await read(folder('many', many));
    expect([names.length, skipped]).toEqual([251, 0]);
  });

  it('is not followed deeper than twenty folders', async () => {
    const nested = (depth: number): Tree => ({ [`at-${depth}.json`]: 'file', ...(depth < 25 ? { inner: nested(depth + 1) } : {}) });
    const [names] = await read(folder('deep', nested(1)));
    expect(names).toHaveLength(20);
    expect(names).not.toContain('at-21.json');
  });

  it('gives at most 20,000 files and counts the others', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_003 }, (_, index) => [`${index}.json`, 'file' as const]));
    const [names, skipped] = await read(folder('many', many, '/many', 5000));
    expect([names.length, skipped]).toEqual([20_000, 3]);
  });

  it('counts a file that cannot be read, and takes its neighbours', async () => {
    expect(await read(folder('orders', { 'a.json': 'unreadable', 'b.json': 'file' }))).toEqual([['b.json'], 1]);
  });

  it('does not wait for ever for a file that is never given', async () => {
    vi.useFakeTimers();
    const reading = read(folder('share', { 'a.json': 'silent', 'b.json': 'file' }));
    await vi.advanceTimersByTimeAsync(11_000);
    expect(await reading).toEqual([['b.json'], 1]);
  });

  it('tells how far the looking is', async () => {
    const told: number[] = [];
    await readFolders([folder('two', { 'a.json': 'file', 'b.txt': 'file' })], (looked) => told.push(looked));
    expect(told.at(-1)).toBe(2);
  });
});

describe('a chosen folder', () => {
  const file = (path: string): File => Object.assign(new File([], path.split('/').at(-1) ?? ''), { webkitRelativePath: path });

  it('is sifted in the same way', () => {
    const { files, skipped } = filesOfFolder([file('orders/b.json'), file('orders/a/c.zip'), file('orders/readme.md'), file(`${'d/'.repeat(21)}deep.json`)]);
    expect([files.map(({ name }) => name), skipped]).toEqual([['c.zip', 'b.json'], 2]);
  });
});

describe('isManifestName', () => {
  it.each([
    ['order.json', true],
    ['ORDER.JSON', true],
    ['orders.zip', true],
    ['order.json.txt', false],
    ['json', false],
    ['._order.json', false],
  ])('%s: %s', (name, is) => {
    expect(isManifestName(name)).toBe(is);
  });
});
