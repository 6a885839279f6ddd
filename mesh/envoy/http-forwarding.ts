import { parseDuration } from '../istio/duration.js';
import type { HttpRule } from '../istio/route-source.js';
import { describeCluster, findCluster, percent } from '../proxy/destination.js';
import type { Indexes } from '../proxy/push-context.js';
import type { BoundRule, VirtualHost } from '../proxy/virtual-host.js';
import { changeRequest } from './header-mutation.js';
import { answersPreflight } from './http-filters/cors.js';
import type { Journey, Passage, Sender } from './journey.js';
import { httpsTarget, redirectTarget } from './redirect.js';
import type { Claims } from './route-match.js';
import { sendToCluster } from './router.js';

/** Sends HTTP requests on by the rules of a virtual host. */
export function routeHttp(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  host: VirtualHost,
  port: number,
  claims: Claims,
  probability: number,
): void {
  const { tally } = journey;
  const { request } = passage;
  const { routedAs: matched = request } = passage;
  if (host.redirectsToHttps && request.scheme === 'http') {
    tally.redirect ??= httpsTarget(request);
    tally.end(probability, answered('301', `plain HTTP for ${host.name} is redirected to https`));
    tally.say(`plain HTTP for ${host.name} is redirected to https: 301`);
    return;
  }
  if (host.service !== undefined) {
    tally.say(`no route is declared for ${host.name}: every request goes to the service`);
    const cluster = indexes.clusters.find(sender.scope, sender.client, host.service.host, host.service.port, '');
    sendToCluster(indexes, journey, passage, sender, cluster, undefined, probability);
    return;
  }
  for (const { rule, conditions } of host.rules) {
    for (const index of conditions) {
      const condition = rule.conditions[index];
      if (condition?.holds(matched, claims)) {
        tally.follow(rule);
        if (tally.isTracing) {
          tally.say(`${rule.label} takes it`);
        }
        if (tally.isAwaited && rule.fault?.delay !== undefined) {
          applyDelayed(indexes, journey, passage, sender, rule, index, port, probability);
        } else {
          applyRule(indexes, journey, passage, sender, rule, index, port, probability);
        }
        return;
      }
      if (tally.isTracing) {
        tally.passOver(
          nameOf({ rule, conditions }, index),
          `it wants ${condition?.failure(matched, claims) ?? 'more'}`,
        );
      }
    }
  }
  tally.say(`no rule for ${host.name} takes the request: 404`);
  tally.end(probability, { status: '404', kind: 'lost', policy: '', reason: 'no rule matches' });
}

/** Ends what a rule does with a delay for the share that gets one. */
function applyDelayed(...[indexes, journey, passage, sender, rule, ...rest]: Parameters<typeof applyRule>): void {
  const { tally } = journey;
  const { probability = 0, duration = '' } = rule.fault?.delay ?? {};
  const milliseconds = parseDuration(duration) ?? 0;
  const ends = tally.collect(() => applyRule(indexes, journey, passage, sender, rule, ...rest));
  for (const end of ends) {
    tally.end(end.probability * probability, end.ending, end.delay + milliseconds);
    tally.end(end.probability * (1 - probability), end.ending, end.delay);
  }
}

function nameOf({ rule, conditions }: BoundRule, index: number): string {
  return conditions.length === 1 ? rule.label : `${rule.label} match[${index}]`;
}

function answered(status: string, reason: string) {
  return { status, kind: 'answered' as const, policy: '', reason };
}

function applyRule(
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  sender: Sender,
  rule: HttpRule,
  matchIndex: number,
  port: number,
  probability: number,
): void {
  const { tally } = journey;
  let rest = probability;
  const abort = rule.fault?.abort;
  if (abort !== undefined && abort.probability > 0) {
    tally.say(`fault: ${percent(abort.probability)} are aborted with ${abort.status}`);
    tally.end(probability * abort.probability, answered(String(abort.status), 'fault'));
    rest -= probability * abort.probability;
  }
  if (rule.fault?.delay !== undefined && rule.fault.delay.probability > 0) {
    tally.say(`fault: ${percent(rule.fault.delay.probability)} are delayed by ${rule.fault.delay.duration}`);
  }
  const forwards = rule.redirect === undefined && rule.directStatus === undefined;
  if (forwards && answersPreflight(rule.cors, passage.request)) {
    tally.say('the proxy answers the preflight itself: 200');
    endShare(tally, rest, '200', 'preflight');
    return;
  }
  const match = rule.matches[matchIndex];
  if (rule.redirect !== undefined) {
    tally.redirect ??= redirectTarget(rule.redirect, passage.request, match, port);
    tally.say(`redirect with ${rule.redirect.status} to ${tally.redirect}`);
    endShare(tally, rest, String(rule.redirect.status), 'redirect');
    return;
  }
  if (rule.directStatus !== undefined) {
    tally.say(`direct response ${rule.directStatus}`);
    endShare(tally, rest, String(rule.directStatus), 'direct response');
    return;
  }
  const destinations =
    rule.destinations.length === 1 ? rule.destinations : rule.destinations.filter(({ weight }) => weight > 0);
  const total = destinations.length === 1 ? 1 : destinations.reduce((sum, { weight }) => sum + weight, 0);
  if (destinations.length === 0) {
    tally.say(`${rule.label} has no destination`);
    tally.end(rest, { status: '404', kind: 'lost', policy: '', reason: `${rule.label} has no destination` });
    return;
  }
  for (const destination of destinations) {
    const share = destinations.length === 1 ? 1 : destination.weight / total;
    const request = changeRequest(passage.request, rule, match, destination);
    const next = request === passage.request ? passage : { ...passage, request };
    const cluster = findCluster(indexes, sender, destination, port);
    if (tally.isTracing) {
      tally.say(`${percent(share)} to ${describeCluster(cluster)}`);
    }
    // A fault that aborts everything still leaves the question where requests would go.
    const sent = rest > 0 ? rest * share : 0;
    sendToCluster(indexes, journey, next, sender, cluster, rule, sent, abort?.probability === 1 ? share : sent);
  }
}

function endShare(tally: Journey['tally'], probability: number, status: string, reason: string): void {
  if (probability > 0) {
    tally.end(probability, answered(status, reason));
  }
}
