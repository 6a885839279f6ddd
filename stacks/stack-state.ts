import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A resource whose creation an update began, and was killed before it heard of its end. */
export interface PendingCreate {
  /** Type token. */
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What the engine knows of a stack before an update. */
export interface StackState {
  /** Type tokens of what the stack holds, one for each resource. */
  readonly types: readonly string[];
  readonly pendingCreates: readonly PendingCreate[];
}

interface Exported {
  readonly deployment?: {
    readonly resources?: readonly { readonly urn: string; readonly type: string }[];
    readonly pending_operations?: readonly {
      readonly type: string;
      readonly resource: { readonly urn: string; readonly type: string; readonly inputs?: Record<string, unknown> };
    }[];
  };
}

/** Gives the exported state of a stack. */
export type ExportState = () => Promise<string>;

/**
 * The state of a stack, as the engine exports it: secrets stay encrypted. It is exported when somebody first asks, and
 * once; that rejects if there is no engine or no state.
 */
export function exportedState(stack: string): ExportState {
  let exported: Promise<string> | undefined;
  return () => {
    exported ??= exportState(stack);
    return exported;
  };
}

async function exportState(stack: string): Promise<string> {
  const { stdout } = await promisify(execFile)('pulumi', ['stack', 'export', '--stack', stack], {
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
  });
  return stdout;
}

/** What the engine knows of a stack; empty for a stack that was never updated. */
export async function stackState(exported: ExportState): Promise<StackState> {
  return readStackState(await exported().catch(() => '{}'));
}

/**
 * Reads an exported state. The engine keeps its notes of pending operations for good; those whose resource is in the
 * state by now are over.
 */
export function readStackState(exported: string): StackState {
  const { deployment } = JSON.parse(exported) as Exported;
  const resources = deployment?.resources ?? [];
  const known = new Set(resources.map(({ urn }) => urn));
  return {
    types: resources.map(({ type }) => type),
    pendingCreates: (deployment?.pending_operations ?? [])
      .filter(({ type, resource }) => type === 'creating' && !known.has(resource.urn))
      .map(({ resource }) => ({
        type: resource.type,
        name: resource.urn.split('::').at(-1) ?? '',
        inputs: resource.inputs ?? {},
      })),
  };
}
