import { expect, test } from '@jest/globals';
import { requireMesh } from '../../../cli/smoke/preflight.js';

/** A cluster of which some paths cannot be read, by what kubectl says then. */
function cluster(refused: Readonly<Record<string, string>>, gateway = 'istio-ingressgateway') {
  return {
    attempt: async (args: readonly string[]) => {
      const stderr = refused[args[2] ?? ''] ?? '';
      return { code: stderr === '' ? 0 : 1, stdout: '', stderr };
    },
    run: async () => gateway,
  };
}

test('a cluster with Istio and its gateway will do', async () => {
  await expect(requireMesh(cluster({}), undefined)).resolves.toBeUndefined();
});

test.each([
  ['The connection to the server 127.0.0.1:1 was refused', 'the cluster does not answer: The connection to the server'],
  ['error: context "nope" does not exist\n', 'the cluster does not answer: context "nope" does not exist'],
])('a cluster that cannot be reached: %s', async (stderr, message) => {
  await expect(requireMesh(cluster({ '/version': stderr }), undefined)).rejects.toThrow(message);
});

test('a cluster without Istio', async () => {
  const refused = { '/apis/networking.istio.io/v1': 'Error from server (NotFound): no such resource' };
  await expect(requireMesh(cluster(refused), 8080)).rejects.toThrow('the cluster has no Istio');
});

test('a cluster without the ingress gateway, unless a port leads to one', async () => {
  await expect(requireMesh(cluster({}, ''), undefined)).rejects.toThrow(
    /^there is no Service istio-ingressgateway in istio-system; .*--gateway-port$/,
  );
  await expect(requireMesh(cluster({}, ''), 8080)).resolves.toBeUndefined();
});
