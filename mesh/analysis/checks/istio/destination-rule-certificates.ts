import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

interface ClientTls {
  readonly mode?: string;
  readonly caCertificates?: string;
  readonly credentialName?: string;
  readonly insecureSkipVerify?: boolean;
}

/**
 * Whether a DestinationRule that originates TLS switches off that the proxy verifies the server. Since Istio 1.21 it does so by the authorities of the
 * operating system when no caCertificates are given, of which istioctl still warns.
 */
export const destinationRuleCertificates: Check = {
  name: 'destination-rule-certificates',
  types: [istioCodes.IST0128, istioCodes.IST0129],
  run(mesh, report) {
    for (const { object, spec } of mesh.destinationRules) {
      const policy = spec.trafficPolicy;
      const host = spec.host ?? '';
      // Workloads that are selected read the certificates of credentialName; to all others it means nothing.
      const reads = spec.workloadSelector !== undefined;
      const judge = (tls: ClientTls | undefined): { isEcho: boolean; isOwn: boolean } | undefined => {
        if (tls?.mode !== 'SIMPLE' && tls?.mode !== 'MUTUAL') {
          return undefined;
        }
        const isSkipped = tls.insecureSkipVerify === true;
        const isOfIstioctl = (tls.caCertificates ?? '') === '' && !(reads && (tls.credentialName ?? '') !== '');
        return isSkipped || isOfIstioctl ? { isEcho: !isSkipped, isOwn: !isOfIstioctl } : undefined;
      };
      const ofHost = judge(policy?.tls);
      if (ofHost !== undefined) {
        report(
          istioCodes.IST0128,
          object,
          { problem: problemOf(host, ofHost.isEcho) },
          ['spec', 'trafficPolicy', 'tls'],
          ofHost,
        );
      }
      policy?.portLevelSettings?.forEach(({ tls, port }, index) => {
        const ofPort = judge(tls);
        if (ofPort !== undefined) {
          const field = ['spec', 'trafficPolicy', 'portLevelSettings', index, 'tls'];
          const problem = problemOf(`port ${port?.number ?? ''} of ${host}`, ofPort.isEcho);
          report(istioCodes.IST0129, object, { problem }, field, ofPort);
        }
      });
      spec.subsets?.forEach(({ trafficPolicy }, index) => {
        if (judge(trafficPolicy?.tls)?.isEcho === false) {
          const field = ['spec', 'subsets', index, 'trafficPolicy', 'tls'];
          report(istioCodes.IST0128, object, { problem: problemOf(host, false) }, field, { isOwn: true });
        }
      });
    }
  },
};

function problemOf(what: string, isVerified: boolean): string {
  return isVerified
    ? `TLS to ${what} without caCertificates: proxies before Istio 1.21 do not verify the certificate of the server`
    : `insecureSkipVerify: true for ${what}: the proxy accepts any certificate, so an attacker in between can read and change the traffic; remove it, and give caCertificates if the authority is your own`;
}
