import { expect, test } from '@jest/globals';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { DestroyGuard } from '../../stacks/destroy-guard.js';
import { isCloud, readEnvironment } from '../../stacks/environment/index.js';
import { registrations } from '../infra/registrations.js';

async function guardOf(name: string) {
  const environment = readEnvironment('.', `Pulumi.${name}.yaml`, ownBlueprint);
  if (!isCloud(environment)) throw new Error(`${name} is not in the cloud`);
  const { made } = await registrations(() => new DestroyGuard(environment, []));
  return made.find(({ type }) => type.endsWith(':DestroyGuard'));
}

test('a protected environment says what is protected and how to lift it, instead of being destroyed', async () => {
  const guard = await guardOf('prod');
  expect(guard?.name).toBe('set security.deletionProtection to false and run pulumi up before a destroy');
  expect(guard?.inputs['refusal']).toBe(
    'prod is protected from deletion (cluster m1c1, cluster m1c2, KMS key), and nothing was destroyed; ' +
      'set security.deletionProtection to false in Pulumi.prod.yaml, run pulumi up, and then destroy it',
  );
});

test('any other says what it keeps', async () => {
  const guard = await guardOf('dev');
  expect(guard?.inputs).toMatchObject({ refusal: '', kept: [{ what: 'KMS key' }] });
});
