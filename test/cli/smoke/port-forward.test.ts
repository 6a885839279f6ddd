import { describe, expect, it } from '@jest/globals';
import { PortForward } from '../../../cli/smoke/port-forward.js';

/** A program that forwards as kubectl says it does, on the port that it is given or else 4711, and ends after a while. */
const ENDING = `
  const [local] = process.argv.slice(-1)[0].split(':');
  console.log('Forwarding from 127.0.0.1:' + (local || 4711) + ' -> 80');
  setTimeout(() => { console.error('error: lost connection to pod'); process.exit(1); }, 50);`;

describe('PortForward', () => {
  it('opens the way again on the same port when it ends', async () => {
    const asked: string[] = [];
    const way = new PortForward(
      'pod/a',
      (local) => {
        asked.push(local);
        return ['-e', ENDING, '--', `${local}:80`];
      },
      process.execPath,
    );
    await way.open();
    expect(way.port).toBe(4711);
    while (asked.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    way.close();
    expect(asked.slice(0, 3)).toEqual(['', '4711', '4711']);
  });

  it('tells that it has ended, and when it is open again', async () => {
    const way = new PortForward('pod/a', (local) => ['-e', ENDING, '--', `${local}:80`], process.execPath);
    await way.open();
    await expect(way.hasEnded(0)).resolves.toBe(true);
    await way.opened();
    expect(way.ends).toBeGreaterThanOrEqual(1);
    way.close();
  });

  it('stays closed', async () => {
    let opened = 0;
    const way = new PortForward(
      'pod/a',
      () => {
        opened += 1;
        return ['-e', ENDING, '--', ':80'];
      },
      process.execPath,
    );
    await way.open();
    way.close();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(opened).toBe(1);
  });

  it('says why it cannot be opened', async () => {
    const way = new PortForward(
      'pod/a',
      () => ['-e', 'console.error("error: pod is not running"); process.exit(1)'],
      process.execPath,
    );
    await expect(way.open()).rejects.toThrow('port-forward to pod/a: error: pod is not running');
    way.close();
  });

  it('says that the program is not there', async () => {
    const way = new PortForward('pod/a', () => [], 'no-such-program');
    await expect(way.open()).rejects.toThrow('ENOENT');
    way.close();
  });
});
