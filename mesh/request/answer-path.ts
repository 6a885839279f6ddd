import { type AnswerPath, type PathPod, podOf } from '../inputs/answer-path.js';
import { gatewayPods, madeGateway } from '../inputs/reach.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import type { PushContext } from '../proxy/push-context.js';
import { isIpAddress } from '../text/ip-address.js';
import { type AnswerFacts, workloadOf } from './answer.js';
import { entryFor } from './entry.js';
import type { Question } from './evaluate.js';

/** What an answer touched, so that what is not modelled can be told apart from what does not concern it. */
export function pathOf({ mesh, network }: PushContext, question: Question, answer: AnswerFacts): AnswerPath {
  const { query, target, downstream } = question;
  const pods: PathPod[] = [];
  const hosts = new Set([target.host, ...[query.headers?.['host'] ?? []].flat().map((host) => host.toLowerCase())]);
  if (downstream.isInternet) {
    const entry = entryFor(mesh, query.via, target.port);
    if (entry !== undefined) {
      hosts.add(entry.service.host);
      for (const one of entry.service.workloads.map((workload) => podOf(workload, 'both'))) {
        pods.push(one);
      }
    }
  } else {
    const { namespace, labels, workload, hasSidecar } = downstream;
    const proxy = workload?.proxy ?? (hasSidecar ? 'sidecar' : 'none');
    pods.push({ namespace, labels, object: workload?.object, proxy, sends: true, receives: false });
    hosts.add(network.resolve(target.host, namespace).host);
  }
  for (const one of gatewaysOf(mesh, answer.gateway).map((workload) => podOf(workload, 'both'))) {
    pods.push(one);
  }
  for (const outcome of answer.outcomes) {
    hosts.add(outcome.host);
    const workload = workloadOf(mesh, outcome);
    if (workload !== undefined) {
      pods.push(podOf(workload, 'receives'));
    }
  }
  const namespaces = new Set([...hosts].flatMap((host) => mesh.servicesAt(host).map(({ namespace }) => namespace)));
  return {
    pods,
    hosts: [...hosts],
    namespaces: [...namespaces],
    isAddressKnown: downstream.isInternet || isIpAddress(network.resolve(target.host, downstream.namespace).ip),
    isFailing: answer.outcomes.some(({ status }) => status !== '200' && status !== 'connected'),
  };
}

/** The workloads of the Gateway that an answer names. */
function gatewaysOf(mesh: Mesh, label: string | null): readonly Workload[] {
  const [, namespace, name] = /^Gateway ([^/\s]+)\/(\S+)/.exec(label ?? '') ?? [];
  if (namespace === undefined || name === undefined) {
    return [];
  }
  const reaches = [
    ...mesh.find('networking.istio.io', 'Gateway', namespace, name).flatMap((object) => gatewayPods(object, mesh)),
    ...mesh
      .find('gateway.networking.k8s.io', 'Gateway', namespace, name)
      .flatMap((object) => madeGateway(object, mesh)),
  ];
  return mesh.workloads.filter(
    (workload) =>
      workload.proxy !== 'sidecar' &&
      workload.proxy !== 'none' &&
      reaches.some((reach) => reach.of === 'pods' && reach.selects(podOf(workload, 'both'))),
  );
}
