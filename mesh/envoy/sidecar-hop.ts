import type { EgressListener, ScopedService } from '../istio/sidecar-scope.js';
import { hostsOverlap } from '../model/hosts.js';
import { isHttp } from '../model/protocol.js';
import type { MeshService, ServicePort } from '../model/service.js';
import { fitsSni } from '../proxy/bound-rules.js';
import { isHeadless } from '../proxy/build/outbound.js';
import type { Indexes } from '../proxy/push-context.js';
import { routeHttp } from './http-forwarding.js';
import type { Journey, Leave, Passage, Sender } from './journey.js';
import { sendToAddress, sendToCluster } from './router.js';
import { findConnectionRule, routeConnection } from './tcp-proxy.js';

/** Takes requests out of a workload through its sidecar. */
export const leaveThroughSidecar: Leave = (indexes, journey, passage, sender, address) => {
  const { target, tally } = journey;
  const { port } = target;
  const { scope } = sender;
  if (scope.label !== '') {
    tally.say(`${scope.label} says what the caller knows`);
  }
  const listener = indexes.outbound.listenerFor(scope, port);
  const imported = listener === undefined ? undefined : importedService(listener, address.service);
  const scoped = imported?.ports.some(({ number }) => number === port) === true ? imported : undefined;
  tally.isNotVisible = scoped === undefined;
  const declared = scoped?.ports.find(({ number }) => number === port);
  if (listener === undefined) {
    passThrough(indexes, journey, passage, sender, `nothing of ${scope.label} is for port ${port}`);
    return;
  }
  if (scoped !== undefined && declared !== undefined && !usesSharedListener(scoped, declared)) {
    leaveByOwnListener(indexes, journey, passage, sender, listener, scoped, declared);
    return;
  }
  if (passage.isHttp && !passage.isTls && hasSharedHttp(listener, port)) {
    leaveBySharedListener(indexes, journey, passage, sender, listener);
    return;
  }
  const chain = sharedChain(listener, port, passage);
  if (chain !== undefined) {
    leaveByChain(indexes, journey, passage, sender, listener, chain.scoped, chain.port);
    return;
  }
  passThrough(indexes, journey, passage, sender, `no listener of the sidecar is for this traffic at port ${port}`);
};

const imports = new WeakMap<EgressListener, ReadonlyMap<MeshService, ScopedService>>();

function importedService(listener: EgressListener, service: MeshService | undefined): ScopedService | undefined {
  let byService = imports.get(listener);
  if (byService === undefined) {
    byService = new Map(listener.services.map((scoped) => [scoped.service, scoped]));
    imports.set(listener, byService);
  }
  return service === undefined ? undefined : byService.get(service);
}

/** Whether a port is served by the listener that all HTTP services of that number share. */
function usesSharedListener({ service }: ScopedService, port: ServicePort): boolean {
  return isHttp(port.protocol) || (service.registry !== 'kubernetes' && addressesOf(service).length === 0);
}

function addressesOf(service: ScopedService['service']): readonly unknown[] {
  const addresses = service.objects[0]?.rawSpec['addresses'];
  return Array.isArray(addresses) ? addresses : [];
}

function hasSharedHttp(listener: EgressListener, port: number): boolean {
  return listener.services.some((scoped) =>
    scoped.ports.some(
      (own) =>
        own.number === port && (isHttp(own.protocol) || (own.protocol === 'auto' && usesSharedListener(scoped, own))),
    ),
  );
}

function leaveByOwnListener(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  listener: EgressListener,
  scoped: ScopedService,
  port: ServicePort,
): void {
  const { tally } = journey;
  tally.listener = `${scoped.service.host}:${port.number}`;
  if (port.protocol === 'auto' && passage.isHttp && !passage.isTls) {
    const table = indexes.outbound.table(sender.scope, listener, port.number, sender.client.labels);
    const host = table.find(scoped.service.host);
    if (host !== undefined) {
      tally.say(`the sidecar finds HTTP at ${tally.listener}`);
      routeHttp(indexes, journey, { ...passage, isProxied: true }, sender, host, port.number, undefined, 1);
      return;
    }
  }
  leaveByChain(indexes, journey, passage, sender, listener, scoped, port);
}

