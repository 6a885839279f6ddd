import { expect, test } from '@jest/globals';
import { withCrdDefaults } from '../../../differential/proxy-config/crd-defaults.js';

const route = (spec: object) => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', spec });

test('an HTTPRoute gets its defaults as far as its fields are given', () => {
  const anyPath = { type: 'PathPrefix', value: '/' };
  expect(withCrdDefaults(route({ rules: [{}, { matches: [{ path: { value: '/a' } }, { method: 'GET' }] }] }))).toEqual(
    route({
      rules: [
        { matches: [{ path: anyPath }] },
        { matches: [{ path: { type: 'PathPrefix', value: '/a' } }, { method: 'GET', path: anyPath }] },
      ],
    }),
  );
});

test('what is given stays, and other kinds too', () => {
  const whole = route({
    parentRefs: [{ group: '', kind: 'Service', name: 'web' }],
    rules: [
      {
        matches: [{ path: { type: 'Exact', value: '/a' }, headers: [{ type: 'Exact', name: 'x', value: '1' }] }],
        backendRefs: [{ group: '', kind: 'Service', name: 'web', weight: 0 }],
      },
    ],
  });
  expect(withCrdDefaults(whole)).toEqual(whole);
  const service = { apiVersion: 'v1', kind: 'Service', spec: { ports: [] } };
  expect(withCrdDefaults(service)).toBe(service);
});

test('a listener ends TLS and takes the routes of its namespace', () => {
  const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' };
  const spec = { listeners: [{ name: 'web', tls: { certificateRefs: [{ name: 'cert' }] } }] };
  expect(withCrdDefaults({ ...gateway, spec })).toEqual({
    ...gateway,
    spec: {
      listeners: [
        {
          name: 'web',
          allowedRoutes: { namespaces: { from: 'Same' } },
          tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'cert' }] },
        },
      ],
    },
  });
});
