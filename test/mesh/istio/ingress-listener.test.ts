import { expect, test } from '@jest/globals';
import { readIngress } from '../../../mesh/istio/ingress-listener.js';

const port = { number: 9080, protocol: 'HTTP' };
test.each([
  [
    { port, defaultEndpoint: '127.0.0.1:8080' },
    { port: 9080, protocol: 'http', target: 8080 },
  ],
  [
    { port, defaultEndpoint: '[::1]:8080' },
    { port: 9080, protocol: 'http', target: 8080 },
  ],
  [{ port }, { port: 9080, protocol: 'http', target: 9080 }],
  // A socket of the file system has no port.
  [
    { port, defaultEndpoint: 'unix:///var/run/app.sock' },
    { port: 9080, protocol: 'http', target: 9080 },
  ],
  [{ port: { number: 9080, protocol: 'odd' } }, { port: 9080, protocol: 'auto', target: 9080 }],
  [{}, { port: 0, protocol: 'auto', target: 0 }],
])('%j', (listener, expected) => {
  expect(readIngress(listener)).toEqual(expected);
});
