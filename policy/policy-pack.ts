import { PolicyPack, type ResourceValidationPolicy } from '@pulumi/policy';
import { rules } from './rules/index.js';

/**
 * Declares a policy pack, whose folder has a `PulumiPolicy.yaml`; a violation stops a preview and an update.
 *
 * @param policies rules of the package, of your own ({@link rule}), and any other. @default those of the package
 */
export function policyPack(name: string, policies: readonly ResourceValidationPolicy[] = rules): PolicyPack {
  return new PolicyPack(name, { policies: [...policies], enforcementLevel: 'mandatory' });
}
