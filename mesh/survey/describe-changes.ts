import type { HeaderChanges } from '../istio/route-source.js';
import {
  type AnswerFacts,
  type CallerDescription,
  faultWords,
  headerWords,
  mirrorWords,
  type RequestQuery,
  retryWords,
  rewriteWords,
} from '../request/index.js';
import { percent } from '../request/rule-words.js';
import type { Change, ChangedAnswer, MeshDifference } from './diff.js';

/** How many callers a line names before it counts the others. */
const namedCallers = 3;

/**
 * One line for each change of an answer, in the order of the changes: callers whose requests change alike share a line.
 *
 *     shop/frontend → http://reviews.shop:9080/: reviews-v1 90 %, reviews-v2 10 % → reviews-v1 50 %, reviews-v2 50 %
 */
export function describeChanges(changes: readonly ChangedAnswer[]): readonly string[] {
  const callers = new Map<string, string[]>();
  for (const changed of changes) {
    const line = `${requestWords(changed.query)}: ${changeOf(changed)}`;
    const known = callers.get(line);
    const caller = callerWords(changed.query);
    if (known === undefined) {
      callers.set(line, [caller]);
    } else if (!known.includes(caller)) {
      known.push(caller);
    }
  }
  return [...callers].map(([line, names]) => `${listed(names)} → ${line}`);
}

/** What is known when no change was found: of every request, or of those that were asked. */
export function noChangeWords({ isComplete, obstacles, asked }: MeshDifference): string {
  return isComplete
    ? 'no request changes its answer'
    : `none of the ${asked} requests that were asked changes its answer; others may, because of ${obstacles.join(', ')}`;
}

/** That there may be further changes, and why; undefined where there are none. */
export function furtherChangesWords({ isComplete, obstacles }: MeshDifference): string | undefined {
  return isComplete ? undefined : `other requests may change their answer too, because of ${obstacles.join(', ')}`;
}

function listed(names: readonly string[]): string {
  const others = names.length - namedCallers;
  return others <= 0 ? names.join(', ') : `${names.slice(0, namedCallers).join(', ')} and ${others} more`;
}

/** Who sends a request, in words. */
export function callerWords({ from, via }: RequestQuery): string {
  if (typeof from === 'string') {
    return via === undefined ? from : `${from} via ${via}`;
  }
  return describedCaller(from);
}

function describedCaller({ namespace, workload, sidecar, serviceAccount }: CallerDescription): string {
  if (workload !== undefined) {
    return `${namespace}/${workload}`;
  }
  const account = serviceAccount === undefined ? '' : ` with the service account ${serviceAccount}`;
  return sidecar === false ? 'any pod without a proxy' : `any pod of ${namespace}${account}`;
}

/** What is asked, in words: method, URL, and in brackets everything else. */
export function requestWords({
  to,
  method,
  path,
  headers = {},
  claims,
  token,
  sourceIp,
  customDecision,
  clientCertificate,
}: RequestQuery): string {
  const url = to.replace(/\.svc\.cluster\.local(?=[:/])/, '');
  const details = [
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(claims === undefined ? [] : [`token ${JSON.stringify(claims)}`]),
    ...(token === 'invalid' ? ['invalid token'] : []),
    ...(sourceIp === undefined ? [] : [`from the address ${sourceIp}`]),
    ...(clientCertificate === true ? ['with a client certificate'] : []),
    ...(customDecision === 'deny' ? ['refused by the external authorizer'] : []),
  ];
  const shown = `${method === undefined ? '' : `${method} `}${path === undefined ? url : url.replace(/\/$/, path)}`;
  return details.length === 0 ? shown : `${shown} (${details.join('; ')})`;
}

type Shares = Readonly<Record<string, number>>;

