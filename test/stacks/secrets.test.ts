import { expect, jest, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { cloudStack } from '../../stacks/cloud.js';
import { isCloud, readEnvironments } from '../../stacks/environment/index.js';

// The providers' code is serialized, which takes long on a busy machine.
jest.setTimeout(60_000);

const token = 'PlantedTokenOfAKubeconfig';
const kubeconfig = JSON.stringify({
  ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'c' },
  contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  clusters: [{ name: 'c', cluster: { server: 'https://api.invalid' } }],
  users: [{ name: 'u', user: { token } }],
});
const connections = { apiServerIntranet: 'https://api.invalid', apiServerInternet: 'https://api.invalid' };
const secretMark = '4dabf18193072939515e22adb298388d';

/** What the state shows of a value as plain text. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && secretMark in part ? '[secret]' : part,
  );
}

const environments = readEnvironments('.', ownBlueprint).filter(isCloud);

test.each(environments.map((environment) => [environment.name, environment] as const))(
  'nothing that %s declares, returns or says shows a kubeconfig',
  async (_name, environment) => {
    const registered: (readonly [string, unknown])[] = [];
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => {
          registered.push([name, inputs]);
          return {
            id: name,
            state: { ...inputs, kubeconfig, kubeConfig: kubeconfig, ipAddress: '192.0.2.1', arn: 'arn', connections },
          };
        },
        call: ({ inputs }) => ({
          ...inputs,
          kubeConfig: kubeconfig,
          meshes: [{ kubeConfig: kubeconfig }],
          versions: [{ version: 'v1.25.0' }],
        }),
      },
      'asm-blueprints',
      environment.name,
    );
    const said: string[] = [];
    const spies = (['stdout', 'stderr'] as const).map((stream) =>
      jest.spyOn(process[stream], 'write').mockImplementation((text) => said.push(String(text)) > 0),
    );
    const outputs = cloudStack(environment, { addressOf: async () => '192.0.2.1' });
    await pulumi.runtime.disconnect();
    for (const spy of spies) spy.mockRestore();
    const holding = registered.filter(([, inputs]) => JSON.stringify(inputs).includes(token));
    expect(holding.length).toBeGreaterThan(0);
    expect(registered.filter(([, inputs]) => plain(inputs).includes(token)).map(([name]) => name)).toEqual([]);
    for (const [name, value] of Object.entries(outputs)) {
      const output = pulumi.output(value as object);
      const text = JSON.stringify(await new Promise((resolve) => output.apply(resolve))) ?? '';
      const isShown = text.includes(token) && !(await pulumi.isSecret(output));
      expect([name, isShown]).toEqual([name, false]);
    }
    expect(said.join('')).not.toContain(token);
  },
);
