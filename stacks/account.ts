import { getCallerIdentityOutput } from '@pulumi/alicloud/getCallerIdentity.js';
import type * as pulumi from '@pulumi/pulumi';
import type { LogProject } from '../infra/index.js';

/**
 * Id of the account that the environment is in.
 *
 * @param created a resource of the environment: nothing is asked before it exists, so that a first preview needs no
 *   account.
 */
export function accountOf(created: LogProject): pulumi.Output<string> {
  return created.project.createTime.apply(() => getCallerIdentityOutput().accountId);
}
