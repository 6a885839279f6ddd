import type { Field } from '../field.js';
import { checkSelector } from '../labels.js';
import { checkPortNumber } from '../ports.js';

/** The rules of a PeerAuthentication (https://istio.io/latest/docs/reference/config/security/peer_authentication/). */
export function checkPeerAuthentication(spec: Field): void {
  const ports = spec.at('portLevelMtls');
  if (ports.size > 0 && spec.at('selector').at('matchLabels').size === 0) {
    spec.error('portLevelMtls needs a selector; Istio ignores it for a whole namespace');
  }
  if (ports.isSet && ports.size === 0) {
    ports.error('portLevelMtls must name a port');
  }
  for (const [port, mode] of ports.entries) {
    if (/^\d+$/.test(port)) {
      checkPortNumber(mode, Number(port));
    } else {
      mode.error(`\`${port}\` is not a port: it must be a number from 1 to 65535`);
    }
  }
  checkSelector(spec.at('selector'), 'matchLabels');
}
