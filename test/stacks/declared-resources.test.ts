import { expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { Network } from '../../infra/index.js';
import { collectDeclared } from '../../stacks/declared-resources.js';

test('what a program declares is collected, without components and what came before', async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: ({ inputs }) => inputs,
  });
  const zones = [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.0.0/20' }];
  let count = 0;
  await pulumi.runtime.runInPulumiStack(async () => {
    new Network('before', { zones, egress: false });
    const declared = collectDeclared();
    new Network('after', { zones, egress: false });
    count = declared().length;
  });
  expect(count).toBe(2);
});