/** The change in words; what follows from the route or the verdict is not said twice. */
function changeOf({ changes }: ChangedAnswer): string {
  const { verdict, policy, versions, status, redirect, mtls } = changes;
  const parts: string[] = [];
  if (verdict !== undefined || versions !== undefined || redirect !== undefined) {
    parts.push(`${resultOf(changes, 'before')} → ${resultOf(changes, 'after')}`);
  }
  if (verdict === undefined && redirect === undefined) {
    if (status !== undefined) {
      parts.push(`status ${percents(status.before as Shares)} → ${percents(status.after as Shares)}`);
    }
    if (policy !== undefined) {
      parts.push(`policy ${policy.before ?? 'none'} → ${policy.after ?? 'none'}`);
    }
  }
  if (mtls !== undefined && mtls.before !== 'none' && mtls.after !== 'none') {
    parts.push(`${wire(mtls.before)} → ${wire(mtls.after)}`);
  }
  for (const part of ['timeout', 'fault', 'retries', 'rewrite', 'headers', 'mirrors'] as const) {
    const change = changes[part];
    if (change !== undefined) {
      const words = (found: unknown): string => ruleWords({ [part]: found });
      parts.push(`${part} ${words(change.before)} → ${words(change.after)}`);
    }
  }
  if (changes.destinationHeaders !== undefined) {
    const { before, after } = changes.destinationHeaders;
    parts.push(`headers ${placedWords(before)} → ${placedWords(after)}`);
  }
  return parts.join('; ');
}

/** Changes of headers by destination, in words. */
function placedWords(found: unknown): string {
  const places = Object.entries(found as Readonly<Record<string, readonly HeaderChanges[]>>);
  const words = places.map(([place, all]) => `to ${place}: ${all.map(headerWords).join(' or ')}`);
  return words.join(', ') || 'none';
}

/** Who gets the request, or why nobody does. */
function resultOf({ verdict, policy, versions, redirect }: ChangedAnswer['changes'], side: keyof Change): string {
  const said = verdict?.[side] ?? 'allowed';
  if (said === 'denied') {
    const by = policy?.[side];
    return typeof by === 'string' ? `denied by ${by}` : 'denied';
  }
  if (said !== 'allowed') {
    return said === 'no-route' ? 'no route' : 'not visible';
  }
  const target = redirect?.[side];
  if (typeof target === 'string') {
    return `redirect to ${target}`;
  }
  if (versions === undefined) {
    return 'allowed';
  }
  const names = shortNames([versions.before, versions.after] as readonly Shares[]);
  return percents(versions[side] as Shares, names) || (verdict === undefined ? 'nowhere' : 'allowed');
}

function wire(mode: unknown): string {
  const names: Readonly<Record<string, string>> = { mutual: 'mTLS', plaintext: 'plain text', none: 'nothing sent' };
  return names[String(mode)] ?? String(mode);
}

/** What a rule does to requests, in words. */
function ruleWords({ timeout, fault, retries, rewrite, headers, mirrors }: Partial<AnswerFacts>): string {
  const words = [
    timeout ?? '',
    fault ? faultWords(fault) : '',
    retries ? retryWords(retries) : '',
    rewrite ? rewriteWords(rewrite) : '',
    headers ? headerWords(headers) : '',
    mirrorWords(mirrors ?? []),
  ];
  return words.find((one) => one !== '') ?? 'none';
}

/** The shortest names that tell shares apart: without a namespace or a cluster that all have in common. */
function shortNames(shares: readonly Shares[]): (name: string) => string {
  const names = shares.flatMap((some) => Object.keys(some));
  const isCommon = (pattern: RegExp): boolean => new Set(names.map((name) => pattern.exec(name)?.[0])).size === 1;
  const [isOneNamespace, isOneCluster] = [isCommon(/^[^/ ]*\//), isCommon(/ in \S+$/)];
  return (name) => {
    const inside = isOneCluster ? name.replace(/ in \S+$/, '') : name;
    return isOneNamespace ? inside.slice(inside.indexOf('/') + 1) : inside;
  };
}

function percents(shares: Shares, name = (text: string): string => text): string {
  return Object.entries(shares)
    .filter(([, share]) => share > 0)
    .map(([key, share]) => `${name(key)} ${percent(share)}`)
    .join(', ');
}
