import type { KindRules } from '../kind-rules.js';

/** What an IstioGateway is accepted with, and does not do as it seems to. */
export const checkIstioGateway: KindRules = (spec) => {
  const [least, most] = [spec.at('minReplicas'), spec.at('maxReplicas')];
  const replicas = spec.at('replicaCount');
  if (spec.at('autoscaleEnabled').isTrue) {
    if (!['cpu', 'memory'].some((name) => spec.at(name).has('targetAverageUtilization'))) {
      spec.at('autoscaleEnabled').warning('nothing tells when to scale: set cpu or memory.targetAverageUtilization');
    }
    const isOutside = replicas.number < least.number || (most.isSet && replicas.number > most.number);
    if (replicas.isSet && isOutside) {
      replicas.warning('is outside of minReplicas and maxReplicas, so the autoscaler changes it at once');
    }
  }
  if (spec.at('hostNetwork').isTrue && ['', 'ClusterFirst'].includes(spec.at('dnsPolicy').text)) {
    spec
      .at('hostNetwork')
      .warning('needs dnsPolicy ClusterFirstWithHostNet, or the proxy asks the DNS of the node only');
  }
};
