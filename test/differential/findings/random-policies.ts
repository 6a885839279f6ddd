import type { Manifest } from '../../../mesh/index.js';
import { type Fields, object, type Random } from './random.js';

export function envoyFilter(random: Random): Manifest {
  const lua = { '@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua' };
  const patch = (): Fields => {
    const applyTo = random.draw(
      'HTTP_FILTER',
      'HTTP_FILTER',
      'NETWORK_FILTER',
      'CLUSTER',
      'ROUTE_CONFIGURATION',
      'HTTP_ROUTE',
      'VIRTUAL_HOST',
      'LISTENER',
    );
    const filter = random.draw<Fields>(
      { name: 'envoy.filters.http.lua', typed_config: lua },
      { name: 'envoy.filters.http.cors' },
      { name: 'envoy.lua', typed_config: lua },
    );
    const value = applyTo.endsWith('FILTER') ? filter : { name: random.draw('x', 'y') };
    return {
      applyTo,
      match: {
        context: 'SIDECAR_INBOUND',
        ...random.some({ proxy: () => ({ proxyVersion: '^1\\.31.*' }) }),
      },
      patch: {
        operation: random.draw('ADD', 'REMOVE', 'REPLACE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST', 'MERGE'),
        ...(random.chance(5) ? {} : { value }),
      },
    };
  };
  return object('networking.istio.io/v1alpha3', 'EnvoyFilter', random, {
    spec: {
      configPatches: random.list(3, patch),
      ...random.some({ priority: () => random.draw(0, 10, -1), workloadSelector: () => ({ labels: random.labels() }) }),
    },
  });
}

export function authorizationPolicy(random: Random): Manifest {
  const rule = (): Fields =>
    random.some(
      {
        from: () => [
          {
            source: random.draw<Fields>(
              { namespaces: random.list(2, () => random.draw('shop', 'other', 'nope', 'sh*', '*op')) },
              { notNamespaces: ['nope'] },
              { principals: ['*'] },
            ),
          },
        ],
        to: () => [
          { operation: { methods: ['GET'], ...random.some({ paths: () => [random.draw('/a', '/a*', 'a/*/b')] }) } },
        ],
        when: () => [{ key: random.draw('source.ip', 'request.headers[x]', 'nope'), values: ['10.0.0.0/8'] }],
      },
      2,
    );
  return object('security.istio.io/v1', 'AuthorizationPolicy', random, {
    spec: {
      ...random.some({ selector: () => ({ matchLabels: random.labels() }) }, 2),
      ...random.some({ action: () => random.draw('ALLOW', 'DENY', 'AUDIT', 'CUSTOM') }),
      ...(random.chance(6) ? {} : { rules: random.list(2, rule) }),
    },
  });
}

export function requestAuthentication(random: Random): Manifest {
  return object('security.istio.io/v1', 'RequestAuthentication', random, {
    spec: {
      ...random.some({ selector: () => ({ matchLabels: random.labels() }) }, 2),
      jwtRules: [{ issuer: random.draw('a', 'b'), jwksUri: random.draw('https://example.com/jwks', 'nope') }],
    },
  });
}

export function peerAuthentication(random: Random): Manifest {
  return object('security.istio.io/v1', 'PeerAuthentication', random, {
    spec: {
      mtls: { mode: random.draw('STRICT', 'PERMISSIVE') },
      ...random.some({
        selector: () => ({ matchLabels: random.labels() }),
        portLevelMtls: () => ({ 80: { mode: 'DISABLE' } }),
      }),
    },
  });
}

export function telemetry(random: Random): Manifest {
  return object('telemetry.istio.io/v1', 'Telemetry', random, {
    spec: {
      ...random.some({ selector: () => ({ matchLabels: random.labels() }) }, 2),
      ...random.some(
        {
          accessLogging: () => [random.some({ providers: () => [{ name: 'envoy' }], disabled: () => true }, 2)],
          tracing: () => [
            {
              ...random.some({ providers: () => [{ name: 'zipkin' }] }, 2),
              randomSamplingPercentage: random.draw(10, 110),
            },
          ],
          metrics: () => [{ providers: [{ name: 'prometheus' }] }],
        },
        2,
      ),
    },
  });
}

export function wasmPlugin(random: Random): Manifest {
  return object('extensions.istio.io/v1alpha1', 'WasmPlugin', random, {
    spec: {
      url: random.draw('oci://example.com/a:1', 'file:///a.wasm', ''),
      ...random.some({ selector: () => ({ matchLabels: random.labels() }), phase: () => 'AUTHN' }),
    },
  });
}
