/** The port as a plain monitor: opened without a reset, reopened when it comes back, never used by two. */
import { describe, expect, it } from 'vitest';
import { MonitorDesk } from '../../../src/app/monitor-desk.ts';
import { LogBook, type MonitorSnapshot } from '../../../src/bench/index.ts';
import { FakePort } from '../../support/fake-port.ts';

function stage(reconnect: 'on' | 'off' = 'on') {
  const log = new LogBook(() => 0);
  const shown: MonitorSnapshot[] = [];
  const failed: unknown[] = [];
  const first: MonitorSnapshot = { state: 'off', baudRate: 115_200, reconnect };
  const desk = new MonitorDesk(first, { log, show: (view) => shown.push(view), failed: (error) => failed.push(error) });
  const texts = (): string[] => Array.from({ length: log.count }, (_, index) => `${log.line(index)?.source ?? ''}: ${log.line(index)?.text ?? ''}`);
  const state = (): string => shown.at(-1)?.state ?? 'off';
  return { log, desk, shown, failed, texts, state };
}

const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 400 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(holds()).toBe(true);
};

describe('the monitor', () => {
  it('opens without passing through a reset, and ends with both lines released', async () => {
    const { desk, texts, state } = stage();
    const port = new FakePort();
    await desk.use(port);
    await desk.start();
    // RTS first: released the other way round, the lines pass through EN low, which is a reset
    expect(port.events).toEqual(['open 115200', 'D1 R0', 'D0 R0']);
    port.say('hello\r\n');
    expect([state(), texts()]).toEqual(['open', ['page: monitor-open 115200', 'board: hello']]);
    await desk.stop();
    expect([state(), port.state]).toEqual(['off', 'closed']);
  });

  it('sends a line with the ending that was chosen', async () => {
    const { desk } = stage();
    const port = new FakePort();
    await desk.use(port);
    await desk.start();
    for (const ending of ['none', 'cr', 'lf', 'crlf'] as const) await desk.send('ü', ending, 'shown');
    expect([...port.written]).toEqual([0xc3, 0xbc, 0xc3, 0xbc, 13, 0xc3, 0xbc, 10, 0xc3, 0xbc, 13, 10]);
    await desk.stop();
    await desk.send('late', 'lf', 'shown');
    expect(port.written.length).toBe(12);
  });

  it('notes of a hidden line that it was sent, and neither its text nor its length', async () => {
    const { desk, texts } = stage();
    const port = new FakePort();
    await desk.use(port);
    await desk.start();
    await desk.send('hunter2', 'none', 'hidden');
    expect(Buffer.from([...port.written]).toString()).toBe('hunter2');
    expect(texts().at(-1)).toBe('page: monitor-sent-hidden');
    await desk.stop();
  });

  it('waits for a board that was pulled out, and goes on when it is back', async () => {
    const { desk, texts, state } = stage();
    const port = new FakePort();
    await desk.use(port);
    await desk.start();
    port.lose();
    await until(() => state() === 'waiting');
    await desk.portBack();
    expect([state(), port.state]).toEqual(['open', 'open']);
    expect(texts()).toContain('page: monitor-back 115200');
  });

  it('goes on with the new port of a board that came back as another one', async () => {
    const { desk, state } = stage();
    const [before, after] = [new FakePort(), new FakePort()];
    await desk.use(before);
    await desk.start();
    before.lose();
    await until(() => state() === 'waiting');
    await desk.use(after);
    expect([state(), after.state]).toEqual(['open', 'open']);
  });

  it('does not wait when it should not, and says why it could not open', async () => {
    const { desk, state } = stage('off');
    const port = new FakePort();
    await desk.use(port);
    await desk.start();
    port.lose();
    await until(() => state() === 'off');
    const busy = new FakePort();
    busy.refuse = 'port-busy';
    await desk.use(busy);
    await expect(desk.start()).rejects.toMatchObject({ code: 'port-busy' });
    expect(state()).toBe('off');
  });

  it('gives the port up for a check and goes on afterwards; meanwhile it cannot be opened', async () => {
    const { desk, state } = stage();
    const port = new FakePort();
    await desk.use(port);
    await desk.start();
    await desk.lend(async () => {
      expect(port.state).toBe('closed');
      await desk.start();
      expect(port.state).toBe('closed');
      await port.open(921_600);
      await port.close();
    });
    expect([state(), port.state, port.baudRate]).toEqual(['open', 'open', 115_200]);
  });

  it('stays closed after a check when it was closed before', async () => {
    const { desk, state } = stage();
    const port = new FakePort();
    await desk.use(port);
    await desk.lend(() => Promise.resolve());
    expect([state(), port.state]).toEqual(['off', 'closed']);
  });

  it('takes another rate with the port open or closed', async () => {
    const { desk, shown } = stage();
    const port = new FakePort();
    await desk.use(port);
    await desk.setBaudRate(74_880);
    await desk.start();
    expect(port.baudRate).toBe(74_880);
    await desk.setBaudRate(2_000_000);
    expect([port.baudRate, shown.at(-1)]).toEqual([2_000_000, { state: 'open', baudRate: 2_000_000, reconnect: 'on' }]);
  });
});
