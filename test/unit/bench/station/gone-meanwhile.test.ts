/** A port that goes away before its slot was ready for it. */
import { expect, it } from 'vitest';
import { port, stage } from './station-stage.ts';

it('a port that is pulled out again while the run before it is being stopped is not shown as plugged in, and nothing begins on it', async () => {
  const { station, slot, startShift, ended, kept } = await stage(1);
  const [one, other] = [port(), port()];
  station.teach(1, 'one');
  await station.appeared(one);
  startShift();
  expect(slot(1).state).toBe('running');
  station.endShift(); // what runs is finished
  station.teach(1, 'one');
  const coming = station.appeared(other); // the run on the first port is stopped for it
  station.gone(other);
  await coming;
  expect(slot(1)).toMatchObject({ presence: 'out', state: 'aborted' });
  startShift();
  await ended();
  expect(kept).toHaveLength(1);
  await station.appeared(other);
  expect(slot(1).presence).toBe('in');
});
