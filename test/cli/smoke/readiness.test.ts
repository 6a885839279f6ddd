import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../cli/smoke/kubectl.js';
import { deploymentsAvailable } from '../../../cli/smoke/readiness.js';

const sidecar = { spec: { containers: [{ name: 'echo' }, { name: 'istio-proxy' }] } };
const deployment = (available: boolean, message = 'has minimum availability'): KubeObject => ({
  metadata: { name: 'echo-v1' },
  status: { conditions: [{ type: 'Available', status: available ? 'True' : 'False', message }] },
});
const pod = (fields: object): KubeObject => ({ metadata: { name: 'echo-v1-abc' }, ...fields });
const waiting = (reason: string) => ({
  ...sidecar,
  status: {
    containerStatuses: [{ image: 'example/echo:0', state: { waiting: { reason, message: 'not found\nmore' } } }],
  },
});

/** A cluster that shows one state after the other, and then the last for good. */
function cluster(...states: readonly { deployments: KubeObject[]; pods: KubeObject[] }[]) {
  let asked = 0;
  return {
    list: async (kind: string) => {
      const state = states[Math.min(asked, states.length - 1)];
      if (kind === 'pods') asked += 1;
      return (kind === 'pods' ? state?.pods : state?.deployments) ?? [];
    },
  };
}

const wait = (kubectl: ReturnType<typeof cluster>, refused = 0) =>
  deploymentsAvailable(kubectl, 'asm-smoke', { all: 1500, refused });

describe('deploymentsAvailable', () => {
  test('waits until they are', async () => {
    const kubectl = cluster(
      { deployments: [], pods: [] },
      { deployments: [deployment(false)], pods: [pod(sidecar)] },
      { deployments: [deployment(true)], pods: [pod(sidecar)] },
    );
    await expect(deploymentsAvailable(kubectl, 'asm-smoke')).resolves.toBeUndefined();
  });

  test('a pod without a sidecar is told at once', async () => {
    const bare = pod({ spec: { containers: [{ name: 'echo' }] } });
    await expect(wait(cluster({ deployments: [deployment(false)], pods: [bare] }))).rejects.toThrow(
      'the pod echo-v1-abc got no sidecar',
    );
  });

  test('an image that cannot be pulled is told soon, in one line', async () => {
    const kubectl = cluster({ deployments: [deployment(false)], pods: [pod(waiting('ImagePullBackOff'))] });
    await expect(wait(kubectl)).rejects.toThrow(
      /^the image example\/echo:0 does not run in the pod echo-v1-abc \(ImagePullBackOff: not found\)$/,
    );
  });

  test('a registry that falters is waited for', async () => {
    const kubectl = cluster(
      { deployments: [deployment(false)], pods: [pod(waiting('ErrImagePull'))] },
      { deployments: [deployment(true)], pods: [pod(sidecar)] },
    );
    await expect(wait(kubectl, 60_000)).resolves.toBeUndefined();
  });

  test('what never starts is told with what the Deployment says', async () => {
    const kubectl = cluster({ deployments: [deployment(false, 'pods is forbidden')], pods: [] });
    await expect(wait(kubectl)).rejects.toThrow('did not start within 1.5 s: echo-v1: pods is forbidden');
  });
});
