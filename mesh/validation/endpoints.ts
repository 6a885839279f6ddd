import { isIpAddress } from '../text/ip-address.js';
import { checkSocket, isSocket } from './addresses.js';
import type { Field } from './field.js';
import { checkLabels } from './labels.js';
import { checkPortName, domainMistake } from './names.js';
import { checkPortNumber } from './ports.js';

/** What a ServiceEntry says about its endpoints. */
export interface EndpointRules {
  /** Port names of the service; undefined when it is not known. */
  readonly servicePorts?: ReadonlySet<string>;
  /** Whether the address may be a DNS name. */
  readonly mayBeName: boolean;
  /** Whether the address may be left out when a network is named. */
  readonly mayBeEmpty: boolean;
}

/** The rules of an endpoint: of a WorkloadEntry, or inside a ServiceEntry. */
export function checkEndpoint(endpoint: Field, { servicePorts, mayBeName, mayBeEmpty }: EndpointRules): void {
  const address = endpoint.at('address');
  if (address.text === '' && mayBeEmpty) {
    if (endpoint.at('network').text === '') {
      endpoint.error('an address is required');
      return;
    }
    endpoint.warning('an endpoint without an address is reached through the gateway of its network only');
  } else if (isSocket(address.text)) {
    checkSocket(address);
    if (endpoint.at('ports').size > 0) {
      endpoint.at('ports').error('a Unix socket takes no ports');
    }
    if (servicePorts !== undefined && servicePorts.size !== 1) {
      address.error('a Unix socket needs a service with exactly one port');
    }
  } else if (!isIpAddress(address.text) && !(mayBeName && domainMistake(address.text) === undefined)) {
    address.error(`\`${address.text}\` is no IP address${mayBeName ? ' and no full host name' : ''}`);
  }
  for (const [name, port] of endpoint.at('ports').entries) {
    if (servicePorts !== undefined && !servicePorts.has(name)) {
      port.error(`the service has no port \`${name}\``);
    }
    checkPortName(port, name);
    checkPortNumber(port);
  }
  checkLabels(endpoint.at('labels'));
}
