import { ClusterError, lastLine } from './cluster-error.js';
import { GATEWAY, GATEWAY_NAMESPACE } from './fixture.js';
import type { Kubectl } from './kubectl.js';

/**
 * Looks whether a cluster has what the test needs; makes nothing.
 *
 * @param gatewayPort port that leads to the ingress gateway, if it is known
 * @throws ClusterError with what is missing and how to get it
 */
export async function requireMesh(
  kubectl: Pick<Kubectl, 'attempt' | 'run'>,
  gatewayPort: number | undefined,
): Promise<void> {
  const version = await kubectl.attempt(['get', '--raw', '/version', '--request-timeout=15s']);
  if (version.code !== 0) throw new ClusterError(`the cluster does not answer: ${complaint(version.stderr)}`);
  const istio = await kubectl.attempt(['get', '--raw', '/apis/networking.istio.io/v1']);
  if (/NotFound/.test(istio.stderr)) {
    throw new ClusterError('the cluster has no Istio that serves networking.istio.io/v1; install Istio 1.22 or later');
  }
  if (gatewayPort !== undefined) return;
  const found = await kubectl.run(['get', 'service', GATEWAY, '-n', GATEWAY_NAMESPACE, '--ignore-not-found']);
  if (found.trim() === '') {
    throw new ClusterError(
      `there is no Service ${GATEWAY} in ${GATEWAY_NAMESPACE}; install Istio's gateway chart under that name, or give a port that leads to your gateway with --gateway-port`,
    );
  }
}

function complaint(stderr: string): string {
  return lastLine(stderr).replace(/^error: /, '');
}
