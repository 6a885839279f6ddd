import type { Duration } from 'cdk8s';
import type { Fault, Retries, TrafficBehaviour } from './route-rule.js';

/** What Istio or the Gateway API would refuse in a behaviour; each with what to do. */
export function behaviourProblems(behaviour: TrafficBehaviour): string[] {
  const { timeout, retries, fault, mirror, rewrite } = behaviour;
  const problems = [...durationProblems('timeout', timeout)];
  if (retries !== undefined) problems.push(...retryProblems(retries));
  if (fault !== undefined) problems.push(...faultProblems(fault));
  if (mirror !== undefined) problems.push(...percentageProblems('the mirror', mirror.percentage));
  if (rewrite !== undefined && rewrite.uri === undefined && rewrite.authority === undefined) {
    problems.push('the rewrite changes nothing; give uri, authority or both');
  }
  return problems;
}

function durationProblems(what: string, duration: Duration | undefined): string[] {
  if (duration === undefined || duration.toMilliseconds() >= 1) return [];
  return [`${what} is shorter than a millisecond; leave it out for none`];
}

function retryProblems({ attempts, perTryTimeout, retryOn }: Retries): string[] {
  if (!Number.isInteger(attempts) || attempts < 0) {
    return [`${attempts} retries; the number of attempts is a whole number, 0 for no retries`];
  }
  if (attempts === 0 && (perTryTimeout !== undefined || retryOn !== undefined)) {
    return ['retries are off with 0 attempts; leave perTryTimeout and retryOn out'];
  }
  return durationProblems('perTryTimeout', perTryTimeout);
}

function faultProblems({ abort, delay }: Fault): string[] {
  const problems: string[] = [];
  if (abort === undefined && delay === undefined) problems.push('the fault is empty; give abort, delay or both');
  if (abort !== undefined) {
    const { httpStatus } = abort;
    if (!Number.isInteger(httpStatus) || httpStatus < 200 || httpStatus > 599) {
      problems.push(`the fault answers with status ${httpStatus}; a status is a whole number from 200 to 599`);
    }
    problems.push(...percentageProblems('the abort', abort.percentage));
  }
  if (delay !== undefined) {
    problems.push(
      ...durationProblems('fixedDelay', delay.fixedDelay),
      ...percentageProblems('the delay', delay.percentage),
    );
  }
  return problems;
}

function percentageProblems(what: string, percentage: number | undefined): string[] {
  if (percentage === undefined || (percentage >= 0 && percentage <= 100)) return [];
  return [`${what} is for ${percentage} % of the requests; a percentage is from 0 to 100`];
}
