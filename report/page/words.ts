import type { RequestQuery } from '../../mesh/request/index.js';
import { percent } from '../model/percent.js';
import type { AnsweredRequest } from '../model/report-data.js';

/** A question in a line: `shop/frontend → GET http://reviews:9080/ (x-exp: on)`. */
export function questionText({ from, to, path, method, headers = {}, via }: RequestQuery): string {
  const caller =
    typeof from === 'string' ? from : from.sidecar === false ? 'a pod without a proxy' : `a pod of ${from.namespace}`;
  const url = path === undefined ? to : to.replace(/\/$/, path);
  const sent = Object.entries(headers).map(([name, value]) => `${name}: ${[value].flat().join(', ')}`);
  return `${caller} → ${method === undefined ? '' : `${method} `}${url}${sent.length > 0 ? ` (${sent.join('; ')})` : ''}${via === undefined ? '' : ` via ${via}`}`;
}

/** What an answer says, in a line: where requests go, or who refuses them, and over what. */
export function answerText({
  verdict,
  policy,
  mtls,
  status,
  shares,
}: Omit<AnsweredRequest, 'query' | 'unknowns'>): string {
  const by = policy === null ? '' : ` by ${policy}`;
  const places = Object.entries(shares).map(([place, share]) => `${place} ${percent(share)}`);
  const answers = Object.entries(status).map(([code, share]) => (share === 1 ? code : `${code} ${percent(share)}`));
  const parts = [
    verdict === 'allowed' ? places.join(', ') || 'allowed' : `${verdict}${by}`,
    `status ${answers.join(', ')}`,
  ];
  return [...parts, ...(mtls === 'none' ? [] : [mtls === 'mutual' ? 'mTLS' : mtls])].join(' · ');
}
