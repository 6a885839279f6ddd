import type { Field } from './field.js';
import { domainMistake, isDnsLabel } from './names.js';

/**
 * The rules of the gateways that a VirtualService or a match names: `namespace/name`, `name` or `mesh`. Istio looks no further than the first
 * name without a namespace.
 */
export function checkGatewayNames(gateways: Field): void {
  for (const gateway of gateways.texts) {
    const slash = gateway.text.indexOf('/');
    if (slash < 0) {
      checkPlainName(gateway);
      return;
    }
    const namespace = gateway.text.slice(0, slash);
    const name = gateway.text.slice(slash + 1);
    if (!isDnsLabel(namespace)) {
      gateway.error(`\`${gateway.text}\` must be namespace/name: \`${namespace}\` is no namespace name`);
    }
    if (!isDnsLabel(name)) {
      gateway.error(`\`${gateway.text}\` must be namespace/name: \`${name}\` is no gateway name`);
    }
  }
}

function checkPlainName(gateway: Field): void {
  const mistake = domainMistake(gateway.text);
  if (mistake !== undefined) {
    gateway.error(mistake);
  } else if (gateway.text.includes('.')) {
    const [name, namespace] = gateway.text.split('.');
    gateway.warning(`the form \`${gateway.text}\` is old; write \`${namespace}/${name}\``);
  }
}
