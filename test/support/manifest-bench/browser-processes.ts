/**
 * What the browser's processes take, as Linux counts it: memory and processor time.
 * Test support. Knows processes by their parent only: those that this process started, and theirs.
 * Reference: proc(5), /proc/PID/stat and /proc/PID/status.
 */
import { readFile, readdir } from 'node:fs/promises';

/** USER_HZ of every Linux that Chromium runs on. */
const TICKS_PER_SECOND = 100;
/** A process of Chromium's other than its first has a type; the first is told its profile. */
const IS_BROWSER = /--type=|--user-data-dir=/;

/** Zeros where the system has no /proc. */
export interface BrowserUse {
  /** Resident bytes; pages that processes share count more than once. */
  readonly rendererBytes: number;
  /** Renderers and all else: the process that the windows belong to, storage, network, graphics. */
  readonly bytes: number;
  /** User and system time since their start. */
  readonly cpuSeconds: number;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
}

const readOrEmpty = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => ''); // the process may have ended

async function readProcess(pid: number): Promise<Process> {
  const stat = await readOrEmpty(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name in parentheses may hold anything; the first field here is the third, `state`
  return { pid, parent: Number(fields[1] ?? 0), cpuSeconds: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND };
}

async function useOf({ pid, cpuSeconds }: Process): Promise<BrowserUse | null> {
  const command = await readOrEmpty(`/proc/${pid}/cmdline`);
  if (!IS_BROWSER.test(command)) return null;
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(await readOrEmpty(`/proc/${pid}/status`)) ?? [];
  const bytes = Number(kilobytes) * 1024;
  return { bytes, rendererBytes: command.includes('--type=renderer') ? bytes : 0, cpuSeconds };
}

/** Sums over all processes of browsers that `root` started. */
export async function browserUse(root: number): Promise<BrowserUse> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const processes = new Map((await Promise.all(pids.map(readProcess))).map((process) => [process.pid, process] as const));
  const isBelow = ({ parent }: Process): boolean => {
    for (let at = parent, steps = 0; at > 1 && steps < 32; at = processes.get(at)?.parent ?? 0, steps++) if (at === root) return true;
    return false;
  };
  const uses = await Promise.all([...processes.values()].filter(isBelow).map(useOf));
  const sum = (of: (use: BrowserUse) => number): number => uses.reduce((total, use) => total + (use === null ? 0 : of(use)), 0);
  return { bytes: sum((use) => use.bytes), rendererBytes: sum((use) => use.rendererBytes), cpuSeconds: sum((use) => use.cpuSeconds) };
}
