import { spawnSync } from 'node:child_process';

/** A resource whose creation an update began, and was killed before it heard of its end. */
export interface PendingCreate {
  /** Type token. */
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

interface Exported {
  readonly deployment?: {
    readonly resources?: readonly { readonly urn: string }[];
    readonly pending_operations?: readonly {
      readonly type: string;
      readonly resource: { readonly urn: string; readonly type: string; readonly inputs?: Record<string, unknown> };
    }[];
  };
}

/** The pending creations that the engine noted in the state of a stack. */
export function pendingCreates(stack: string): PendingCreate[] {
  const { status, stdout } = spawnSync('pulumi', ['stack', 'export', '--stack', stack], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return status === 0 ? readPendingCreates(stdout) : [];
}

/**
 * The pending creations in an exported state. The engine keeps its notes for good; those whose resource is in the state
 * by now are over.
 */
export function readPendingCreates(exported: string): PendingCreate[] {
  const { deployment } = JSON.parse(exported) as Exported;
  const known = new Set((deployment?.resources ?? []).map(({ urn }) => urn));
  return (deployment?.pending_operations ?? [])
    .filter(({ type, resource }) => type === 'creating' && !known.has(resource.urn))
    .map(({ resource }) => ({
      type: resource.type,
      name: resource.urn.split('::').at(-1) ?? '',
      inputs: resource.inputs ?? {},
    }));
}
