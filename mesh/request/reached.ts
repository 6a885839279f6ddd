import type { Answer, Outcome } from './answer.js';

/** Where the requests of an answer get through: workloads and hosts that answer them. */
export function reachedBy({ verdict, outcomes }: Answer): readonly Outcome[] {
  return verdict === 'allowed' ? outcomes.filter(getsThrough) : [];
}

/** Whether what is sent there is answered by what listens there, and not refused or lost. */
export function getsThrough({ probability, status, failure }: Outcome): boolean {
  return probability > 0 && failure === '' && (status === '200' || status === 'connected');
}
