import { expect, test } from '@jest/globals';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { type Environment, readEnvironment } from '../../stacks/environment/index.js';
import { checkEnvironment } from '../../stacks/environment-check.js';

function prodWith(findings: Partial<Environment['settings']['findings']>): Environment {
  const environment = readEnvironment('.', 'Pulumi.prod.yaml', ownBlueprint);
  const { settings } = environment;
  return { ...environment, settings: { ...settings, findings: { ...settings.findings, ...findings } } } as Environment;
}

test('a finding is a note of its own level, and a silenced one is no warning', () => {
  const levels = (findings: Parameters<typeof prodWith>[0]) =>
    checkEnvironment(prodWith(findings)).notes.map(({ level, text }) => `${level} ${/\[(\w+)\]/.exec(text)?.[1]}`);
  expect(levels({})).toEqual(['info ASM0004']);
  expect(levels({ levels: { ASM0004: 'warning' } })).toEqual(['warning ASM0004']);
  expect(levels({ suppressions: [{ code: 'ASM0004', reason: 'known' }] })).toEqual(['info ASM0004']);
});
