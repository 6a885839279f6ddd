import { expect, test } from '@jest/globals';
import { listenerTlsMode } from '../../../../mesh/istio/gateway-api/listener-tls.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { gatewayApiObject } from '../../objects.js';
import { resourcesOf } from '../../resources.js';

const gateway = (labels: string, spec: string) =>
  gatewayApiObject('Gateway', 'gate', `{gatewayClassName: istio${spec}}`).replace(
    '{name: gate',
    `{labels: {${labels}}, name: gate`,
  );
const modeOf = (tls: object, spec = '', labels = '', listener: object = { port: 443 }) => {
  const mesh = buildMesh(resourcesOf(gateway(labels, spec)));
  const [object] = mesh.objects;
  return object && listenerTlsMode(mesh, { ...listener, tls }, object, object);
};
const certificate = { certificateRefs: [{ name: 'c' }] };
const option = (mode: string) => ({ options: { 'gateway.istio.io/tls-terminate-mode': mode } });
const validation = (rest = '', name = 'ca') =>
  `{validation: {caCertificateRefs: [{kind: ConfigMap, name: ${name}}]${rest}}}`;
const frontend = (fields: string) => `, tls: {frontend: {${fields}}}`;

test.each([
  ['a certificate', certificate, 'SIMPLE'],
  ['no certificate', {}, 'SIMPLE'],
  ['a certificate that no grant lets it use', { certificateRefs: [{ name: 'c', namespace: 'lab' }] }, undefined],
  ['a certificate of another kind', { certificateRefs: [{ kind: 'ConfigMap', name: 'c' }] }, undefined],
  [
    'one of two certificates that may be used',
    { certificateRefs: [{ name: 'c', namespace: 'lab' }, { name: 'c' }] },
    'SIMPLE',
  ],
  ['three certificates', { certificateRefs: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] }, undefined],
  ['Passthrough', { mode: 'Passthrough' }, 'PASSTHROUGH'],
  ['certificates of the mesh', option('ISTIO_MUTUAL'), 'ISTIO_MUTUAL'],
  ['certificates of the mesh for plain TLS', option('ISTIO_SIMPLE'), 'SIMPLE'],
  ['an option for clients', { ...certificate, ...option('OPTIONAL_MUTUAL') }, 'OPTIONAL_MUTUAL'],
  ['an unknown option', { ...certificate, ...option('odd') }, 'SIMPLE'],
])('%s', (_, tls, expected) => {
  expect(modeOf(tls)).toBe(expected);
});

test.each([
  ['for all ports', frontend(`default: ${validation()}`), 'MUTUAL'],
  ['for the port', frontend(`perPort: [{port: 443, tls: ${validation()}}]`), 'MUTUAL'],
  ['for another port', frontend(`perPort: [{port: 444, tls: ${validation()}}]`), 'SIMPLE'],
  [
    'that takes clients without a certificate',
    frontend(`default: ${validation(', mode: AllowInsecureFallback')}`),
    'OPTIONAL_MUTUAL',
  ],
  ['with a CA that no grant lets it use', frontend(`default: ${validation('', 'ca, namespace: lab')}`), undefined],
])('a Gateway that validates clients %s', (_, spec, expected) => {
  expect(modeOf(certificate, spec)).toBe(expected);
});

test.each([
  [
    'a listener for it',
    { mode: 'Passthrough', options: { 'gateway.istio.io/listener-protocol': 'auto-passthrough' } },
    '',
    443,
    'AUTO_PASSTHROUGH',
  ],
  [
    'the port of a Gateway for a network',
    { mode: 'Passthrough' },
    'topology.istio.io/network: net',
    15443,
    'AUTO_PASSTHROUGH',
  ],
  ['another port of it', { mode: 'Passthrough' }, 'topology.istio.io/network: net', 443, 'PASSTHROUGH'],
  ['that port of another Gateway', { mode: 'Passthrough' }, '', 15443, 'PASSTHROUGH'],
])('TLS to other networks: %s', (_, tls, labels, port, expected) => {
  expect(modeOf(tls, '', labels, { port })).toBe(expected);
});
