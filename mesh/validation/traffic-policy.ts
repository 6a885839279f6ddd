import { parseDuration } from '../istio/duration.js';
import { isIpAddress } from '../text/ip-address.js';
import { checkClientTls } from './client-tls.js';
import { checkDuration } from './durations.js';
import type { Field } from './field.js';
import { checkLoadBalancer } from './load-balancer.js';
import { domainMistake } from './names.js';
import { checkPortNumber } from './ports.js';

const portSettings = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls'];
const settings = [...portSettings, 'portLevelSettings', 'tunnel', 'proxyProtocol', 'retryBudget'];

/** The rules of a TrafficPolicy of a DestinationRule or subset. */
export function checkTrafficPolicy(policy: Field, namespace: string): void {
  if (!policy.isSet) {
    return;
  }
  if (!settings.some((key) => policy.has(key))) {
    policy.error('a traffic policy must set something');
    return;
  }
  if (policy.has('tunnel') && policy.has('proxyProtocol')) {
    policy.error('tunnel and proxyProtocol exclude each other');
    return;
  }
  checkPolicyParts(policy, namespace);
  for (const port of policy.at('portLevelSettings').items) {
    if (!port.has('port')) {
      port.at('port').error('port level settings must name a port');
    }
    if (portSettings.some((key) => port.has(key))) {
      checkPolicyParts(port, namespace);
    } else {
      port.error('port level settings must set something');
    }
  }
  checkTunnel(policy.at('tunnel'));
}

function checkPolicyParts(policy: Field, namespace: string): void {
  checkOutlierDetection(policy.at('outlierDetection'));
  checkConnectionPool(policy.at('connectionPool'));
  checkLoadBalancer(policy.at('loadBalancer'), policy.has('outlierDetection'));
  checkClientTls(policy.at('tls'), namespace);
}

function checkTunnel(tunnel: Field): void {
  if (!tunnel.isSet) {
    return;
  }
  const protocol = tunnel.at('protocol');
  if (!['', 'CONNECT', 'POST'].includes(protocol.text)) {
    protocol.error('the protocol of a tunnel must be CONNECT or POST');
  }
  const host = tunnel.at('targetHost');
  if (domainMistake(host.text) !== undefined && !isIpAddress(host.text)) {
    host.error(`\`${host.text}\` is neither a host name nor an IP address`);
  }
  checkPortNumber(tunnel.at('targetPort'));
}

function checkOutlierDetection(outlier: Field): void {
  checkDuration(outlier.at('baseEjectionTime'));
  checkDuration(outlier.at('interval'));
  if (outlier.at('consecutiveErrors').number !== 0) {
    const instead = 'use consecutive5xxErrors or consecutiveGatewayErrors';
    outlier.at('consecutiveErrors').warning(`consecutiveErrors is deprecated; ${instead}`);
  }
  const local = outlier.at('consecutiveLocalOriginFailures');
  if (local.number > 0 && !outlier.at('splitExternalLocalOriginErrors').isTrue) {
    local.error('consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors');
  }
  for (const key of ['maxEjectionPercent', 'minHealthPercent']) {
    const percent = outlier.at(key);
    if (percent.number < 0 || percent.number > 100) {
      percent.error(`${percent.number} is no percentage: it must be between 0 and 100`);
    }
  }
}

const counts = [
  'http1MaxPendingRequests',
  'http2MaxRequests',
  'maxRequestsPerConnection',
  'maxRetries',
  'maxConcurrentStreams',
];

/** The rules of connection pool settings, of DestinationRules and Sidecars. */
export function checkConnectionPool(pool: Field): void {
  if (!pool.isSet) {
    return;
  }
  const [http, tcp] = [pool.at('http'), pool.at('tcp')];
  if (!http.isSet && !tcp.isSet) {
    pool.error('a connection pool must set tcp or http');
  }
  for (const count of [...counts.map((key) => http.at(key)), tcp.at('maxConnections')]) {
    if (count.number < 0) {
      count.error('must not be negative');
    }
  }
  if (http.at('h2UpgradePolicy').text === 'UPGRADE' && http.at('useClientProtocol').isTrue) {
    http.error('useClientProtocol does not go with h2UpgradePolicy UPGRADE');
  }
  const keepAlive = http.at('http2KeepAlive');
  for (const key of keepAlive.isSet ? ['interval', 'timeout'] : []) {
    if (!keepAlive.has(key)) {
      keepAlive.error(`http2KeepAlive needs an ${key}`);
    }
  }
  const times = [keepAlive.at('interval'), keepAlive.at('timeout'), http.at('idleTimeout')];
  times.push(tcp.at('connectTimeout'), tcp.at('maxConnectionDuration'));
  for (const time of times) {
    checkDuration(time);
  }
  checkDuration(tcp.at('tcpKeepalive').at('time'));
  checkDuration(tcp.at('tcpKeepalive').at('interval'));
  const idle = tcp.at('idleTimeout');
  const milliseconds = parseDuration(idle.text);
  if (idle.isSet && (milliseconds === undefined || milliseconds < 0)) {
    idle.error('must be a duration such as 500ms, 2s or 1h30m');
  }
}
