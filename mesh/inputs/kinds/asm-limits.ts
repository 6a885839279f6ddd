import { matchesLabels } from '../../model/labels.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf, labelsOf } from '../../model/narrowing.js';
import type { ReachOf } from '../reach.js';

/** The proxies that a limiter counts at: gateways, or sidecars where requests arrive unless it says otherwise. */
export const limitedPods: ReachOf = actingPods('sidecar_inbound');

/** The proxies that a breaker acts at: gateways, or sidecars where calls leave. */
export const breakingPods: ReachOf = actingPods('sidecar_outbound');

function actingPods(usually: 'sidecar_inbound' | 'sidecar_outbound'): ReachOf {
  return ({ spec, namespace }) => {
    const labels = labelsOf(fieldsOf(spec['workloadSelector'])['labels']);
    const isGateway = spec['isGateway'] === true;
    const traffic = asText(spec['applyToTraffic']) ?? usually;
    return [
      {
        of: 'pods',
        namespace,
        selects: (pod) =>
          matchesLabels(pod.labels, labels) &&
          (pod.proxy === 'gateway'
            ? isGateway
            : !isGateway && (traffic === 'waypoint' || (traffic === 'sidecar_outbound' ? pod.sends : pod.receives))),
      },
    ];
  };
}

/** Most limits that an answer names of one object. */
const mostNamed = 3;

/** The configurations of an object in words, the first few of them. */
function eachConfig(value: unknown, words: (config: Fields) => string): string {
  const configs = fieldsListOf(fieldsOf(value)['configs']);
  const rest = configs.length - mostNamed;
  return [...configs.slice(0, mostNamed).map(words), ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}

/** What a configuration is for: `cart.shop.svc.cluster.local:80, route main`. */
function placeOf(config: Fields): string {
  const { name, port: written, route } = fieldsOf(fieldsOf(config['match'])['vhost']);
  const port = asNumber(written);
  const targets = fieldsListOf(config['target_services']).map(({ kind, name: service }) =>
    [asText(kind), asText(service) ?? 'without a name'].filter((part) => part !== undefined).join(' '),
  );
  const routeName = asText(fieldsOf(route)['name_match']);
  const host = asText(name) === '*' || asText(name) === undefined ? 'any host' : asText(name);
  const place = targets.length > 0 ? targets.join(', ') : `${host}${port === undefined ? '' : `:${port}`}`;
  return routeName === undefined ? place : `${place}, route ${routeName}`;
}

function overridesOf(config: Fields): string {
  const { length } = fieldsListOf(config['limit_overrides']);
  return length === 0 ? '' : `, other limits for ${length === 1 ? 'some requests' : `${length} kinds of requests`}`;
}

/** `beyond 50 requests in 1s at each proxy, for any host:80: 429`. */
export function localLimitWords(value: unknown): string {
  return eachConfig(value, (config) => {
    const limit = fieldsOf(config['limit']);
    const { seconds, nanos } = fieldsOf(limit['fill_interval']);
    const interval = (asNumber(seconds) ?? 0) + (asNumber(nanos) ?? 0) / 1e9;
    const counted = limit['per_downstream_connection'] === true ? 'on each connection' : 'at each proxy';
    const [quota, status] = [asNumber(limit['quota']) ?? 0, asNumber(limit['status']) ?? 429];
    return `beyond ${quota} requests in ${interval}s ${counted}, for ${placeOf(config)}: ${status}${overridesOf(config)}`;
  });
}

/** `beyond 600 requests a minute over all proxies, for any host:80: 429`. */
export function globalLimitWords(value: unknown): string {
  return eachConfig(value, (config) => {
    const { quota, unit } = fieldsOf(config['limit']);
    const per = (asText(unit) ?? 'second').toLowerCase();
    const article = per === 'hour' ? 'an' : 'a';
    return `beyond ${asNumber(quota) ?? 0} requests ${article} ${per} over all proxies, for ${placeOf(config)}: 429${overridesOf(config)}`;
  });
}

/** `open for 30s when 50 % of 20 requests or more in 10s fail, for cart:80: 499`. */
export function breakerWords(value: unknown): string {
  return eachConfig(value, (config) => {
    const breaker = fieldsOf(config['breaker_config']);
    const text = (field: string): string | undefined => asText(breaker[field]);
    const percent = asNumber(fieldsOf(breaker['error_percent'])['value']);
    const least = asNumber(breaker['min_request_amount']) ?? 0;
    const conditions = [
      ...(percent === undefined ? [] : [`${percent} %${least > 0 ? ` of ${least} requests or more` : ''} fail`]),
      ...(text('average_request_rt') === undefined ? [] : [`they take ${text('average_request_rt')} on average`]),
      ...(text('slow_request_rt') === undefined
        ? []
        : [`${asNumber(breaker['max_slow_requests']) ?? 0} take longer than ${text('slow_request_rt')}`]),
    ];
    const status = asNumber(fieldsOf(breaker['custom_response'])['status_code']);
    const answer = status === undefined ? 'it answers itself' : String(status);
    const when = `${conditions.join(' or ')} in ${text('window_size') ?? '10s'}`;
    return `open for ${text('break_duration') ?? '30s'} when ${when}, for ${placeOf(config)}: ${answer}`;
  });
}
