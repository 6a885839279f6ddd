import type { IstioSpecs } from '../../../kinds/index.js';
import { type ConfigObject, LabelIndex } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

type Gateway = ConfigObject<IstioSpecs['Gateway']>;

/** Pairs that one Gateway is named in at most, so that a certificate of a thousand Gateways does not make a million findings. */
const mostPairs = 20;

/** Whether Gateways that share pods also share a certificate, so that clients reuse a connection for the wrong one. */
export const gatewayCertificates: Check = {
  name: 'gateway-certificates',
  types: [istioCodes.IST0138],
  run(mesh, report) {
    const users = new Map<string, Map<Gateway, number>>();
    for (const gateway of mesh.gateways) {
      gateway.spec.servers?.forEach(({ tls }, index) => {
        const certificate = certificateOf(tls);
        if (certificate !== undefined) {
          const gateways = users.get(certificate) ?? new Map<Gateway, number>();
          users.set(certificate, gateways);
          if (!gateways.has(gateway)) {
            gateways.set(gateway, index);
          }
        }
      });
    }
    const told = new Set<string>();
    for (const gateways of users.values()) {
      const index = new LabelIndex(
        [...gateways.keys()].map((gateway) => ({ namespace: '', labels: gateway.spec.selector ?? {}, gateway })),
      );
      for (const [gateway, server] of gateways.size < 2 ? [] : gateways) {
        const others = index
          .select(undefined, gateway.spec.selector ?? {})
          .filter((other) => other.gateway !== gateway);
        for (const other of others.slice(0, mostPairs)) {
          const names = [gateway.id, other.gateway.id].join(' and ');
          // Gateways that share several certificates are told of once.
          if (!told.has(names)) {
            told.add(names);
            report(istioCodes.IST0138, gateway.object, { gateways: names }, ['spec', 'servers', server, 'tls']);
          }
        }
      }
    }
  },
};

function certificateOf(
  tls:
    | { readonly credentialName?: string; readonly serverCertificate?: string; readonly privateKey?: string }
    | undefined,
): string | undefined {
  if (tls?.credentialName) {
    return `secret ${tls.credentialName}`;
  }
  return tls?.serverCertificate && tls.privateKey ? `file ${tls.serverCertificate} ${tls.privateKey}` : undefined;
}
