import { expect, test } from '@jest/globals';
import { readStackState } from '../../stacks/stack-state.js';

test('what a killed update had begun is read from the exported state', () => {
  const type = 'alicloud:vpc/network:Network';
  const resource = (name: string) => ({
    urn: `urn:pulumi:dev::asm-blueprints::asm:network:Network$${type}::${name}`,
    type,
    inputs: { vpcName: name },
  });
  const exported = {
    deployment: {
      resources: [resource('made')],
      pending_operations: [
        { type: 'creating', resource: resource('dev') },
        { type: 'creating', resource: resource('made') },
        { type: 'deleting', resource: resource('old') },
      ],
    },
  };
  expect(readStackState(JSON.stringify(exported))).toEqual({
    types: [type],
    pendingCreates: [{ type, name: 'dev', inputs: { vpcName: 'dev' } }],
  });
  expect(readStackState('{}')).toEqual({ types: [], pendingCreates: [] });
});
