import type { Answer, Outcome } from '../request/index.js';
import { getsThrough, reachedBy } from '../request/reached.js';
import type { Expectation } from './promise.js';

/** Why an answer is not as it is expected; undefined when it is. */
export function whyNot({ verdict, mtls, versions, status }: Expectation, answer: Answer): string | undefined {
  const reached = reachedBy(answer);
  if (verdict === 'denied' && reached.length > 0) {
    return `it gets through to ${placesOf(reached)}`;
  }
  if (verdict === 'allowed') {
    if (answer.verdict !== 'allowed') {
      return answer.verdict === 'denied'
        ? `it is denied${answer.policy === null ? '' : ` by ${answer.policy}`}`
        : `it gets no further: ${answer.verdict === 'no-route' ? 'no route' : 'the caller does not see the service'}`;
    }
    const lost = answer.outcomes.filter((outcome) => outcome.probability > 0 && !getsThrough(outcome));
    if (lost.length > 0) {
      return `a part of it does not get through to ${placesOf(lost)}`;
    }
  }
  if (mtls !== undefined && reached.length > 0 && answer.mtls !== mtls) {
    return `it reaches ${placesOf(reached)} ${wireWords(answer.mtls)}`;
  }
  const other = reached.find(({ version }) => versions?.includes(version) === false);
  if (other !== undefined) {
    return `it reaches ${placesOf([other])}, which is ${other.version === '' ? 'of no version' : `version ${other.version}`}`;
  }
  const seen = Object.entries(answer.status).find(([name, share]) => share > 0 && status?.includes(name) === false);
  return seen === undefined ? undefined : `the caller sees ${seen[0]}`;
}

function placesOf(outcomes: readonly Outcome[]): string {
  const names = outcomes.map(({ namespace, workload, host }) => (workload === '' ? host : `${namespace}/${workload}`));
  return [...new Set(names)].join(' and ');
}

function wireWords(mtls: Answer['mtls']): string {
  const words: Readonly<Record<Answer['mtls'], string>> = {
    mutual: 'over mTLS of the mesh',
    tls: 'over TLS that is not that of the mesh',
    plaintext: 'in plain text',
    mixed: 'over mTLS in part only',
    none: 'over nothing',
  };
  return words[mtls];
}
