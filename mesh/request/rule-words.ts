import type { Fault, HeaderChange, HeaderChanges, Mirror, Retries, Rewrite } from '../istio/route-source.js';

/** A fault for a person: `20 % aborted with 503, 10 % delayed by 5s`. */
export function faultWords({ abort, delay }: Fault): string {
  const parts = [
    abort === undefined ? '' : `${percent(abort.probability)} aborted with ${abort.status}`,
    delay === undefined ? '' : `${percent(delay.probability)} delayed by ${delay.duration}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Retries for a person: `3 on 5xx, each within 2s`. */
export function retryWords({ attempts, perTryTimeout, retryOn }: Retries): string {
  const conditions = ` on ${retryOn.join(',') || 'the default conditions'}`;
  return `${attempts}${attempts === 0 ? '' : conditions}${perTryTimeout === undefined ? '' : `, each within ${perTryTimeout}`}`;
}

/** A rewrite for a person: `path /v2, authority reviews.v2`. */
export function rewriteWords({ uri, regex, authority }: Rewrite): string {
  const parts = [
    uri === undefined ? '' : `path ${uri}`,
    regex === undefined ? '' : `path ${regex.match} to ${regex.substitution}`,
    authority === undefined ? '' : `authority ${authority}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Changes of headers for a person: `request set x-a: 1, remove x-b; response add x-c: 2`. */
export function headerWords({ request, response }: HeaderChanges): string {
  const parts = [
    request === undefined ? '' : `request ${headerChangeWords(request)}`,
    response === undefined ? '' : `response ${headerChangeWords(response)}`,
  ];
  return parts.filter(Boolean).join('; ');
}

function headerChangeWords({ set, add, remove }: HeaderChange): string {
  const pairs = (verb: string, headers: Readonly<Record<string, string>>): string[] =>
    Object.entries(headers).map(([name, value]) => `${verb} ${name}: ${value}`);
  return [...pairs('set', set), ...pairs('add', add), ...remove.map((name) => `remove ${name}`)].join(', ');
}

/** Mirrors for a person: `10 % to reviews.shop.svc.cluster.local subset v2`. */
export function mirrorWords(mirrors: readonly Mirror[]): string {
  return mirrors
    .map(({ host, subset, probability }) => {
      return `${percent(probability)} to ${host}${subset === '' ? '' : ` subset ${subset}`}`;
    })
    .join(', ');
}

/** A share for a person, to a hundredth of a percent. */
export function percent(probability: number): string {
  return `${Number((probability * 100).toFixed(2))} %`;
}
