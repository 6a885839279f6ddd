import type { Manifest } from '../../../mesh/index.js';
import { Random } from './random.js';
import {
  authorizationPolicy,
  envoyFilter,
  peerAuthentication,
  requestAuthentication,
  telemetry,
  wasmPlugin,
} from './random-policies.js';
import {
  destinationRule,
  gateway,
  kubernetesGateway,
  secret,
  serviceEntry,
  sidecar,
  virtualService,
} from './random-routes.js';
import { deployment, namespace, pod, service, workloadEntry } from './random-workloads.js';

/**
 * A small mesh made at random by a seed: objects of every kind that the findings read, with fields taken from a few names, labels, hosts and
 * ports, so that they often refer to each other and often miss. Nothing in it is meant; it is to be wrong in ways that nobody thought of.
 */
export function randomMesh(seed: number): readonly Manifest[] {
  const random = new Random(seed);
  const kinds = Object.keys(makers);
  // A few kinds at a time, so that objects of one kind meet.
  const chosen = Array.from({ length: 3 + random.below(5) }, () => kinds[random.below(kinds.length)] ?? '');
  const manifests = new Map<string, Manifest>();
  for (const name of ['shop', 'default', 'other', 'istio-system']) {
    if (!random.chance(12)) {
      manifests.set(`Namespace v1 /${name}`, namespace(random, name));
    }
  }
  for (let index = 0; index < 6 + random.below(10); index += 1) {
    const kind = random.chance(4)
      ? (kinds[random.below(kinds.length)] ?? '')
      : (chosen[random.below(chosen.length)] ?? '');
    const manifest = makers[kind]?.(random);
    if (manifest !== undefined) {
      const { namespace = '', name } = manifest.metadata as { namespace?: string; name: string };
      manifests.set(`${manifest.kind} ${manifest.apiVersion} ${namespace}/${name}`, manifest);
    }
  }
  return [...manifests.values()];
}

const makers: Readonly<Record<string, (random: Random) => Manifest>> = {
  pod,
  deployment,
  service,
  namespace,
  virtualService,
  destinationRule,
  gateway,
  secret,
  serviceEntry,
  sidecar,
  envoyFilter,
  authorizationPolicy,
  requestAuthentication,
  peerAuthentication,
  telemetry,
  wasmPlugin,
  workloadEntry,
  kubernetesGateway,
};
