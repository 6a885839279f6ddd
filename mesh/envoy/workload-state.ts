import type { Endpoint } from '../model/service.js';
import type { Connection } from './connection.js';
import { failed, type Response } from './response.js';

/** How a workload, or a host outside the mesh, is assumed to answer. */
export interface WorkloadState {
  /** The status that it answers HTTP with; undefined for 200. */
  readonly status: string | undefined;
  /** Whether it closes connections without an answer. */
  readonly isReset: boolean;
  /** Milliseconds until it answers. */
  readonly delay: number;
}

/** By `namespace/name` of the workload, or by the host outside the mesh. */
export type WorkloadStates = ReadonlyMap<string, WorkloadState>;

/** Every workload answers 200 at once. */
export const noStates: WorkloadStates = new Map();

/** What an endpoint that takes a connection makes of it, as it is assumed to. */
export function inState(
  states: WorkloadStates,
  { workload, address }: Pick<Endpoint, 'workload' | 'address'>,
  { isHttp, isProxied }: Connection,
  taken: Response,
): Response {
  const state =
    states.size === 0
      ? undefined
      : states.get(workload === undefined ? address : `${workload.namespace}/${workload.name}`);
  if (state === undefined) {
    return taken;
  }
  const { status, isReset, delay } = state;
  const late = delay === 0 ? '' : ` after ${delay} ms`;
  if (isReset) {
    const { kind, policy } = taken;
    const closed = failed(isProxied, 'reset', { kind, policy, reason: `it is assumed to close connections${late}` });
    return { ...closed, delay };
  }
  const shown = isHttp && status !== undefined ? status : taken.status;
  return { ...taken, status: shown, delay, reason: `it is assumed to answer ${shown}${late}` };
}
