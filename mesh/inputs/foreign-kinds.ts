import { asFields, fieldsListOf, fieldsOf } from '../model/narrowing.js';
import type { MeshObject } from '../model/object.js';
import { notModelled } from './coverage.js';
import type { KindCoverage } from './kinds/index.js';
import { ownNamespace, wholeMesh } from './reach.js';

/** Groups whose every kind may change what happens to a request, with what an object of an unknown kind may do. */
const groups: readonly (readonly [group: RegExp, effect: string])[] = [
  [/^(?:.*\.)?istio\.io$/, 'proxies may be configured by it'],
  [/^gateway\.networking\.(?:k8s|x-k8s)\.io$/, 'gateways may be configured by it'],
  [/^inference\.networking\.(?:k8s|x-k8s)\.io$/, 'endpoints may be chosen by it'],
  [/^istio\.alibabacloud\.com$/, 'proxies may be configured by it'],
  [/^networking\.k8s\.io$/, 'connections may be routed or dropped by it'],
  [/^policy\.networking\.k8s\.io$/, 'connections may be dropped'],
  [
    /^(?:cilium\.io|projectcalico\.org|crd\.projectcalico\.org|crd\.antrea\.io|network\.alibabacloud\.com)$/,
    'connections may be dropped',
  ],
  [/^multicluster\.x-k8s\.io$/, 'Services may be shared between clusters'],
];

const unknownPods: KindCoverage = {
  fields: { spec: notModelled('its pods are not known: they may call, and answer for Services that select them') },
  reach: ownNamespace,
};
const otherSettings: KindCoverage = {
  fields: { spec: notModelled('the settings of the mesh in it are not read; those of the ConfigMap istio are') },
  reach: wholeMesh,
};

const byGroup = new Map<string, KindCoverage | undefined>();

/** How an object of a kind that is not in the lists is taken; undefined when no answer can depend on it. */
export function coverageOfForeign(object: MeshObject): KindCoverage | undefined {
  const { group, kind } = object;
  if ((group === 'install.istio.io' && kind === 'IstioOperator') || (group === 'sailoperator.io' && kind === 'Istio')) {
    return otherSettings;
  }
  if (!byGroup.has(group)) {
    const effect = groups.find(([pattern]) => pattern.test(group))?.[1];
    const fields = { '*': notModelled(`the kind is unknown: ${effect}`) };
    byGroup.set(group, effect === undefined ? undefined : { fields, reach: ownNamespace });
  }
  return byGroup.get(group) ?? (makesPods(object) ? unknownPods : undefined);
}

/** Whether a spec has a template of pods where most kinds have it. */
function makesPods({ spec }: MeshObject): boolean {
  const pod = asFields(fieldsOf(spec['template'])['spec']);
  return pod !== undefined && fieldsListOf(pod['containers']).length > 0;
}
