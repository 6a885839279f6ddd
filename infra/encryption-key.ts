import * as kms from '@pulumi/alicloud/kms/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import type { Tags } from './tags.js';

/** Arguments of {@link EncryptionKey}. */
export interface EncryptionKeyArgs {
  /** What the key encrypts. */
  readonly description?: pulumi.Input<string>;
  /** An existing key to use instead of a new one. It is never changed or deleted. @default a new one */
  readonly keyId?: pulumi.Input<string>;
  /** Days between automatic rotations, 7 to 730; 0 turns rotation off. @default 365 */
  readonly rotationDays?: number;
  /** Days from deletion to the loss of all that the key encrypted, 7 to 366. @default 30 */
  readonly pendingWindowDays?: number;
  /** Whether Pulumi and the service refuse to delete the key. @default false */
  readonly deletionProtection?: boolean;
  readonly tags?: Tags;
}

/**
 * A KMS key for Kubernetes Secrets and disks at rest, with an alias.
 * Deletion is not immediate: the service keeps the key for the pending window, unbilled.
 *
 * @throws ProblemsError for periods out of range, or settings given for an existing key.
 */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly keyId: pulumi.Output<string>;
  /** The key, unless it existed. */
  readonly key: kms.Key | undefined;
  readonly alias: kms.Alias | undefined;

  constructor(name: string, args: EncryptionKeyArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`EncryptionKey ${name}`);
    const rotationDays = args.rotationDays ?? 365;
    if (rotationDays !== 0) check.between('rotationDays', rotationDays, 7, 730);
    check.between('pendingWindowDays', args.pendingWindowDays, 7, 366);
    check.settled(args, 'keyId', 'key', ['description', 'rotationDays', 'pendingWindowDays', 'deletionProtection']);
    check.finish();
    super('asm:security:EncryptionKey', name, {}, opts);
    if (args.keyId === undefined) {
      this.key = new kms.Key(
        name,
        {
          description: args.description ?? `Secrets and disks of ${name}`,
          keyUsage: 'ENCRYPT/DECRYPT',
          ...(rotationDays === 0
            ? { automaticRotation: 'Disabled' }
            : { automaticRotation: 'Enabled', rotationInterval: `${rotationDays}d` }),
          pendingWindowInDays: args.pendingWindowDays ?? 30,
          deletionProtection: args.deletionProtection ? 'Enabled' : 'Disabled',
          tags: { ...args.tags },
        },
        { parent: this, protect: args.deletionProtection ?? false },
      );
      this.alias = new kms.Alias(name, { aliasName: `alias/${name}`, keyId: this.key.id }, { parent: this });
    }
    this.keyId = pulumi.output(args.keyId ?? this.key?.id ?? '');
    this.registerOutputs({ keyId: this.keyId });
  }
}