function leaveBySharedListener(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  listener: EgressListener,
): void {
  const { tally, target } = journey;
  const { port } = target;
  tally.listener = `0.0.0.0:${port}`;
  const table = indexes.outbound.table(sender.scope, listener, port, sender.client.labels);
  const host = table.find(passage.request.authority, sender.client.namespace);
  const proxied = { ...passage, isProxied: true };
  if (host !== undefined) {
    tally.isNotVisible = false;
    if (tally.isTracing) {
      tally.say(`virtual host ${host.name} at ${tally.listener}`);
    }
    routeHttp(indexes, journey, proxied, sender, host, port, undefined, 1);
    return;
  }
  const { authority } = passage.request;
  if (sender.scope.outboundTrafficPolicy === 'REGISTRY_ONLY') {
    tally.isNotVisible = true;
    tally.say(`the sidecar knows no ${authority}, and REGISTRY_ONLY refuses it: 502`);
    tally.end(1, { status: '502', kind: 'lost', policy: '', reason: 'REGISTRY_ONLY' });
    return;
  }
  tally.say(`the sidecar knows no ${authority}, and ALLOW_ANY passes it on as it is`);
  sendToAddress(indexes, journey, proxied, sender, 'plaintext', 1);
}

/** The chain of the listener for all addresses that takes a connection: by server name, else the TCP service without an address. */
function sharedChain(
  listener: EgressListener,
  number: number,
  passage: Passage,
): { readonly scoped: ScopedService; readonly port: ServicePort } | undefined {
  let best: { readonly scoped: ScopedService; readonly port: ServicePort; readonly length: number } | undefined;
  for (const scoped of listener.services) {
    const port = scoped.ports.find((own) => own.number === number);
    if (port === undefined || isHttp(port.protocol) || !usesSharedListener(scoped, port)) {
      continue;
    }
    const needsName = port.protocol === 'tls' || port.protocol === 'https';
    const { host } = scoped.service;
    const fits = needsName
      ? passage.isTls && (fitsSni(host, passage.sni) || hasRuleFor(listener, host, passage.sni))
      : true;
    const length = needsName ? (host.startsWith('*') ? host.length : 1000 + host.length) : 0;
    if (fits && (best === undefined || length > best.length)) {
      best = { scoped, port, length };
    }
  }
  return best;
}

function hasRuleFor(listener: EgressListener, host: string, sni: string): boolean {
  return listener.configs.some(
    (config) =>
      config.hosts.some((one) => hostsOverlap(one, host)) &&
      config.tls.some(({ matches }) => matches.some(({ sniHosts }) => sniHosts.some((one) => fitsSni(one, sni)))),
  );
}

function leaveByChain(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  listener: EgressListener,
  { service }: ScopedService,
  port: ServicePort,
): void {
  const { tally } = journey;
  tally.listener ||= `0.0.0.0:${port.number}`;
  tally.isNotVisible = false;
  const isTls = port.protocol === 'tls' || port.protocol === 'https';
  const configs = listener.configs.filter(({ hosts }) => hosts.some((host) => hostsOverlap(host, service.host)));
  const { labels, namespace } = sender.client;
  const scope = { labels, namespace, gateway: 'mesh', port: port.number };
  const rule = findConnectionRule(configs, isTls ? 'tls' : 'tcp', scope, passage.sni);
  if (rule !== undefined) {
    routeConnection(indexes, journey, passage, sender, rule, port.number, 1);
    return;
  }
  const hasRules = isTls && configs.some(({ tls }) => tls.some(({ matches }) => matches.length > 0));
  if (hasRules) {
    passThrough(indexes, journey, passage, sender, `no TLS rule for ${service.host} takes ${passage.sni || 'it'}`);
    return;
  }
  tally.say(`the sidecar passes the connection to ${service.host}:${port.number}`);
  const cluster = indexes.clusters.find(sender.scope, sender.client, service.host, port.number, '');
  const headless = isHeadless(service) ? 'a pod of its own choice' : '';
  if (headless !== '') {
    tally.say(`the caller connects to ${headless}`);
  }
  sendToCluster(indexes, journey, passage, sender, cluster, undefined, 1);
}

function passThrough(indexes: Indexes, journey: Journey, passage: Passage, sender: Sender, reason: string): void {
  const { tally } = journey;
  tally.listener ||= 'outbound';
  if (sender.scope.outboundTrafficPolicy === 'REGISTRY_ONLY') {
    tally.say(`${reason}, and REGISTRY_ONLY closes the connection`);
    tally.end(1, { status: 'reset', kind: 'lost', policy: '', reason: 'REGISTRY_ONLY' });
    return;
  }
  tally.say(`${reason}; ALLOW_ANY passes it on as it is`);
  sendToAddress(indexes, journey, { ...passage, isProxied: false }, { ...sender, principal: '' }, 'plaintext', 1);
}
