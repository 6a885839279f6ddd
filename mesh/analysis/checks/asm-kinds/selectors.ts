import { isUndecided } from '../../../assumption/membership.js';
import {
  asText,
  fieldsListOf,
  fieldsOf,
  isEmptySelector,
  type Labels,
  labelsOf,
  type Mesh,
  type MeshObject,
  type Workload,
} from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { missingPods } from '../../missing-pods.js';
import { asmObjects, type Steps } from './partners.js';

/** Where each kind has the labels of the pods that it acts on. */
const selectors: Readonly<Record<string, Steps>> = {
  ASMLocalRateLimiter: ['spec', 'workloadSelector', 'labels'],
  ASMGlobalRateLimiter: ['spec', 'workloadSelector', 'labels'],
  ASMCircuitBreaker: ['spec', 'workloadSelector', 'labels'],
  ASMAdaptiveConcurrency: ['spec', 'workload_selector', 'labels'],
  ASMGrpcJsonTranscoder: ['spec', 'workloadSelector', 'labels'],
  ASMHeaderPropagation: ['spec', 'workloadSelector', 'labels'],
  ASMCompressor: ['spec', 'workloadSelector', 'labels'],
  ASMDecompressor: ['spec', 'workloadSelector', 'labels'],
  TrafficLabel: ['spec', 'workloadSelector', 'labels'],
  ASMHashTagging: ['spec', 'workloadSelector'],
};

/** Kinds that act on listeners of gateways only where they say so. */
const sided: ReadonlySet<string> = new Set([
  'ASMLocalRateLimiter',
  'ASMGlobalRateLimiter',
  'ASMCircuitBreaker',
  'ASMGrpcJsonTranscoder',
  'ASMCompressor',
]);

/**
 * Whether the objects of ASM that act on the proxies of some pods find any: they look in their own namespace only, that of gateways
 * included, and at gateways only with `isGateway: true`.
 */
export const asmSelectors: Check = {
  name: 'asm-selectors',
  types: [asmCodes.ASM0051, asmCodes.ASM0055],
  isOwn: true,
  run(mesh, report) {
    for (const [kind, field] of Object.entries(selectors)) {
      for (const object of asmObjects(mesh, kind)) {
        const selector = labelsOf(field.slice(1).reduce<unknown>((at, step) => fieldsOf(at)[step], object.spec));
        if (!isEmptySelector(selector)) {
          checkSelected(mesh, object, { selector, field }, report);
        }
      }
    }
  },
};

interface Selection {
  readonly selector: Labels;
  readonly field: Steps;
}

function checkSelected(mesh: Mesh, object: MeshObject, { selector, field }: Selection, report: Report): void {
  const pods = mesh.selectWorkloads(object.namespace, selector);
  if (pods.length === 0) {
    const isOutside = mesh.external.gateways.length > 0 && object.spec['isGateway'] === true;
    if (!isOutside) {
      const { why, circumstances } = missingPods(mesh, object.namespace, selector);
      report(asmCodes.ASM0051, object, { why }, field, circumstances);
    }
    return;
  }
  const hasProxy = (pod: Workload): boolean => pod.proxy !== 'none' || pod.isAmbient || isUndecided(mesh, pod);
  if (!pods.some(hasProxy)) {
    report(
      asmCodes.ASM0051,
      object,
      { why: `the pods that it selects in namespace ${object.namespace} have no proxy` },
      field,
    );
    return;
  }
  if (sided.has(object.kind) && object.spec['applyToTraffic'] === undefined) {
    checkSide(mesh, object, pods, report);
  }
}

function checkSide(mesh: Mesh, object: MeshObject, pods: readonly Workload[], report: Report): void {
  const isGateway = object.spec['isGateway'] === true;
  const gateways = pods.filter(({ proxy }) => proxy === 'gateway').length;
  if (isGateway && gateways === 0) {
    const mistake = 'isGateway is true, and the pods that it selects are not gateways; remove isGateway';
    report(asmCodes.ASM0055, object, { mistake }, ['spec', 'isGateway']);
  } else if (!isGateway && gateways === pods.length) {
    const mistake = 'the pods that it selects are gateways, on whose listeners it acts with isGateway: true only';
    report(asmCodes.ASM0055, object, { mistake }, ['spec', 'isGateway']);
  } else if (object.kind === 'ASMCircuitBreaker' && !isGateway) {
    checkCaller(mesh, object, pods, report);
  }
}

/** A breaker acts where calls leave; one on the service itself never sees them. */
function checkCaller(mesh: Mesh, object: MeshObject, pods: readonly Workload[], report: Report): void {
  fieldsListOf(object.spec['configs']).forEach((config, index) => {
    const host = asText(fieldsOf(fieldsOf(config['match'])['vhost'])['name']) ?? '';
    const service = mesh.serviceFor(host, object.namespace);
    if (service !== undefined && pods.every((pod) => service.workloads.includes(pod))) {
      const mistake = `a breaker acts at the caller, and the pods that it selects are those of ${service.host} itself`;
      report(asmCodes.ASM0055, object, { mistake }, ['spec', 'configs', index, 'match', 'vhost', 'name']);
    }
  });
}
