import * as log from '@pulumi/alicloud/log/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import type { Tags } from './tags.js';

/** One logstore of a project. */
export interface LogStoreSpec {
  /** Days to keep the logs, 1 to 3650. @default 14 */
  readonly retentionDays?: pulumi.Input<number>;
  /** Shards to start with, 1 to 64; more are added under load. @default 2 */
  readonly shards?: pulumi.Input<number>;
}

/** Arguments of {@link LogProject}. */
export interface LogProjectArgs {
  /** Name of the project, which must be unique in all of the service's regions. @default the component's name */
  readonly projectName?: pulumi.Input<string>;
  /** Stores by name. ASM and ACK make their own besides. @default none */
  readonly stores?: Readonly<Record<string, LogStoreSpec>>;
  readonly tags?: Tags;
}

/**
 * An SLS project and its searchable logstores.
 *
 * @throws ProblemsError for a malformed name, or a retention out of range.
 */
export class LogProject extends pulumi.ComponentResource {
  readonly projectName: pulumi.Output<string>;
  readonly project: log.Project;
  readonly stores: log.Store[];

  constructor(name: string, args: LogProjectArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`LogProject ${name}`);
    const projectName = args.projectName ?? name;
    const allowed = '3 to 63 lowercase letters, digits and hyphens, neither starting nor ending with a hyphen';
    check.matches('projectName', projectName, /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, allowed);
    for (const [key, store] of Object.entries(args.stores ?? {})) {
      check.matches(`stores.${key}`, key, /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/, `a name of ${allowed}`);
      check.between(`stores.${key}.retentionDays`, store.retentionDays, 1, 3650);
      check.between(`stores.${key}.shards`, store.shards, 1, 64);
    }
    check.finish();
    super('asm:observability:LogProject', name, {}, opts);
    this.project = new log.Project(
      name,
      { projectName, description: `Logs of ${name}`, tags: { ...args.tags } },
      { parent: this },
    );
    this.projectName = this.project.projectName;
    this.stores = Object.entries(args.stores ?? {}).map(([key, spec]) => {
      const store = new log.Store(
        `${name}-${key}`,
        {
          projectName: this.projectName,
          logstoreName: key,
          retentionPeriod: spec.retentionDays ?? 14,
          shardCount: spec.shards ?? 2,
          autoSplit: true,
          maxSplitShardCount: 64,
          appendMeta: true,
        },
        { parent: this },
      );
      new log.StoreIndex(
        `${name}-${key}`,
        {
          project: this.projectName,
          logstore: store.logstoreName,
          fullText: { caseSensitive: false, token: ', \'";=()[]{}?@&<>/:\n\t\r' },
        },
        { parent: this },
      );
      return store;
    });
    this.registerOutputs({ projectName: this.projectName });
  }
}
