import { kubeVelaFields } from '../validation/schema/kubevela-fields.js';
import type { Kind } from './kind.js';

const workload = { scope: 'namespace', plane: 'data-plane', phase: 'workload' } as const;

/** Kinds of other programs that run pods of a mesh or send its objects to clusters. */
export const otherKinds: readonly Kind[] = [
  {
    group: 'core.oam.dev',
    kind: 'Application',
    plural: 'applications',
    versions: ['v1beta1'],
    scope: 'namespace',
    plane: 'fleet',
    phase: 'gateway',
    fields: kubeVelaFields,
  },
  {
    ...workload,
    group: 'argoproj.io',
    kind: 'Rollout',
    plural: 'rollouts',
    versions: ['v1alpha1'],
    podTemplate: ['template'],
  },
  ...(['AnalysisTemplate', 'ClusterAnalysisTemplate'] as const).map((kind) => ({
    ...workload,
    group: 'argoproj.io',
    kind,
    plural: `${kind.toLowerCase()}s`,
    versions: ['v1alpha1'],
    scope: kind === 'AnalysisTemplate' ? ('namespace' as const) : ('cluster' as const),
  })),
  { ...workload, group: 'flagger.app', kind: 'Canary', plural: 'canaries', versions: ['v1beta1'] },
  ...(['CloneSet', 'StatefulSet', 'DaemonSet'] as const).map((kind) => ({
    ...workload,
    group: 'apps.kruise.io',
    kind,
    plural: `${kind.toLowerCase()}s`,
    versions: kind === 'StatefulSet' ? ['v1beta1', 'v1alpha1'] : ['v1alpha1'],
    podTemplate: ['template'],
  })),
  {
    group: 'cert-manager.io',
    kind: 'Certificate',
    plural: 'certificates',
    versions: ['v1'],
    scope: 'namespace',
    plane: 'data-plane',
    phase: 'configuration',
  },
  {
    group: 'monitoring.coreos.com',
    kind: 'PrometheusRule',
    plural: 'prometheusrules',
    versions: ['v1'],
    scope: 'namespace',
    plane: 'data-plane',
    phase: 'configuration',
  },
  {
    group: 'install.istio.io',
    kind: 'IstioOperator',
    plural: 'istiooperators',
    versions: ['v1alpha1'],
    scope: 'namespace',
    plane: 'data-plane',
    phase: 'foundation',
  },
];
