import type { Kubectl } from './kubectl.js';

/** Pods that are called from outside the mesh. */
export interface CalledPods {
  readonly namespace: string;
  /** Selector of their labels. */
  readonly selector: string;
  readonly port: number;
}

/** Calls of each pod. */
const CALLS = 5;

/** Answers to a caller outside the mesh. */
export interface OutsideCalls {
  readonly served: number;
  readonly calls: number;
}

/** Calls each pod from the API server, which has no sidecar and calls in plain text. */
export async function callFromOutside(kubectl: Kubectl, called: CalledPods): Promise<OutsideCalls> {
  const { namespace, selector, port } = called;
  const pods = await kubectl.list('pods', '--namespace', namespace, '--selector', selector);
  let served = 0;
  for (const { metadata } of pods) {
    const path = `/api/v1/namespaces/${namespace}/pods/http:${metadata.name}:${port}/proxy/`;
    for (let call = 0; call < CALLS; call += 1) {
      if ((await kubectl.attempt(['get', '--raw', path])).code === 0) served += 1;
    }
  }
  return { served, calls: pods.length * CALLS };
}
