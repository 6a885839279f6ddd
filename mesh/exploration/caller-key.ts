import { podOf } from '../inputs/answer-path.js';
import { UnmodelledInputs } from '../inputs/unmodelled-inputs.js';
import { capturesAmbientDns } from '../istio/allocated-addresses.js';
import { type Labels, matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { sourceLabelsOf } from '../proxy/build/routes.js';
import { PushContext } from '../proxy/push-context.js';
import { type Downstream, Downstreams } from '../request/downstream.js';
import type { RequestQuery } from '../request/index.js';
import { Numbering } from './numbering.js';

/** What tells callers of one mesh apart, besides their identity and whether they are in the namespace of the service that they call. */
export class CallerKeys {
  private readonly push: PushContext;
  private readonly numbers = new Numbering();
  /** Namespaces with DestinationRules for hosts of others, which only their own callers see. */
  private readonly ruling: ReadonlySet<string>;
  /** Whether some DestinationRule is only for certain namespaces. */
  private readonly isRulePrivate: boolean;
  private readonly hasProxyConfigs: boolean;
  /** Whether it matters which pod of the files it is: network policies, or ports that all sidecars leave alone. */
  private readonly isEachApart: boolean;

  constructor(private readonly mesh: Mesh) {
    this.push = PushContext.of(mesh);
    const { config, destinationRules } = mesh;
    const isOwn = (host: string, namespace: string): boolean =>
      mesh.resolve(host, namespace).endsWith(`.${namespace}.svc.${config.clusterDomain}`) && !host.includes('*');
    this.ruling = new Set(
      destinationRules.flatMap(({ spec, namespace }) => (isOwn(spec.host ?? '', namespace) ? [] : [namespace])),
    );
    this.isRulePrivate =
      config.defaultDestinationRuleExportTo.some((namespace) => namespace !== '*') ||
      destinationRules.some(({ spec }) => (spec.exportTo ?? ['*']).some((namespace) => namespace !== '*'));
    this.hasProxyConfigs = mesh.objectsOf('networking.istio.io', 'ProxyConfig').length > 0;
    this.isEachApart =
      !this.push.networkPolicies.isEmpty ||
      mesh.objectsOf('', 'ConfigMap').some(({ name }) => name === 'istio-sidecar-injector');
  }

  /** Texts that are the same are those of callers that only identity tells apart. */
  of(from: RequestQuery['from']): string {
    const downstream = Downstreams.of(this.mesh).find(from);
    const { node, isPlaced, hasSidecar, isAmbient } = downstream;
    const place = this.mesh.clusters.length > 1 ? [isPlaced ? node.cluster : null, node.locality] : [node.locality];
    const parts = hasSidecar
      ? ['sidecar', ...this.sidecar(downstream)]
      : isAmbient
        ? ['ambient', ...this.ambient(downstream)]
        : ['none'];
    return JSON.stringify([...parts, ...place, this.pod(downstream), this.notModelled(downstream)]);
  }

  private sidecar({ node, workload, namespace, labels }: Downstream): readonly unknown[] {
    const { scope } = node;
    return [
      this.numbers.of(scope.listeners),
      this.numbers.of(scope.services),
      scope.outboundTrafficPolicy,
      scope.egressProxy,
      scope.listeners.flatMap(sourceLabelsOf).map((selector) => matchesLabels(labels, selector)),
      node.capturesDns,
      this.rules(namespace, labels),
      capturing(workload?.annotations ?? {}),
      // A ProxyConfig may say for which pods sidecars take connections.
      this.hasProxyConfigs ? [namespace, labels] : null,
      // What a pod with such annotations sends to itself is not what others send to it.
      capturing(workload?.annotations ?? {}).length > 0 ? workload?.name : null,
    ];
  }

  private ambient({ node, workload, namespace, labels }: Downstream): readonly unknown[] {
    const { listeners, services } = this.push.scopes.ofGateway(node.namespace);
    return [
      this.numbers.of(listeners),
      this.numbers.of(services),
      capturesAmbientDns(workload),
      this.rules(namespace, labels),
    ];
  }

  private rules(namespace: string, labels: Labels): readonly unknown[] {
    return [
      this.isRulePrivate || this.ruling.has(namespace) ? namespace : null,
      this.push.destinationRules.hasSelectors ? [namespace, labels] : null,
    ];
  }

  private pod({ namespace, labels, workload, isNamed }: Downstream): unknown {
    return this.isEachApart ? [namespace, labels, workload?.name, workload?.cluster, isNamed] : null;
  }

  /** What is not modelled of the pod itself. */
  private notModelled({ namespace, labels, workload, hasSidecar }: Downstream): unknown {
    const pod =
      workload === undefined
        ? { namespace, labels, proxy: hasSidecar ? 'sidecar' : 'none', sends: true, receives: false }
        : podOf(workload, 'sends');
    const found = UnmodelledInputs.of(this.mesh).touching(() => ({
      pods: [pod as ReturnType<typeof podOf>],
      hosts: [],
      namespaces: [],
      isAddressKnown: false,
      isFailing: true,
    }));
    return found.length === 0 ? null : found;
  }
}

/** The annotations that say which connections the sidecar of a pod takes. */
function capturing(annotations: Labels): readonly (readonly [string, string])[] {
  return Object.entries(annotations)
    .filter(([name]) =>
      /^(?:traffic|status)\.sidecar\.istio\.io\/|interceptionMode$|^proxy\.istio\.io\/config$/.test(name),
    )
    .sort();
}
