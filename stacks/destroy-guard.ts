import * as pulumi from '@pulumi/pulumi';
import type { CloudEnvironment, CloudSettings } from './environment/index.js';
import { type Kept, keptOnDestroy, protectedFromDeletion } from './kept-on-destroy.js';

interface Inputs {
  readonly kept: readonly Kept[];
  /** What to say instead of destroying anything; empty where a destroy may go on. */
  readonly refusal: string;
}

class DestroyGuardProvider implements pulumi.dynamic.ResourceProvider<Inputs, Inputs> {
  async diff(_id: string, old: Inputs, wanted: Inputs): Promise<pulumi.dynamic.DiffResult> {
    return { changes: JSON.stringify([old.kept, old.refusal]) !== JSON.stringify([wanted.kept, wanted.refusal]) };
  }

  async create({ kept, refusal }: Inputs): Promise<pulumi.dynamic.CreateResult<Inputs>> {
    return { id: 'destroy', outs: { kept, refusal } };
  }

  async update(_id: string, _old: Inputs, { kept, refusal }: Inputs): Promise<pulumi.dynamic.UpdateResult<Inputs>> {
    return { outs: { kept, refusal } };
  }

  async delete(_id: string, { kept, refusal }: Inputs): Promise<void> {
    if (refusal !== '') throw new Error(refusal);
    // The engine shows what a provider prints.
    for (const { what, why } of kept) console.log(`kept: ${what}: ${why}`);
  }
}

/** Names of the guard. The engine's own refusal says no more than the name of what is protected, so that is the way out. */
const NAMES = {
  protected: 'set security.deletionProtection to false and run pulumi up before a destroy',
  free: 'kept',
};

/**
 * What a destroy comes to first, because it depends on everything else: a program does not run then, only its resources
 * are told. It says what the destroy keeps, and why; in a protected environment it refuses, and nothing is destroyed.
 * The engine alone would destroy all that comes before the first protected resource, and only then stop.
 */
export class DestroyGuard extends pulumi.dynamic.Resource {
  /** @param everything the resources of the environment */
  constructor({ name, settings }: CloudEnvironment, everything: readonly pulumi.Resource[]) {
    const { deletionProtection } = settings.security;
    const [own, other] = deletionProtection ? [NAMES.protected, NAMES.free] : [NAMES.free, NAMES.protected];
    super(
      new DestroyGuardProvider(),
      own,
      { kept: keptOnDestroy(settings), refusal: deletionProtection ? refusalOf(name, settings) : '' },
      { dependsOn: [...everything], protect: deletionProtection, aliases: [{ name: other }] },
      'stack',
      'DestroyGuard',
    );
  }
}

/** For those who have lifted the engine's protection of the guard and nothing else. */
function refusalOf(name: string, settings: CloudSettings): string {
  const things = protectedFromDeletion(settings).join(', ');
  return (
    `${name} is protected from deletion${things === '' ? '' : ` (${things})`}, and nothing was destroyed; ` +
    `set security.deletionProtection to false in Pulumi.${name}.yaml, run pulumi up, and then destroy it`
  );
}
