import { coversHost } from '../../model/hosts.js';
import { isIpAddress } from '../../text/ip-address.js';
import { checkSubnet } from '../addresses.js';
import { noteNacosHost } from '../asm/values.js';
import { checkWeightedDestinations } from '../destinations.js';
import { checkExportTo } from '../export-to.js';
import type { Field } from '../field.js';
import { checkGatewayNames } from '../gateway-names.js';
import { isClaimHeader } from '../headers.js';
import { checkHttpRoute } from '../http-route.js';
import { checkLabels } from '../labels.js';
import { wildcardDomainMistake } from '../names.js';
import { overlappingHosts } from '../overlapping-hosts.js';
import { checkPortNumber } from '../ports.js';

/** The rules of a VirtualService (https://istio.io/latest/docs/reference/config/networking/virtual-service/). */
export function checkVirtualService(spec: Field, namespace: string): void {
  const isDelegate = spec.at('hosts').size === 0;
  if (isDelegate) {
    for (const key of ['gateways', 'tls', 'tcp']) {
      if (spec.at(key).size > 0) {
        spec.at(key).error(`a VirtualService without hosts is a delegate, which must not have ${key}`);
      }
    }
  }
  checkGatewayNames(spec.at('gateways'));
  const gateways = spec.at('gateways').texts.map(({ text }) => text);
  const isForGateway = gateways.length > 0 && !gateways.includes('mesh');
  if (!isForGateway) {
    checkClaims(spec);
  }
  checkHosts(spec, isForGateway);
  if (['http', 'tls', 'tcp'].every((key) => spec.at(key).size === 0)) {
    spec.error('a VirtualService needs http, tls or tcp routes');
  }
  for (const route of spec.at('http').items) {
    checkHttpRoute(route, isDelegate);
  }
  for (const route of spec.at('tls').items) {
    checkTlsRoute(route, spec, isForGateway);
  }
  for (const route of spec.at('tcp').items) {
    checkTcpRoute(route);
  }
  checkExportTo(spec.at('exportTo'), namespace, 'other');
}

function checkClaims(spec: Field): void {
  for (const route of spec.at('http').items) {
    for (const match of route.at('match').items) {
      for (const [name, header] of [...match.at('headers').entries, ...match.at('withoutHeaders').entries]) {
        if (isClaimHeader(name)) {
          header.error(`routes by the JWT claim \`${name}\` work at a gateway only, and this is for the mesh`);
        }
      }
    }
  }
}

function checkHosts(spec: Field, isForGateway: boolean): void {
  const hosts = spec.at('hosts').texts;
  const hasSniHosts = spec
    .at('tls')
    .items.some((route) => route.at('match').items.some((match) => match.at('sniHosts').size > 0));
  let areValid = true;
  for (const host of hosts) {
    const mistake = hostMistake(host.text, isForGateway && hasSniHosts);
    if (mistake !== undefined && !noteNacosHost(host)) {
      host.error(mistake);
      areValid = false;
    } else if (!isForGateway && host.text === '*') {
      host.error('the host `*` is for gateways only, not for the mesh');
      areValid = false;
    }
  }
  const overlaps = areValid ? overlappingHosts(hosts.map(({ text }) => text)) : new Map<number, number>();
  for (const [index, earliest] of overlaps) {
    const host = hosts[index] as Field;
    host.error(`the host \`${host.text}\` overlaps \`${hosts[earliest]?.text}\``);
  }
}

/** Name under which a gateway with AUTO_PASSTHROUGH knows a service: `outbound_.80_.subset_.host`. */
const passthroughName = /^outbound_[^_]*\d[^_]*_[^_]*_[^_]*[a-zA-Z]/;

function hostMistake(host: string, mayBePassthroughName: boolean): string | undefined {
  if (isIpAddress(host) || (mayBePassthroughName && passthroughName.test(host))) {
    return undefined;
  }
  return wildcardDomainMistake(host);
}

function checkTlsRoute(route: Field, spec: Field, isForGateway: boolean): void {
  if (route.at('match').size === 0) {
    route.error('a TLS route needs a match');
  }
  for (const match of route.at('match').items) {
    if (match.at('sniHosts').size === 0) {
      match.error('a TLS match needs sniHosts');
    }
    for (const host of match.at('sniHosts').texts) {
      checkSniHost(host, spec, isForGateway);
    }
    checkLayer4Match(match);
  }
  if (route.at('route').size === 0) {
    route.error('a TLS route needs a route');
  }
  checkWeightedDestinations(route.at('route'));
}

function checkSniHost(host: Field, spec: Field, isForGateway: boolean): void {
  if (isIpAddress(host.text)) {
    host.warning(`most clients send no IP address such as \`${host.text}\` as server name`);
    return;
  }
  const mistake = hostMistake(host.text, isForGateway);
  if (mistake !== undefined) {
    host.error(mistake);
  } else if (!spec.at('hosts').texts.some(({ text }) => coversHost(text, host.text))) {
    host.error(`\`${host.text}\` is none of the hosts of the VirtualService`);
  }
}

function checkTcpRoute(route: Field): void {
  for (const match of route.at('match').items) {
    checkLayer4Match(match);
  }
  if (route.at('route').size === 0) {
    route.error('a TCP route needs a route');
  }
  checkWeightedDestinations(route.at('route'));
}

function checkLayer4Match(match: Field): void {
  for (const subnet of match.at('destinationSubnets').texts) {
    checkSubnet(subnet);
  }
  if (match.at('port').number !== 0) {
    checkPortNumber(match.at('port'));
  }
  checkLabels(match.at('sourceLabels'));
  checkGatewayNames(match.at('gateways').errorsOnly);
}
