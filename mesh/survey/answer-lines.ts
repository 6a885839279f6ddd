import { type Assumption, formatAssumption } from '../assumption/assumption.js';
import { inputWords } from '../inputs/unmodelled-inputs.js';
import {
  type Answer,
  faultWords,
  headerWords,
  mirrorWords,
  type RequestQuery,
  retryWords,
  rewriteWords,
  stepText,
} from '../request/index.js';
import { percent } from '../request/rule-words.js';

function nameOf(from: RequestQuery['from']): string {
  if (typeof from === 'string') {
    return from;
  }
  const { namespace, workload = 'any pod', cluster } = from;
  return `${namespace}/${workload}${cluster === undefined ? '' : ` in ${cluster}`}`;
}

/** How a person calls what the wire to the workload carries. */
const wireWords: Readonly<Record<Answer['mtls'], string>> = {
  mutual: 'mutual',
  tls: "tls, which is not the mesh's own",
  plaintext: 'plaintext',
  mixed: 'mixed',
  none: 'none',
};

/** An answer for a person, in lines. */
export function answerLines(
  query: RequestQuery,
  answer: Answer,
  assumptions: readonly Assumption[] = [],
): readonly string[] {
  const lines = [
    `${nameOf(query.from)} -> ${query.to}: ${answer.verdict}${answer.policy === null ? '' : ` by ${answer.policy}`}`,
    `status   ${shares(answer.status)}`,
    `mTLS     ${wireWords[answer.mtls]}`,
  ];
  if (answer.gateway !== null) {
    lines.push(`gateway  ${answer.gateway}`);
  }
  if (answer.route !== null) {
    lines.push(`route    ${answer.route}`);
  }
  if (answer.redirect !== null) {
    lines.push(`redirect ${answer.redirect}`);
  }
  if (answer.timeout !== null) {
    lines.push(`timeout  ${answer.timeout}`);
  }
  if (answer.fault !== null) {
    lines.push(`fault    ${faultWords(answer.fault)}`);
  }
  if (answer.rewrite !== null) {
    lines.push(`rewrite  ${rewriteWords(answer.rewrite)}`);
  }
  if (answer.headers !== null) {
    lines.push(`headers  ${headerWords(answer.headers)}`);
  }
  if (answer.retries !== null) {
    lines.push(`retries  ${retryWords(answer.retries)}`);
  }
  if (answer.hashedBy !== null) {
    lines.push(
      `sticky   by ${answer.hashedBy}: the same key goes to the same pod, and the shares are those of many keys`,
    );
  }
  for (const { endpoint, after, destinationRule } of answer.ejections) {
    lines.push(
      `ejected  ${endpoint} for a while after ${after}, by DestinationRule ${destinationRule}; the shares are those before`,
    );
  }
  for (const mirror of answer.mirrors) {
    lines.push(`mirror   ${mirrorWords([mirror])}`);
  }
  lines.push(...outcomeLines(answer.outcomes));
  lines.push(...assumptions.map(formatAssumption), ...answer.notModelled.map(inputWords));
  lines.push('because', ...decisions(answer.steps));
  return lines;
}

/** A line for each place that requests reach, in columns. */
function outcomeLines(outcomes: Answer['outcomes']): readonly string[] {
  const rows = outcomes.map((outcome) => {
    const { namespace, workload, version, cluster, subset, probability, status, host, failure, headers } = outcome;
    const details = [
      version && `version ${version}`,
      subset && `subset ${subset}`,
      cluster && `in ${cluster}`,
      failure || (status !== '200' && status),
      headers !== undefined && headerWords(headers),
    ];
    const place = workload === '' ? host : `${namespace}/${workload}`;
    return { share: percent(probability), place, details: details.filter(Boolean).join(', ') };
  });
  const width = Math.max(0, ...rows.map(({ place }) => place.length));
  return rows.map(({ share, place, details }) => `${share.padStart(8)} ${place.padEnd(width)}  ${details}`.trimEnd());
}

/** The decisions, those about a share of the requests under the line that begins it. */
function decisions(steps: Answer['steps']): readonly string[] {
  let indent = '  ';
  return steps.map((step) => {
    const beginsShare = step.share !== undefined;
    const shown = beginsShare ? `  ${stepText(step)}` : `${indent}${stepText(step)}`;
    indent = beginsShare ? '    ' : indent;
    return shown;
  });
}

function shares(status: Readonly<Record<string, number>>): string {
  const entries = Object.entries(status).sort(([, one], [, other]) => other - one);
  return entries.map(([name, share]) => `${name}: ${percent(share)}`).join(', ');
}
