import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

interface ClientTls {
  readonly mode?: string;
  readonly caCertificates?: string;
  readonly credentialName?: string;
}

/** Whether a DestinationRule that originates TLS says by which certificates it trusts the server. */
export const destinationRuleCertificates: Check = {
  name: 'destination-rule-certificates',
  types: [istioCodes.IST0128, istioCodes.IST0129],
  run(mesh, report) {
    for (const { object, spec } of mesh.destinationRules) {
      const policy = spec.trafficPolicy;
      const host = spec.host ?? '';
      // Workloads that are selected read the certificates of credentialName; to all others it means nothing.
      const reads = spec.workloadSelector !== undefined;
      const isUnverified = (tls: ClientTls | undefined): boolean =>
        (tls?.mode === 'SIMPLE' || tls?.mode === 'MUTUAL') &&
        (tls.caCertificates ?? '') === '' &&
        !(reads && (tls.credentialName ?? '') !== '');
      if (isUnverified(policy?.tls)) {
        const field = ['spec', 'trafficPolicy', 'tls'];
        report(istioCodes.IST0128, object, { mode: policy?.tls?.mode ?? '', host }, field);
      }
      policy?.portLevelSettings?.forEach(({ tls, port }, index) => {
        if (isUnverified(tls)) {
          const values = { mode: tls?.mode ?? '', host, port: port?.number ?? '' };
          report(istioCodes.IST0129, object, values, ['spec', 'trafficPolicy', 'portLevelSettings', index, 'tls']);
        }
      });
    }
  },
};
