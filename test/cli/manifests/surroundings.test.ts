import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { readSurroundings, type SurroundingsFlags, surroundingsOptions } from '../../../cli/manifests/surroundings.js';
import { UsageError } from '../../../cli/usage-error.js';

const folder = mkdtempSync(join(tmpdir(), 'surroundings-'));
const path = process.env['PATH'];

const service = (name: string) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' } });
beforeAll(() => {
  writeFileSync(
    join(folder, 'live.json'),
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [service('live')] }),
  );
  writeFileSync(join(folder, 'empty.yaml'), '');
});
afterEach(() => {
  process.env['PATH'] = path;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (...args: string[]) => {
  const command = new Command().exitOverride();
  for (const option of surroundingsOptions()) command.addOption(option);
  command.parse(args, { from: 'user' });
  return readSurroundings(command.opts<SurroundingsFlags>(), [{ hosts: ['known.example.com'] }]);
};

test('without flags, what is known holds', () => {
  const none = { gateways: [], secrets: [], namespaces: [], injected: [] };
  expect(read()).toEqual({ external: { hosts: ['known.example.com'], ...none }, problems: [], isRead: true });
});

test.each([
  ['2030-01-31', '2030-01-31T00:00:00.000Z'],
  ['2030-01-31T12:00:00Z', '2030-01-31T12:00:00.000Z'],
  ['2030-01-31T12:00+08:00', '2030-01-31T04:00:00.000Z'],
])('--at %s is a moment', (text, moment) => {
  expect(read('--at', text).now).toEqual(new Date(moment));
});

test.each(['tomorrow', '2030', '2030-13-01', '2030-01-31T12:00'])('--at %s is refused', (text) => {
  expect(() => read('--at', text)).toThrow('Write a day such as');
});

test('namespaces with injection are lists with commas, and may be repeated', () => {
  expect(read('--inject', 'shop, lab', '--inject', 'data').external.injected).toEqual(['shop', 'lab', 'data']);
});

test.each([
  ['istio: ingressgateway', 'istio=ingressgateway'],
  ['istio=ingressgateway', 'istio=ingressgateway'],
  ['app=door,istio=door', 'app=door,istio=door'],
  ['istio-system/ingress', 'istio-system/ingress'],
])('a gateway is written %s', (text, expected) => {
  expect(read('--external-gateway', text).external.gateways).toEqual([expected]);
});

test.each([
  [['--external-gateway', 'ingress'], 'write a label of its pods such as istio=ingressgateway, or NAMESPACE/NAME'],
  [['--external-secret', 'tls'], 'write NAMESPACE/NAME'],
  [['--against', join(folder, 'empty.yaml')], 'no object of a cluster could be read'],
  [['--against', join(folder, 'nowhere.yaml')], 'no object of a cluster could be read'],
])('%j is refused', (args, message) => {
  expect(() => read(...args)).toThrow(UsageError);
  expect(() => read(...args)).toThrow(message);
});

test('the objects of a cluster come from files', () => {
  const { existing } = read('--against', join(folder, 'live.json'));
  expect(existing?.map(({ manifest }) => manifest.metadata.name)).toEqual(['live']);
});

describe('the objects of a cluster come from kubectl', () => {
  /** A kubectl that writes down what it is asked. */
  const install = (script: string): void => {
    writeFileSync(join(folder, 'kubectl'), `#!/bin/sh\necho "$@" >> ${join(folder, 'asked')}\n${script}\n`);
    chmodSync(join(folder, 'kubectl'), 0o755);
    process.env['PATH'] = `${folder}${delimiter}${path}`;
  };

  test('those of the kinds that manifests refer to, and of Secrets the names only', () => {
    install(`case "$*" in
*api-resources*) printf 'services\\nnodes\\ngateways.networking.istio.io\\nhttproutes.gateway.networking.k8s.io\\nsecrets\\n' ;;
*secrets*) printf 'edge   tls\\n' ;;
*) cat ${join(folder, 'live.json')} ;;
esac`);
    const { existing, external } = read('--context', 'prod');
    expect(existing?.map(({ manifest }) => manifest.metadata.name)).toEqual(['live']);
    expect(external.secrets).toEqual(['edge/tls']);
    const asked = readAsked();
    expect(asked[1]).toBe(
      '--context prod get services,gateways.networking.istio.io,httproutes.gateway.networking.k8s.io -A -o json',
    );
    expect(asked.every((line) => /^--context prod (?:api-resources|get) /.test(line))).toBe(true);
    expect(asked.filter((line) => line.includes('secrets')).every((line) => line.includes('custom-columns'))).toBe(
      true,
    );
  });

  test('unless there is none, or it fails', () => {
    process.env['PATH'] = folder;
    rmSync(join(folder, 'kubectl'), { force: true });
    expect(() => read('--context', 'prod')).toThrow('there is no kubectl on the PATH');
    install('echo "error: no context exists with the name: prod" >&2; exit 1');
    expect(() => read('--context', 'prod')).toThrow('no context exists');
  });
});

function readAsked(): readonly string[] {
  return readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
}
