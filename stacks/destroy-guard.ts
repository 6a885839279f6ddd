import * as pulumi from '@pulumi/pulumi';
import type { Kept } from './kept-on-destroy.js';

interface Inputs {
  readonly kept: readonly Kept[];
}

class KeptReportProvider implements pulumi.dynamic.ResourceProvider<Inputs, Inputs> {
  async diff(_id: string, old: Inputs, wanted: Inputs): Promise<pulumi.dynamic.DiffResult> {
    return { changes: JSON.stringify(old.kept) !== JSON.stringify(wanted.kept) };
  }

  async create(inputs: Inputs): Promise<pulumi.dynamic.CreateResult<Inputs>> {
    return { id: 'kept', outs: { kept: inputs.kept } };
  }

  async update(_id: string, _old: Inputs, wanted: Inputs): Promise<pulumi.dynamic.UpdateResult<Inputs>> {
    return { outs: { kept: wanted.kept } };
  }

  async delete(_id: string, { kept }: Inputs): Promise<void> {
    // The engine shows what a provider prints.
    for (const { what, why } of kept) console.log(`kept: ${what}: ${why}`);
  }
}

/** Says what a destroy keeps, and why, when it comes to that: a program does not run then, only its resources are told. */
export class KeptReport extends pulumi.dynamic.Resource {
  constructor(name: string, kept: readonly Kept[]) {
    super(new KeptReportProvider(), name, { kept }, undefined, 'stack', 'KeptReport');
  }
}
