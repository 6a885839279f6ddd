import { expect, test } from '@jest/globals';
import { listenerName, virtualInbound, virtualOutbound } from '../../../mesh/proxy/listener.js';

test('listeners are called by their address, and those of iptables have ports of their own', () => {
  expect(listenerName('0.0.0.0', 9080)).toBe('0.0.0.0_9080');
  expect([virtualOutbound, virtualInbound]).toEqual([
    { name: 'virtualOutbound', port: 15001 },
    { name: 'virtualInbound', port: 15006 },
  ]);
});
