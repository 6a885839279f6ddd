import { distinctInputs, type NotModelled } from '../../mesh/inputs/unmodelled-inputs.js';
import type { Mesh } from '../../mesh/model/index.js';
import { type Answer, type RequestQuery, request } from '../../mesh/request/index.js';
import type { AnsweredRequest } from './report-data.js';

/** Asks a mesh, and keeps what its answers do not know. */
export class Asked {
  private readonly inputs: NotModelled[] = [];
  /** Tables and edges ask some questions twice. */
  private readonly answers = new Map<string, Answer>();

  constructor(readonly mesh: Mesh) {}

  /** The answer to a question. */
  readonly ask = (query: RequestQuery): Answer => {
    const key = JSON.stringify(query);
    let answer = this.answers.get(key);
    if (answer === undefined) {
      answer = request(this.mesh, query);
      this.answers.set(key, answer);
      this.inputs.push(...answer.notModelled);
    }
    return answer;
  };

  /** What could change an answer that was given and is not modelled, each once. */
  get notModelled(): readonly NotModelled[] {
    return distinctInputs(this.inputs);
  }
}

/** The part of an answer that tables show. */
export function summaryOf(query: RequestQuery, answer: Answer): AnsweredRequest {
  const { verdict, policy, mtls, status, notModelled } = answer;
  return { query, verdict, policy, mtls, status, shares: sharesOf(answer), unknowns: notModelled.length };
}

/** Shares by `namespace/workload`, or by host where requests leave the mesh or reach no workload. */
export function sharesOf({ outcomes }: Answer): Readonly<Record<string, number>> {
  const shares: Record<string, number> = {};
  for (const { namespace, workload, host, probability } of outcomes) {
    const place = workload === '' ? host : `${namespace}/${workload}`;
    shares[place] = (shares[place] ?? 0) + probability;
  }
  return shares;
}
