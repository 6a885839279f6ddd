import type { Answer, RequestQuery } from '../../mesh/request/index.js';

/** An answer for a person. */
export function formatAnswer(query: RequestQuery, answer: Answer): string {
  const lines = [
    `${String(query.from)} -> ${query.to}: ${answer.verdict}${answer.policy === null ? '' : ` by ${answer.policy}`}`,
    `status   ${shares(answer.status)}`,
    `mTLS     ${answer.mtls}`,
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
  if (answer.retries !== null) {
    lines.push(
      `retries  ${answer.retries.attempts} on ${answer.retries.retryOn.join(',') || 'the default conditions'}`,
    );
  }
  for (const { host, subset, probability } of answer.mirrors) {
    lines.push(`mirror   ${percent(probability)} to ${host}${subset === '' ? '' : ` subset ${subset}`}`);
  }
  for (const { namespace, workload, version, cluster, subset, probability, host, failure } of answer.outcomes) {
    const place = workload === '' ? host : `${namespace}/${workload}`;
    const details = [
      version && `version ${version}`,
      subset && `subset ${subset}`,
      cluster && `in ${cluster}`,
      failure,
    ];
    lines.push(`${percent(probability).padStart(8)} ${place}  ${details.filter(Boolean).join(', ')}`);
  }
  lines.push('because', ...answer.trace.map((line) => `  ${line}`));
  return `${lines.join('\n')}\n`;
}

function shares(status: Readonly<Record<string, number>>): string {
  const entries = Object.entries(status).sort(([, one], [, other]) => other - one);
  return entries.map(([name, share]) => `${name}: ${percent(share)}`).join(', ');
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
